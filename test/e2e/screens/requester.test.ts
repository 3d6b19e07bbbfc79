/** What somebody does who needs something: on a phone, with and without a network. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import { Company, enter, type AtWork } from './people-at-work.ts';

let company: Company;
let rosa: AtWork;
beforeAll(async () => {
	company = await Company.open();
	rosa = await company.signIn('rosa');
});
afterAll(() => company.close());

/** The service worker has put the whole app on the device; before that a first visit cannot go on without a network. */
async function appIsKept(page: Page): Promise<void> {
	await page.evaluate(async () => void (await navigator.serviceWorker.ready));
}

describe('a request without a network', () => {
	it('UX-25, UX-30: two taps and words; a receipt at once, the number when it is sent', async () => {
		const { page, context } = rosa;
		await rosa.goto('/');
		await appIsKept(page);
		await context.setOffline(true);
		await page.getByRole('link', { name: 'Something is broken' }).click();
		await page.getByLabel('What is wrong?').fill('The coffee machine leaks. It is on floor 2.');
		await page.getByRole('button', { name: 'Send request' }).dblclick();
		await page.getByText('Saved on this device', { exact: true }).first().waitFor();
		await page
			.getByRole('heading', { level: 1, name: /^Receipt [0-9A-F]{4}-[0-9A-F]{4}$/ })
			.waitFor();
		expect(await page.title()).toContain('The coffee machine leaks');

		await context.setOffline(false);
		await page.getByText('Received by the service desk').waitFor();
		await page.getByRole('heading', { level: 1, name: /^INC-\d+$/ }).waitFor();
		await rosa.goto('/requests');
		await expect.poll(() => page.getByText('The coffee machine leaks').count()).toBe(1);
	});

	it('UX-29: a draft survives a reload', async () => {
		const { page } = rosa;
		await rosa.goto('/new/broken');
		await page.getByLabel('What is wrong?').fill('Half a sentence');
		// The page saves what was typed when it is left.
		await page.reload();
		await expect.poll(() => page.getByLabel('What is wrong?').inputValue()).toBe('Half a sentence');
		await page.getByRole('button', { name: 'Start over' }).click();
		expect(await page.getByLabel('What is wrong?').inputValue()).toBe('');
	});

	it('UX-31: an error summary takes the focus and leads to the field', async () => {
		const { page } = rosa;
		await rosa.goto('/new/broken');
		await page.getByRole('button', { name: 'Send request' }).click();
		await page.getByRole('link', { name: 'Say what is wrong' }).click();
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('text');
	});
});

describe('a form', () => {
	it('UX-26: asks only what is needed, in one column, with what is known filled in and the right keyboard', async () => {
		const { page } = rosa;
		await rosa.goto('/new/broken');
		const form = page.locator('form#request');
		await form.getByRole('button', { name: /Place.*Hamburg/ }).waitFor();
		expect(await form.locator('textarea').count()).toBe(1);
		expect(await form.locator('input:not([type=radio], [type=file])').count()).toBe(0);
		await rosa.goto(`/new/${seedIds.item('monitor')}`);
		expect(await page.getByLabel('How many?').getAttribute('inputmode')).toBe('numeric');
		const places = await form
			.locator('> *')
			.evaluateAll((parts) =>
				parts
					.filter((part) => part.clientHeight > 0)
					.map((part) => part.getBoundingClientRect().left)
			);
		expect(places.length).toBeGreaterThan(3);
		expect(new Set(places).size).toBe(1);
		await rosa.goto(`/new/${seedIds.item('laptop')}`);
		expect(await page.getByLabel('Needed by').getAttribute('type')).toBe('date');
	});
});

describe('room on the device', () => {
	it('UX-6, SYNC-P5: the browser is asked to keep the data with the first save, and Settings tell what it said', async () => {
		const { page, context } = await company.signIn('rosa');
		await page.evaluate(() => {
			const { storage } = navigator;
			const state = { asked: 0, kept: false };
			Object.assign(globalThis, { persistence: state });
			storage.persisted = async () => state.kept;
			storage.persist = async () => {
				state.asked += 1;
				return (state.kept = state.asked > 1);
			};
		});
		const asked = () =>
			page.evaluate(
				() => (globalThis as unknown as { persistence: { asked: number } }).persistence.asked
			);
		const send = async (text: string) => {
			await page.getByRole('link', { name: 'Something is broken' }).click();
			await page.getByLabel('What is wrong?').fill(text);
			await page.getByRole('button', { name: 'Send request' }).click();
			await page.getByRole('heading', { level: 1, name: /^(Receipt|INC-)/ }).waitFor();
			await page.getByRole('link', { name: 'Home', exact: true }).click();
		};
		expect(await asked()).toBe(0);
		await send('The lamp flickers');
		expect(await asked()).toBe(1);
		await send('The lamp is dark');
		// Once a visit: a browser that shows a question shows it once.
		expect(await asked()).toBe(1);
		await page.getByRole('link', { name: 'Me', exact: true }).click();
		await page.getByText('The browser may remove your data when space runs low.').waitFor();
		await page.getByText(/\d.* of .*\d.* used on this device/).waitFor();
		await page.getByRole('button', { name: 'Keep my data' }).click();
		await page.getByText('The browser keeps your data until you sign out.').waitFor();
		await context.close();
	});

	it('SYNC-P5: a device that lost all it had stored begins anew, signed in, and has its records again', async () => {
		const { page, context, goto, complaints } = await company.signIn('rosa');
		await goto('/requests');
		const records = page.getByRole('main').getByRole('link');
		await records.first().waitFor();
		const { origin } = new URL(page.url());
		const before = await records.count();
		await page.goto('about:blank');
		const browser = await context.newCDPSession(page);
		// All that scripts have stored, as iOS takes it away after a week; the cookie of the session stays.
		const storageTypes = 'indexeddb,local_storage,cache_storage,service_workers';
		await browser.send('Storage.clearDataForOrigin', { origin, storageTypes });
		await goto('/requests');
		await expect.poll(() => records.count()).toBe(before);
		expect(complaints).toEqual([]);
		await context.close();
	});
});

describe('addresses', () => {
	it('UX-23: a deep link survives the sign-in', async () => {
		const visitor = await company.visitor();
		const path = `/requests/${seedIds.ticket('dock-scanner')}`;
		await visitor.goto(path);
		await visitor.page.waitForURL(/\/sign-in\?to=/);
		await enter(visitor.page, 'rosa');
		await visitor.page.waitForURL(`**${path}`);
		await visitor.page.getByRole('heading', { name: /Hand scanner at gate 4/ }).waitFor();
		await visitor.context.close();
	});

	it('UX-23: a record that is not on the device says so and can be asked for', async () => {
		await rosa.goto('/requests/not-there');
		await rosa.page.getByText('Not on this device').waitFor();
	});
});

describe('leaving', () => {
	it('UX-24: unsent work is not lost without a word', async () => {
		const { page, context } = await company.signIn('rosa');
		await page.getByRole('link', { name: 'Something is broken' }).click();
		await page.getByLabel('What is wrong?').waitFor();
		await appIsKept(page);
		await context.setOffline(true);
		await page.getByLabel('What is wrong?').fill('No light in the stairwell');
		await page.getByRole('button', { name: 'Send request' }).click();
		await page.getByText('Saved on this device', { exact: true }).first().waitFor();
		await page.getByRole('link', { name: 'Me', exact: true }).click();
		await page.getByRole('button', { name: 'Sign out', exact: true }).click();
		await page.getByText('1 change has not been sent. Nobody else has a copy.').waitFor();
		await page.getByRole('button', { name: 'Stay signed in' }).click();
		await context.close();
	});
});

it('the browser has nothing to complain of', () => {
	expect(rosa.complaints).toEqual([]);
});
