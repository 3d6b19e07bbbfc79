/** What an agent does at the desk. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import { Company, type AtWork } from './people-at-work.ts';

let company: Company;
let greta: AtWork;
beforeAll(async () => {
	company = await Company.open();
	greta = await company.signIn('greta', 'desk');
});
afterAll(() => company.close());

describe('the queue', () => {
	it('UX-50, UX-52: a view lives in the address, a ticket opens beside the list', async () => {
		const { page } = greta;
		await greta.goto('/queue?view=unassigned');
		const list = page.getByRole('listbox', { name: 'Tickets' });
		await list.getByText('Keyboard: letter E sticks').click();
		await page.waitForURL(/\/queue\/[^?]+\?view=unassigned/);
		await page.getByRole('article', { name: /Keyboard: letter E sticks/ }).waitFor();
		expect(await list.isVisible()).toBe(true);
		expect(await page.title()).toMatch(/^INC-\d+ Keyboard: letter E sticks - Waypost$/);
	});

	it('UX-49: J moves, Enter opens, X selects', async () => {
		const { page } = greta;
		await greta.goto('/queue');
		await page.getByRole('listbox', { name: 'Tickets' }).focus();
		await page.keyboard.press('x');
		await page.keyboard.press('j');
		await page.keyboard.press('x');
		await page.getByText('2 selected').waitFor();
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/queue\/.+/);
	});
});

describe('tickets chosen together', () => {
	it('UX-13, UX-51: are assigned together and taken back together', async () => {
		const { page } = greta;
		await greta.goto('/queue?view=unassigned');
		const list = page.getByRole('listbox', { name: 'Tickets' });
		await list.getByText('Keyboard: letter E sticks').waitFor();
		const rows = () => list.getByRole('option').count();
		const before = await rows();
		await list.focus();
		for (const key of ['x', 'j', 'x']) await page.keyboard.press(key);
		await page.getByRole('button', { name: 'Assign to me' }).click();
		await page.getByText('2 tickets changed').waitFor();
		await expect.poll(rows).toBe(before - 2);
		await page.getByRole('button', { name: /Undo/ }).click();
		await page.getByText('Taken back').waitFor();
		await expect.poll(rows).toBe(before);
	});
});

describe('a ticket', () => {
	it('UX-13: a step asks for what it needs, and can be taken back', async () => {
		const { page } = greta;
		await greta.goto(`/queue/${seedIds.ticket('dock-scanner')}`);
		const article = page.getByRole('article');
		await article.getByRole('button', { name: 'Resolve' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('button', { name: 'Resolve' }).click();
		await dialog.getByRole('link', { name: 'Choose a reason' }).waitFor();
		await dialog.getByLabel('fixed', { exact: true }).check();
		await dialog.getByLabel('What was done?').fill('Paired the scanner anew.');
		await dialog.getByRole('button', { name: 'Resolve' }).click();
		await article.getByText('Resolved', { exact: true }).first().waitFor();
		await page.getByRole('button', { name: /Undo/ }).click();
		await article.getByText('In progress', { exact: true }).first().waitFor();
	});

	it('UX-55: an internal note cannot be taken for a reply', async () => {
		const { page } = greta;
		await greta.goto(`/queue/${seedIds.ticket('dock-scanner')}`);
		await page.getByText('Internal note', { exact: true }).click();
		await page.getByRole('textbox', { name: /Internal note, not sent to/ }).fill('Battery is old.');
		await page.getByRole('button', { name: 'Save internal note' }).click();
		await page.getByRole('article').getByText('Battery is old.').waitFor();
	});
});

it('the browser has nothing to complain of', () => {
	expect(greta.complaints).toEqual([]);
});
