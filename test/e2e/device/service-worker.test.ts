import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { precacheEntries } from '#workers/service/precache.ts';
import { openCompany, type Company } from '../../support/api.ts';
import { launchChromium } from '../../support/chromium.ts';

let company: Company;
let browser: Browser;

beforeAll(async () => {
	[company, browser] = await Promise.all([openCompany(), launchChromium()]);
});
afterAll(async () => {
	await browser?.close();
	await company?.end();
});

/** A page that the service worker controls, registered under the page's own security policy. */
async function controlledPage(): Promise<Page> {
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(company.app.address);
	await page.evaluate(async () => {
		const { trustedTypes } = globalThis as unknown as {
			trustedTypes: {
				createPolicy(name: string, rules: object): { createScriptURL(address: string): string };
			};
		};
		const policy = trustedTypes.createPolicy('waypost', {
			createScriptURL: (address: string) => address
		});
		await navigator.serviceWorker.register(policy.createScriptURL('/service-worker.js'));
		await navigator.serviceWorker.ready;
	});
	await page.reload();
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	return page;
}

describe('the service worker', () => {
	it.each(['/', '/desk/tickets/INC-1?tab=files', '/a/route/of/any/depth'])(
		'UX-4, SYNC-P9: offline, %s starts from the shell',
		async (address) => {
			const page = await controlledPage();
			await page.context().setOffline(true);
			const answer = await page.goto(`${company.app.address}${address}`);
			expect(answer?.status()).toBe(200);
			expect(await page.locator('#app').count()).toBe(1);
			await page.context().close();
		}
	);

	it('SYNC-P9: never answers or keeps anything of /api', async () => {
		const page = await controlledPage();
		const online = await page.evaluate(async () => (await fetch('/api/session')).status);
		expect(online).toBe(401);
		const kept = await page.evaluate(async () => {
			const addresses: string[] = [];
			for (const name of await caches.keys())
				for (const request of await (await caches.open(name)).keys()) addresses.push(request.url);
			return addresses;
		});
		expect(kept.length).toBeGreaterThan(5);
		expect(kept.filter((address) => new URL(address).pathname.startsWith('/api'))).toEqual([]);
		await page.context().setOffline(true);
		const offline = await page.evaluate(() =>
			fetch('/api/session').then(
				() => 'answered',
				() => 'failed'
			)
		);
		expect(offline).toBe('failed');
		await page.context().close();
	});

	it('keeps of pages only the shell', () => {
		const entries = precacheEntries({
			build: ['/_app/immutable/a.js'],
			files: ['/favicon.svg', '/screenshots/desk.png'],
			prerendered: ['/', '/status'],
			version: 'v1'
		});
		expect(entries).toEqual([
			{ url: '/_app/immutable/a.js', revision: null },
			{ url: '/favicon.svg', revision: 'v1' },
			{ url: '/', revision: 'v1' }
		]);
	});
});
