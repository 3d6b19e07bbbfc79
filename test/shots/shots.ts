/**
 * Pictures of every screen of the running demo, for eyes: signed in as the demo's roles, at phone, tablet and desk width, in
 * light and dark. Start the demo first.
 * Usage: npm run shots -- <address> <folder> [screen...]
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { seedIds } from '#server/seed/company.ts';
import { emailOf, type PersonKey } from '#server/seed/people.ts';
import { DEMO_PASSWORD } from '#server/seed/plant.ts';

const [address = 'http://127.0.0.1:3000', folder = '.cache/shots', ...chosen] =
	process.argv.slice(2);
const SIZES = [
	[360, 740],
	[768, 1024],
	[1440, 900]
] as const;
const THEMES = ['light', 'dark'] as const;

type Screen = {
	readonly name: string;
	readonly as: PersonKey | null;
	readonly path: string;
	/** What the person does before the picture. */
	readonly act?: (page: Page) => Promise<void>;
};

const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
const ticket = (key: string) => `/queue/${seedIds.ticket(key)}`;

const pickMenu = (menu: string, entry: string) => async (page: Page) => {
	await page.getByRole('button', { name: menu, exact: true }).click();
	await page.getByRole('menuitem', { name: entry }).click();
};
const openPalette = (text: string) => async (page: Page) => {
	await page.keyboard.press('Control+k');
	await page.getByRole('combobox').fill(text);
	await page.waitForTimeout(500);
};
async function selectThree(page: Page): Promise<void> {
	await page.getByRole('listbox', { name: 'Tickets' }).focus();
	for (const key of ['x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
}

const screens: readonly Screen[] = [
	{ name: 'sign-in', as: null, path: '/sign-in' },
	{ name: 'sign-in-errors', as: null, path: '/sign-in?to=/requests', act: press('Sign in') },
	{ name: 'home', as: 'rosa', path: '/' },
	{
		name: 'home-ask',
		as: 'rosa',
		path: '/',
		act: (page) => page.getByLabel('What do you need?').fill('lap')
	},
	{ name: 'catalogue', as: 'rosa', path: '/new' },
	{ name: 'broken', as: 'rosa', path: '/new/broken' },
	{ name: 'broken-errors', as: 'rosa', path: '/new/broken', act: press('Send request') },
	{ name: 'item', as: 'rosa', path: `/new/${seedIds.item('laptop')}` },
	{ name: 'requests', as: 'rosa', path: '/requests?show=all' },
	{ name: 'request', as: 'rosa', path: `/requests/${seedIds.ticket('dock-scanner')}` },
	{ name: 'request-missing', as: 'rosa', path: '/requests/none' },
	{
		name: 'home-ask-article',
		as: 'rosa',
		path: '/',
		act: (page) => page.getByLabel('What do you need?').fill('the printer has a paper jam')
	},
	{
		name: 'broken-hints',
		as: 'rosa',
		path: '/new/broken',
		act: (page) => page.getByLabel('What is wrong?').fill('Paper jam again in the printer')
	},
	{
		name: 'item-errors',
		as: 'rosa',
		path: `/new/${seedIds.item('network')}`,
		act: press('Send request')
	},
	{ name: 'knowledge', as: 'rosa', path: '/knowledge' },
	{ name: 'article', as: 'rosa', path: `/knowledge/${seedIds.article('printer-jam')}` },
	{ name: 'article-de', as: 'rosa', path: `/knowledge/${seedIds.article('printer-jam')}?lang=de` },
	{
		name: 'article-no-help',
		as: 'rosa',
		path: `/knowledge/${seedIds.article('second-factor')}`,
		act: (page) => page.getByRole('button', { name: 'No', exact: true }).click()
	},
	{ name: 'outbox-empty', as: 'rosa', path: '/outbox' },
	{ name: 'settings', as: 'rosa', path: '/settings' },
	{ name: 'queue', as: 'greta', path: '/queue' },
	{ name: 'queue-empty', as: 'greta', path: '/queue?view=mine&phase=over' },
	{
		name: 'queue-grouped',
		as: 'greta',
		path: '/queue?view=all&group=state&columns=number,title,requester,state,priority,team,updated'
	},
	{ name: 'queue-wrong', as: 'greta', path: '/queue?view=gone&state=odd' },
	{
		name: 'queue-selected',
		as: 'greta',
		path: '/queue?view=all',
		act: selectThree
	},
	{
		name: 'queue-bulk',
		as: 'greta',
		path: '/queue?view=all',
		act: async (page) => {
			await selectThree(page);
			await page.getByRole('button', { name: 'Change state' }).click();
			await page.getByRole('radio', { name: /^Resolve/ }).check();
			await page.getByRole('dialog').getByRole('combobox').selectOption({ index: 1 });
			await page.getByRole('dialog').getByRole('textbox').fill('Replaced.');
			await page.waitForTimeout(600);
		}
	},
	{
		name: 'queue-filter',
		as: 'greta',
		path: '/queue?view=all&state=new&state=assigned&opened.over=4h',
		act: async (page) => {
			const sheet = page.getByRole('button', { name: /^\d filters?$/ });
			if (await sheet.isVisible()) await sheet.click();
			await page.getByRole('button', { name: /Change filter: State/ }).click();
		}
	},
	{ name: 'queue-columns', as: 'greta', path: '/queue', act: pickMenu('View', 'Columns') },
	{
		name: 'queue-save',
		as: 'greta',
		path: '/queue?sort=newest',
		act: pickMenu('View', 'Save as a new view')
	},
	{ name: 'queue-export', as: 'greta', path: '/queue', act: pickMenu('View', 'Export as CSV') },
	{ name: 'palette', as: 'greta', path: ticket('printer-jam'), act: openPalette('') },
	{ name: 'palette-found', as: 'greta', path: '/queue', act: openPalette('print') },
	{ name: 'keys', as: 'greta', path: '/queue', act: (page) => page.keyboard.press('?') },
	{ name: 'ticket', as: 'greta', path: ticket('printer-jam') },
	{ name: 'ticket-scanner', as: 'greta', path: ticket('dock-scanner') },
	{ name: 'ticket-resolve', as: 'greta', path: ticket('dock-scanner'), act: press('Resolve') },
	{ name: 'ticket-assign', as: 'greta', path: ticket('dock-scanner'), act: press('Assign') },
	{ name: 'ticket-edit', as: 'greta', path: ticket('dock-scanner'), act: press('Change') },
	{
		name: 'ticket-note',
		as: 'greta',
		path: ticket('dock-scanner'),
		act: (page) => page.getByText('Internal note', { exact: true }).click()
	},
	...[
		['hand-over', 'Hand over'],
		['priority', 'Change priority'],
		['link', 'Link to another ticket'],
		['merge', 'Merge into another ticket'],
		['split', 'Split off a second matter'],
		['major', 'Declare major incident']
	].map(([name = '', deed = '']) => ({
		name: `ticket-${name}`,
		as: 'greta' as const,
		path: ticket('dock-scanner'),
		act: async (page: Page) => {
			await page.getByRole('article').getByRole('button', { name: 'More', exact: true }).click();
			await page.getByRole('menuitem', { name: deed }).click();
		}
	})),
	{ name: 'ticket-macros', as: 'greta', path: ticket('dock-scanner'), act: press('Macros') },
	{
		name: 'ticket-macro',
		as: 'greta',
		path: ticket('dock-scanner'),
		act: async (page) => {
			await press('Macros')(page);
			await page.getByText('Password is reset').click();
		}
	},
	{
		name: 'ticket-beside',
		as: 'greta',
		path: ticket('dock-scanner'),
		act: async (page) => {
			for (const part of await page.locator('aside summary').all()) await part.click();
		}
	},
	{ name: 'desk-knowledge', as: 'greta', path: '/knowledge' },
	{ name: 'desk-article', as: 'greta', path: `/knowledge/${seedIds.article('second-factor')}` },
	{ name: 'behalf', as: 'greta', path: '/new/broken', act: press('For') },
	{ name: 'ticket-new', as: 'greta', path: '/tickets/new' },
	{ name: 'desk-settings', as: 'greta', path: '/settings' },
	{ name: 'people', as: 'ada', path: '/people' },
	{ name: 'person', as: 'ada', path: `/people/${seedIds.person('greta')}` },
	{ name: 'workshop', as: 'malik', path: '/workshop' },
	{ name: 'workshop-published', as: 'malik', path: '/workshop?show=published' },
	{ name: 'article-draft', as: 'malik', path: `/workshop/${seedIds.article('vpn')}` },
	{ name: 'article-published', as: 'malik', path: `/workshop/${seedIds.article('printer-jam')}` },
	{
		name: 'article-facts',
		as: 'malik',
		path: `/workshop/${seedIds.article('printer-jam')}`,
		act: (page) => page.getByRole('tab', { name: 'Facts' }).click()
	},
	{
		name: 'article-history',
		as: 'malik',
		path: `/workshop/${seedIds.article('printer-jam')}`,
		act: (page) => page.getByRole('tab', { name: 'History' }).click()
	},
	{
		name: 'article-new',
		as: 'malik',
		path: `/workshop/new?ticket=${seedIds.ticket('dock-scanner')}`
	},
	{ name: 'catalogue-admin', as: 'malik', path: '/catalogue' },
	{
		name: 'form-builder',
		as: 'malik',
		path: `/catalogue/${seedIds.item('network')}`,
		act: (page) =>
			page
				.getByRole('button', { name: /Which Wi-Fi/ })
				.nth(1)
				.click()
	},
	{
		name: 'item-facts',
		as: 'malik',
		path: `/catalogue/${seedIds.item('network')}`,
		act: (page) => page.getByRole('tab', { name: 'Facts' }).click()
	},
	{
		name: 'item-history',
		as: 'malik',
		path: `/catalogue/${seedIds.item('network')}`,
		act: (page) => page.getByRole('tab', { name: 'History' }).click()
	},
	{ name: 'item-new', as: 'malik', path: '/catalogue/new', act: press('Add item') },
	{ name: 'announcements', as: 'malik', path: '/announcements' },
	{ name: 'announcement-new', as: 'malik', path: '/announcements/new', act: press('Publish') },
	{ name: 'macros', as: 'malik', path: '/macros' },
	{
		name: 'macro',
		as: 'malik',
		path: '/macros',
		act: (page) => page.getByRole('option').first().click()
	},
	{ name: 'not-found', as: 'rosa', path: '/nowhere' }
];

async function signIn(page: Page, key: PersonKey): Promise<void> {
	await page.goto(`${address}/sign-in`);
	await page.getByLabel('E-mail').fill(emailOf(key));
	await page.getByLabel('Password').fill(DEMO_PASSWORD);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL((url) => url.pathname !== '/sign-in');
	await page.waitForTimeout(2500);
}

async function shoot(browser: Browser, as: PersonKey | null, wanted: readonly Screen[]) {
	const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
	const page = await context.newPage();
	page.on('pageerror', (error) => console.error(`${as ?? 'nobody'}: ${error.message}`));
	page.on('console', (line) => {
		if (line.type() === 'error') console.error(`${as ?? 'nobody'} console: ${line.text()}`);
	});
	if (as) await signIn(page, as);
	for (const theme of THEMES) {
		await page
			.evaluate((choice) => localStorage.setItem('waypost.theme', choice), theme)
			.catch(() => undefined);
		for (const [width, height] of SIZES) {
			await page.setViewportSize({ width, height });
			for (const { name, path, act } of wanted) {
				await page.goto(`${address}${path}`);
				await page.evaluate((choice) => localStorage.setItem('waypost.theme', choice), theme);
				await page.evaluate(() => dispatchEvent(new Event('waypost:theme')));
				await page.locator('h1').first().waitFor();
				await page.waitForTimeout(900);
				await act?.(page).catch((error: unknown) => console.error(name, String(error)));
				await page.waitForTimeout(300);
				const file = join(resolve(folder), `${name}-${width}-${theme}.png`);
				await page.screenshot({ path: file, fullPage: true });
			}
		}
	}
	await context.close();
}

mkdirSync(resolve(folder), { recursive: true });
const browser = await chromium.launch({
	executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync']
});
try {
	const wanted = screens.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
	for (const [as, group] of Map.groupBy(wanted, (screen) => screen.as)) {
		await shoot(browser, as, group);
	}
} finally {
	await browser.close();
}
