import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openCompany, type Company } from '../../support/api.ts';
import { openDevice, report, settled, signIn } from './support/device-page.ts';
import { buildDevicePage, openDeviceSite } from './support/device-site.ts';
import { launchKillable } from './support/killable-chromium.ts';

let company: Company;

beforeAll(async () => {
	await buildDevicePage();
	company = await openCompany();
});
afterAll(() => company?.end());

/** A site in front of the company, and a browser with a profile of its own; `start` starts it again after a kill. */
async function newDevice() {
	const site = await openDeviceSite();
	site.setApi(company.app.address);
	const profile = await mkdtemp(join(tmpdir(), 'waypost-device-'));
	let browser = await launchKillable(profile);
	const errors: string[] = [];
	const watch = () => {
		browser.page.on('pageerror', (error) => errors.push(String(error)));
		return browser;
	};
	watch();
	onTestFinished(async () => {
		await browser.kill();
		await site.close();
		await rm(profile, { recursive: true, force: true });
	});
	return {
		site,
		errors,
		get page() {
			return browser.page;
		},
		newPage: () => browser.newPage(),
		kill: () => browser.kill(),
		start: async () => {
			browser = await launchKillable(profile);
			watch();
			await openDevice(browser.page, site.address);
		}
	};
}

async function signedIn(key: 'greta' | 'rosa' = 'greta') {
	const laptop = await newDevice();
	await openDevice(laptop.page, laptop.site.address);
	await signIn(laptop.page, key);
	await settled(laptop.page);
	return laptop;
}

describe('a device in a real browser', () => {
	it('UX-3: signs in, fetches everything, shows it, and sends what is done', async () => {
		const { page, errors } = await signedIn();
		const before = await page.evaluate(() => device.list.total);
		expect(before).toBeGreaterThan(10);
		const done = await report(page, 'Printer on fire');
		expect(done.verdict.kind).toBe('applied');
		await page.getByText('Printer on fire').waitFor();
		await settled(page);
		await page.waitForFunction((total) => device.list.total === total, before + 1);
		expect(errors).toEqual([]);
	});

	it('UX-4: starts again without any way to the server, with all that it had', async () => {
		const laptop = await signedIn();
		const before = await laptop.page.evaluate(() => device.list.total);
		laptop.site.setApi(undefined);
		await laptop.kill();
		await laptop.start();
		await laptop.page.waitForFunction(
			(total) => device.list.ready && device.list.total === total,
			before
		);
		expect(await laptop.page.locator('li').count()).toBe(10);
	});

	it('SYNC-I1: a browser killed with SIGKILL has every save that it acknowledged', async () => {
		const laptop = await signedIn();
		laptop.site.setApi(undefined);
		const acknowledged: string[] = [];
		await laptop.page.exposeFunction('acknowledge', (mid: string) => acknowledged.push(mid));
		await laptop.page.evaluate(() => {
			const save = async (no: number) => {
				const done = await device.run('tickets.create', { kind: 'incident', title: `No ${no}` });
				await (globalThis as unknown as { acknowledge(mid: string): Promise<void> }).acknowledge(
					done.mid ?? ''
				);
				void save(no + 1);
			};
			void save(1);
		});
		await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(30);
		await laptop.kill();
		await laptop.start();
		await laptop.page.waitForFunction(() => device.list.ready);
		const kept = await laptop.page.evaluate(() => device.outbox.entries.map((entry) => entry.mid));
		expect(kept).toEqual(expect.arrayContaining(acknowledged));
		laptop.site.setApi(company.app.address);
		// The browser writes cookies late, too: the session may be gone, the work is not (SYNC-P11).
		await signIn(laptop.page, 'greta');
		await laptop.page.waitForFunction(() => device.outbox.entries.length === 0);
	});

	it('SYNC-P14: a portal that answers with a page marks nothing sent', async () => {
		const { page, site } = await signedIn();
		site.setAnswer((response) => {
			response.writeHead(200, { 'content-type': 'text/html' });
			response.end('<html>Accept our terms</html>');
		});
		await report(page, 'Behind a portal');
		await page.waitForFunction(() => device.sync.status.state === 'offline');
		expect(await page.evaluate(() => device.sync.status.waiting)).toBe(1);
		site.setAnswer(undefined);
		await page.evaluate(() => device.sync.kick());
		await settled(page);
	});

	it('SYNC-P11: an expired session holds the outbox until somebody signs in again', async () => {
		const { page } = await signedIn();
		await page.context().clearCookies();
		await report(page, 'With an old session');
		await page.waitForFunction(() => device.session.expired);
		expect(await page.evaluate(() => device.sync.status.waiting)).toBe(1);
		await signIn(page, 'greta');
		await settled(page);
		expect(await page.evaluate(() => device.session.expired)).toBe(false);
	});

	it('two tabs: one leads, both show what either does, and the other takes over when it goes', async () => {
		const { page, newPage, site } = await signedIn();
		const other = await newPage();
		await openDevice(other, site.address);
		await other.waitForFunction(() => device.list.ready);
		await report(other, 'From the second tab');
		await page.bringToFront();
		await page.getByText('From the second tab').waitFor();
		await page.close();
		await report(other, 'After the first has gone');
		await settled(other);
	});

	it('UX-24, SYNC-P12: sign-out refuses to lose unsent work, then wipes the device; the next person sees nothing of it', async () => {
		const { page, site, errors } = await signedIn();
		site.setApi(undefined);
		await report(page, 'Not sent yet');
		expect(await page.evaluate(() => device.session.signOut('refuse'))).toEqual({ unsent: 1 });
		expect(await page.evaluate(() => device.session.state)).toBe('signed_in');
		site.setApi(company.app.address);
		expect(await page.evaluate(() => device.session.signOut('discard'))).toBeNull();
		const left = await page.evaluate(async () => (await indexedDB.databases()).map((d) => d.name));
		expect(left).toEqual([]);
		await signIn(page, 'rosa');
		await settled(page);
		expect(await page.getByText('Not sent yet').count()).toBe(0);
		expect(errors).toEqual([]);
	});

	it('UX-28: a photo is made small without its tags, shown from here, and a file that is no picture stays as it is', async () => {
		const { page, site } = await signedIn();
		site.setApi(undefined);
		const added = await page.evaluate(async () => {
			const canvas = new OffscreenCanvas(3000, 2000);
			const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
			for (let x = 0; x < 3000; x += 4) {
				for (let y = 0; y < 2000; y += 4) {
					context.fillStyle = `hsl(${(x * 7919 + y * 104_729) % 360} 80% 50%)`;
					context.fillRect(x, y, 4, 4);
				}
			}
			const large = await canvas.convertToBlob({ type: 'image/jpeg', quality: 1 });
			const photo = await device.addPhoto(new File([large], 'IMG 1.jpeg', { type: large.type }));
			const text = await device.addPhoto(new File(['log'], 'app.log', { type: 'text/plain' }));
			const url = (await device.photoUrl(photo.hash)) ?? '';
			const bytes = new Uint8Array(await (await createImageUrl(url)).arrayBuffer());
			return { from: large.size, photo, text, head: [...bytes.slice(0, 4)] };

			function createImageUrl(address: string): Promise<Blob> {
				return new Promise((resolve, reject) => {
					const image = new Image();
					image.onload = () => {
						const drawn = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
						drawn.getContext('2d')?.drawImage(image, 0, 0);
						resolve(drawn.convertToBlob({ type: 'image/png' }));
					};
					image.onerror = () => reject(new Error('the photo cannot be shown'));
					image.src = address;
				});
			}
		});
		expect(added.from).toBeGreaterThan(500 * 1024);
		expect(added.photo).toMatchObject({ name: 'IMG 1.jpg', mime: 'image/jpeg' });
		expect(added.photo.size).toBeLessThanOrEqual(500 * 1024);
		expect(added.photo.hash).toMatch(/^[0-9a-f]{64}$/);
		expect(added.text).toMatchObject({ name: 'app.log', mime: 'text/plain', size: 3 });
		expect(added.head).toEqual([0x89, 0x50, 0x4e, 0x47]);
		expect(await page.evaluate((hash) => device.uploads.progress(hash), added.photo.hash)).toBe(
			'waiting'
		);
	});

	it('UX-29: a draft survives a kill', async () => {
		const laptop = await signedIn();
		await laptop.page.locator('textarea').fill('Half a sentence');
		await laptop.page.waitForTimeout(1_000);
		await laptop.kill();
		await laptop.start();
		await laptop.page.waitForFunction(() => device.note.ready);
		expect(await laptop.page.locator('textarea').inputValue()).toBe('Half a sentence');
	});
});
