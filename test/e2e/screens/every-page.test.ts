/** What every page must pass, in both themes. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import { colourViolations, showTheme, violations } from '../axe.ts';
import { Company, type AtWork } from './people-at-work.ts';

const pages = {
	visitor: ['/sign-in'],
	rosa: [
		'/',
		'/new',
		'/new/broken',
		`/new/${seedIds.item('laptop')}`,
		'/requests?show=all',
		`/requests/${seedIds.ticket('dock-scanner')}`,
		'/knowledge',
		`/knowledge/${seedIds.article('printer-jam')}?lang=de`,
		'/outbox',
		'/settings',
		'/nowhere'
	],
	greta: [
		'/queue',
		'/queue?view=all&group=state&columns=number,title,team,site,tags',
		'/queue?view=gone&state=odd',
		`/queue/${seedIds.ticket('printer-jam')}`,
		'/tickets/new',
		'/requests',
		'/knowledge',
		`/knowledge/${seedIds.article('printer-jam')}`
	],
	malik: [
		'/workshop?show=published',
		'/workshop/new',
		`/workshop/${seedIds.article('vpn')}`,
		`/workshop/${seedIds.article('printer-jam')}`,
		'/catalogue',
		'/catalogue/new',
		`/catalogue/${seedIds.item('network')}`,
		'/announcements',
		`/announcements/${seedIds.announcement()}`,
		`/macros/${seedIds.macro('new-device')}`
	],
	ada: ['/people', `/people/${seedIds.person('greta')}`]
} as const;

let company: Company;
let atWork: Record<keyof typeof pages, AtWork>;
beforeAll(async () => {
	company = await Company.open();
	atWork = {
		visitor: await company.visitor(),
		rosa: await company.signIn('rosa'),
		greta: await company.signIn('greta', 'desk'),
		malik: await company.signIn('malik', 'desk'),
		ada: await company.signIn('ada', 'desk')
	};
});
afterAll(() => company.close());

const all = Object.entries(pages).flatMap(([who, paths]) =>
	paths.map((path) => [who as keyof typeof pages, path] as const)
);

describe.each(all)('%s on %s', (who, path) => {
	it('UX-18, UX-19, UX-20: has one h1 and a title, nothing for axe to find in any theme, and fits 320 px', async () => {
		const { page, goto } = atWork[who];
		await goto(path);
		await showTheme(page, 'light');
		await expect.poll(() => page.title()).toMatch(/^(?!Opening).+ - Waypost$/);
		expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
		expect(await violations(page)).toEqual([]);
		for (const theme of ['dark', 'contrast']) {
			await showTheme(page, theme);
			expect([theme, await colourViolations(page)]).toEqual([theme, []]);
		}
		const size = page.viewportSize();
		await page.setViewportSize({ width: 320, height: 640 });
		await expect.poll(() => sideways(page)).toBe(0);
		if (size) await page.setViewportSize(size);
	});
});

/** How far the page scrolls sideways, in pixels. */
const sideways = (page: Page): Promise<number> =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
