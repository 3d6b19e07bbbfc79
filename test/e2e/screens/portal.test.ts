/** The rest of what an end user's phone offers: news, forms that ask what is needed, shares, the home screen. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import { Company, enter, type AtWork } from './people-at-work.ts';

let company: Company;
let rosa: AtWork;
beforeAll(async () => {
	company = await Company.open();
	rosa = await company.signIn('rosa');
	await rosa.page.evaluate(async () => void (await navigator.serviceWorker.ready));
});
afterAll(() => company.close());

/** Sends the shortest request from the home page. */
async function report(page: Page, words: string): Promise<void> {
	await page.getByRole('link', { name: 'Something is broken' }).click();
	await page.getByLabel('What is wrong?').fill(words);
	await page.getByRole('button', { name: 'Send request' }).click();
	await page.getByRole('heading', { level: 1, name: /^(Receipt|INC-)/ }).waitFor();
}

describe('announcements', () => {
	it('are shown to those concerned until they put them away on this device', async () => {
		const { page } = rosa;
		await rosa.goto('/');
		const news = page.getByRole('region', { name: /Order entry stops tonight/ });
		await news.getByText('Please note').waitFor();
		await news.getByRole('button', { name: /^Hide: Order entry/ }).click();
		await news.waitFor({ state: 'hidden' });
		await page.reload();
		await page.getByRole('heading', { name: 'My requests' }).waitFor();
		expect(await news.count()).toBe(0);
	});
});

describe('a form', () => {
	it('UX-26, UX-31: asks a question only when it is called for, and says what a wrong answer must be', async () => {
		const { page } = rosa;
		await rosa.goto(`/new/${seedIds.item('network')}`);
		const many = page.getByLabel('About how many?');
		await page.getByLabel('What is wrong?').fill('No network at gate 4');
		await page.getByText('Cable', { exact: true }).click();
		expect(await many.count()).toBe(0);
		await page
			.getByRole('group', { name: /Are colleagues affected/ })
			.getByRole('radio', { name: 'Yes' })
			.check();
		await many.fill('9999');
		expect(await many.getAttribute('inputmode')).toBe('numeric');
		await page.getByRole('button', { name: 'Send request' }).click();
		await page.getByRole('link', { name: 'About how many?: Enter a number from 1 to 500' }).click();
		expect(await many.evaluate((field) => field === document.activeElement)).toBe(true);
		await page.reload();
		await expect.poll(() => many.inputValue(), { timeout: 15_000 }).toBe('9999');
		await page.getByRole('button', { name: 'Start over' }).click();
		expect(await many.count()).toBe(0);
	});

	it('is for oneself, unless the domain allows to ask on behalf of somebody', async () => {
		await rosa.goto('/new/broken');
		await rosa.page.getByRole('button', { name: /Place/ }).waitFor();
		expect(await rosa.page.getByRole('button', { name: /^For/ }).count()).toBe(0);
		const { page, context, goto } = await company.signIn('greta', 'desk');
		await goto('/new/broken');
		await page.getByLabel('What is wrong?').fill('Clara called: her badge is dead');
		await page.getByRole('button', { name: /^For/ }).click();
		const dialog = page.getByRole('dialog', { name: 'Who needs it?' });
		await dialog.getByRole('combobox').fill('clara');
		await dialog.getByRole('option', { name: /Clara Duarte/ }).click();
		await page.getByRole('button', { name: /Place.*Porto/ }).waitFor();
		await page.getByRole('button', { name: 'Send request' }).click();
		await page.waitForURL(/\/queue\/./);
		await page.getByText('Clara Duarte').first().waitFor();
		await context.close();
	});
});

describe('UX-35: a share from another app', () => {
	/** As the browser does it for an installed app: a form that another app filled in. */
	async function share(page: Page, text: string): Promise<void> {
		const drawn = page.evaluate(async (words) => {
			const canvas = new OffscreenCanvas(8, 8);
			canvas.getContext('2d')?.fillRect(0, 0, 4, 4);
			const file = new File([await canvas.convertToBlob()], 'shot.png', { type: 'image/png' });
			const files = new DataTransfer();
			files.items.add(file);
			const form = document.createElement('form');
			Object.assign(form, { method: 'POST', action: '/share', enctype: 'multipart/form-data' });
			for (const [name, value] of Object.entries({ title: 'Error', text: words, url: '' })) {
				const input = document.createElement('input');
				Object.assign(input, { name, value });
				form.append(input);
			}
			const picker = document.createElement('input');
			Object.assign(picker, { type: 'file', name: 'files', files: files.files });
			form.append(picker);
			document.body.append(form);
			form.submit();
		}, text);
		await drawn;
		await page.waitForURL(/\/new\/broken\?shared=/);
	}

	it('begins a request with its words and its picture, without a network too, and once', async () => {
		const { page, context } = rosa;
		await rosa.goto('/');
		await page.reload();
		await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
		await context.setOffline(true);
		await share(page, 'Code 0x80 when I print');
		const what = page.getByLabel('What is wrong?');
		await expect
			.poll(() => what.inputValue(), { timeout: 15_000 })
			.toBe('Error\nCode 0x80 when I print');
		await page.getByRole('img', { name: 'Photo 1' }).waitFor();
		await page.reload();
		await page.getByRole('img', { name: 'Photo 1' }).waitFor();
		expect(await what.inputValue()).toBe('Error\nCode 0x80 when I print');
		expect(await page.evaluate(() => caches.has('waypost-shared'))).toBe(false);
		await page.getByRole('button', { name: 'Send request' }).click();
		await context.setOffline(false);
		await page.getByText('Received by the service desk').waitFor();
		await page.getByRole('button', { name: /Show shot/ }).waitFor();
	});

	it('that no service worker takes in leads to the form all the same', async () => {
		const body = new FormData();
		body.set('text', 'x');
		const init = { method: 'POST', body, redirect: 'manual' } as const;
		const answer = await fetch(`${company.address}/share`, init);
		expect([answer.status, answer.headers.get('location')]).toEqual([303, '/new/broken']);
	});
});

describe('UX-5: the hint to install', () => {
	const promise = (page: Page) =>
		page.evaluate(() => {
			const event = new Event('beforeinstallprompt', { cancelable: true });
			dispatchEvent(Object.assign(event, { prompt: async () => ({ outcome: 'dismissed' }) }));
		});

	it('comes after a request was sent, and never again once it was refused', async () => {
		const { page, context, goto } = await company.signIn('rosa');
		const hint = page.getByRole('region', { name: 'Keep Waypost at hand' });
		await promise(page);
		await page.getByRole('heading', { name: 'My requests' }).waitFor();
		expect(await hint.count()).toBe(0);
		await report(page, 'The door squeaks');
		await hint.getByRole('button', { name: 'Install' }).waitFor();
		await hint.getByRole('button', { name: 'Not for me' }).click();
		await hint.waitFor({ state: 'hidden' });
		await goto('/');
		await promise(page);
		await report(page, 'The door squeaks louder');
		await page.getByText('Received by the service desk').waitFor();
		expect(await hint.count()).toBe(0);
		await context.close();
	});

	it('draws the steps where the browser has no button for it', async () => {
		const { page, context, goto } = await company.visitor();
		await page.addInitScript(() => {
			Object.defineProperty(navigator, 'userAgent', { get: () => 'Mozilla/5.0 (iPhone) Safari' });
		});
		await goto('/sign-in');
		await enter(page, 'rosa');
		await page.getByRole('heading', { name: 'My requests' }).waitFor();
		await report(page, 'The lock is stiff');
		await page.getByText('Choose "Add to Home Screen"').waitFor();
		await context.close();
	});
});

it('the browser has nothing to complain of', () => {
	expect(rosa.complaints).toEqual([]);
});
