/** What every page must pass, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
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
	it.each(['light', 'dark'])('UX-20: axe finds nothing (%s)', async (theme) => {
		const { page, goto } = atWork[who];
		await goto(path);
		await page.evaluate((choice) => {
			localStorage.setItem('waypost.theme', choice);
			dispatchEvent(new Event('waypost:theme'));
		}, theme);
		await page.waitForFunction(
			() => document.querySelector('main') && !document.title.startsWith('Opening')
		);
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
	});

	it('UX-19: has one h1 and a title of its own', async () => {
		const { page, goto } = atWork[who];
		await goto(path);
		await page.getByRole('heading', { level: 1 }).first().waitFor();
		await expect.poll(() => page.title()).toMatch(/^(?!Opening).+ - Waypost$/);
		expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
	});

	it('UX-18: never scrolls sideways at 320 px', async () => {
		const { page, goto } = atWork[who];
		const size = page.viewportSize();
		await page.setViewportSize({ width: 320, height: 640 });
		await goto(path);
		const over = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		if (size) await page.setViewportSize(size);
		expect(over).toBe(0);
	});
});
