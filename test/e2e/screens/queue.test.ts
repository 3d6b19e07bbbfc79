/** Views, bulk edits, the palette and the export of the queue, as an agent uses them. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { seedIds } from '#server/seed/company.ts';
import { Company, type AtWork } from './people-at-work.ts';

let company: Company;
let greta: AtWork;
beforeAll(async () => {
	company = await Company.open();
	greta = await company.signIn('greta', 'desk');
});
afterAll(() => company.close());

const listOf = (page: Page) => page.getByRole('listbox', { name: 'Tickets' });
const menu = async (page: Page, name: string, entry: string | RegExp) => {
	await page.getByRole('button', { name, exact: true }).click();
	await page.getByRole('menuitem', { name: entry }).click();
};

describe('views', () => {
	it('UX-50: what is changed stands in the address, is saved under a name, opens first, and is removed and taken back', async () => {
		const { page } = greta;
		await greta.goto('/queue');
		await menu(page, 'Most urgent', 'Newest');
		await page.waitForURL('**/queue?sort=newest');
		await menu(page, 'Filter', 'Kind');
		await page.getByRole('dialog').getByLabel('Problem', { exact: true }).check();
		await page.getByRole('button', { name: 'Apply' }).click();
		await page.waitForURL(/phase=open&kind=incident&sort=newest/);
		await menu(page, 'View', 'Save as a new view');
		await page.getByLabel('Name').fill('Fresh problems');
		await page.getByRole('button', { name: 'Save view' }).click();
		const tab = page
			.getByRole('navigation', { name: 'Views' })
			.getByRole('link', { name: /Fresh problems/ });
		await tab.waitFor();
		await page.waitForURL(/\?view=[^&]+$/);
		await menu(page, 'View', 'Open first for me');
		await page.getByText('This view now opens first').waitFor();
		await greta.goto('/queue');
		await expect.poll(() => tab.getAttribute('aria-current')).toBe('page');
		await menu(page, 'View', 'Remove view');
		await page.getByText('View “Fresh problems” removed').waitFor();
		await expect.poll(() => tab.count()).toBe(0);
		await page.getByRole('button', { name: /Undo/ }).last().click();
		await tab.waitFor();
	});

	it('UX-50: groups have headings with counts and fold', async () => {
		const { page } = greta;
		await greta.goto('/queue?view=all&group=kind');
		const heading = listOf(page).getByRole('option', { name: /^Problem \d+/ });
		await heading.waitFor();
		const options = () => listOf(page).getByRole('option').count();
		const before = await options();
		await heading.click();
		await expect.poll(options).toBeLessThan(before);
		expect(page.url()).toMatch(/group=kind$/);
	});

	it('UX-50: an address that nobody knows is answered with the first view and what was wrong', async () => {
		const { page } = greta;
		await greta.goto('/queue?view=gone&state=odd&sort=up');
		const alert = page.getByRole('alert').filter({ hasText: 'Part of this address is not known' });
		await alert.waitFor();
		// Whether a view exists shows once the views are here.
		await expect.poll(() => alert.textContent()).toMatch(/Views:.*State:/);
		await listOf(page).getByRole('option').first().waitFor();
		await alert.getByRole('link').click();
		await expect.poll(() => alert.count()).toBe(0);
	});
});

describe('tickets chosen together', () => {
	it('UX-51, UX-13: a range, all of the view, a preview with its refusals, and the way back', async () => {
		const { page } = greta;
		await greta.goto('/queue?view=all&state=new&state=closed');
		const rows = listOf(page).getByRole('option');
		await rows.first().waitFor();
		await listOf(page).focus();
		await page.keyboard.press('x');
		await page.keyboard.press('j');
		await page.keyboard.press('Shift+X');
		await page.getByText('2 selected').waitFor();
		await page.getByRole('button', { name: /Select all \d+ in this view/ }).click();
		const total = await rows.count();
		await page.getByText(`${total} selected`).waitFor();
		await page.getByRole('button', { name: 'More', exact: true }).click();
		await page.getByRole('menuitem', { name: 'Change tags' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('Add tags').fill('audit');
		await dialog.getByText(/would be refused/).waitFor();
		await dialog
			.getByRole('region', { name: 'Refused tickets' })
			.getByText(/closed|over/i)
			.first()
			.waitFor();
		const apply = dialog.getByRole('button', { name: /^Change \d+ tickets?$/ });
		const changed = Number(/\d+/.exec((await apply.textContent()) ?? '')?.[0]);
		expect(changed).toBeGreaterThan(0);
		expect(changed).toBeLessThan(total);
		await apply.click();
		await page.getByText(`${changed} tickets changed`).waitFor();
		await greta.goto('/queue?view=all&tags=audit');
		await expect.poll(() => listOf(page).getByRole('option').count()).toBe(changed);
	});

	it('UX-13: a step of many is taken back with one press', async () => {
		const { page } = greta;
		await greta.goto('/queue?view=all&state=in_progress');
		const rows = () => listOf(page).getByRole('option').count();
		await listOf(page).getByRole('option').first().waitFor();
		const before = await rows();
		await listOf(page).focus();
		await page.keyboard.press('Control+a');
		await page.getByText(`${before} selected`).waitFor();
		await page.getByRole('button', { name: 'Change state' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('radio', { name: /^Resolve/ }).check();
		await dialog.getByRole('combobox').selectOption({ index: 1 });
		await dialog.getByRole('textbox').fill('Replaced the part.');
		await dialog.getByRole('button', { name: /^Change \d+ tickets$/ }).click();
		await page.getByText(`${before} tickets changed`).waitFor();
		await expect.poll(() => page.getByText('Nothing here').count()).toBe(1);
		await page.getByRole('button', { name: /Undo/ }).last().click();
		await page.getByText('Taken back').waitFor();
		await expect.poll(rows).toBe(before);
	});
});

describe('the palette', () => {
	const field = (page: Page) => page.getByRole('combobox', { name: 'Search and commands' });
	const openQueue = async () => {
		await greta.goto('/queue');
		await listOf(greta.page).getByRole('option').first().waitFor();
	};

	it('UX-48: finds a record on this device without a network, and remembers it', async () => {
		const { page, context } = greta;
		await openQueue();
		await page.keyboard.press('Control+k');
		await field(page).waitFor();
		await context.setOffline(true);
		try {
			await field(page).fill('letter e');
			await page
				.getByRole('listbox', { name: 'Results' })
				.getByText('Keyboard: letter E sticks')
				.waitFor();
			await page.keyboard.press('Enter');
			await page.getByRole('article', { name: /Keyboard: letter E sticks/ }).waitFor();
		} finally {
			await context.setOffline(false);
		}
		// What is open is not offered again.
		await page.waitForTimeout(500);
		await openQueue();
		await page.keyboard.press('Control+k');
		await page
			.getByRole('group', { name: 'Recent' })
			.getByText('Keyboard: letter E sticks')
			.waitFor();
		await page.keyboard.press('Escape');
	});

	it('UX-48: runs a command on the open ticket and shows its key', async () => {
		const { page } = greta;
		await greta.goto(`/queue/${seedIds.ticket('printer-jam')}`);
		await page.getByRole('article').waitFor();
		await page.keyboard.press('Control+k');
		await field(page).fill('assign');
		const line = page.getByRole('option', { name: /^Assign A$/ });
		await line.waitFor();
		await line.click();
		await page.getByRole('dialog', { name: /^Assign/ }).waitFor();
	});

	it('UX-48, UX-49: ? shows every key, G and a letter lead on, and letters can be switched off', async () => {
		const { page } = greta;
		await openQueue();
		await page.keyboard.press('?');
		await page
			.getByRole('dialog', { name: 'Keyboard shortcuts' })
			.getByText('Select up to here')
			.waitFor();
		await page.keyboard.press('Escape');
		await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
		// G waits a second and a half for its letter; a starved machine may take longer between two presses.
		await expect
			.poll(async () => {
				await page.keyboard.press('g');
				await page.keyboard.press('s');
				return new URL(page.url()).pathname;
			})
			.toBe('/settings');
		await page.getByLabel('Single-key shortcuts in lists').uncheck();
		await openQueue();
		await page.keyboard.press('?');
		await page.keyboard.press('g');
		await page.keyboard.press('s');
		await page.keyboard.press('Control+k');
		await field(page).waitFor();
		expect(page.url()).toMatch(/\/queue$/);
		expect(await page.getByRole('dialog').count()).toBe(1);
		await page.evaluate(() => localStorage.removeItem('waypost.keys'));
	});
});

it('UX-57: the file holds the rows of the view with its columns, in its order', async () => {
	const { page } = greta;
	await greta.goto('/queue?view=all&sort=title&columns=number,title,opened');
	await listOf(page).getByRole('option').first().waitFor();
	const shown = await listOf(page).locator('.title').allTextContents();
	const titles = shown.map((title) => title.trim());
	await menu(page, 'View', 'Export as CSV');
	const waiting = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save file' }).click();
	const saved = await waiting;
	expect(saved.suggestedFilename()).toMatch(/^tickets-everything-\d{4}-\d\d-\d\d\.csv$/);
	const lines = (await readFile(await saved.path(), 'utf8')).trimEnd().split('\r\n');
	expect(lines[0]).toBe('\uFEFFKey,Title,Opened (Europe/Berlin)');
	const written = lines
		.slice(1)
		.map((line) => line.split(',').slice(1, -1).join(',').replaceAll('"', ''));
	expect(written.slice(0, titles.length)).toEqual(titles);
});

it('the browser has nothing to complain of', () => {
	expect(greta.complaints).toEqual([]);
});
