/** Every address of the app starts from the device alone. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/lib/steps.mjs';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import type { Device } from './support/device.ts';
import { Story } from './support/story.ts';

interface Start {
	readonly route: string;
	readonly path: string;
	readonly heading: RegExp;
	/** Something of the person's own records, where the page shows any. */
	readonly shows?: string;
}

const laptop = seedIds.item('laptop');
const starts: Partial<Record<PersonKey, readonly Start[]>> = {
	rosa: [
		{ route: '/', path: '/', heading: /Rosa/, shows: 'Hand scanner at gate 4' },
		{ route: '/new', path: '/new', heading: /^What do you need\?$/, shows: 'New laptop' },
		{ route: '/new/[item]', path: '/new/broken', heading: /^Something is broken$/ },
		{ route: '/new/[item]', path: `/new/${laptop}`, heading: /^New laptop$/ },
		{ route: '/requests', path: '/requests', heading: /^My requests$/, shows: 'Hand scanner' },
		{
			route: '/requests/[id]',
			path: `/requests/${seedIds.ticket('dock-scanner')}`,
			heading: /^INC-\d+$/,
			shows: 'I am in hall 2 and come by before ten.'
		},
		{
			route: '/knowledge',
			path: '/knowledge',
			heading: /^Articles$/,
			shows: 'Clear a paper jam'
		},
		{
			route: '/knowledge/[id]',
			path: `/knowledge/${seedIds.article('printer-jam')}`,
			heading: /^Clear a paper jam$/,
			shows: 'Damp paper'
		},
		{ route: '/outbox', path: '/outbox', heading: /^Outbox$/ },
		{ route: '/settings', path: '/settings', heading: /^Settings$/, shows: 'Rosa Klein' },
		{ route: '/sign-in', path: '/sign-in', heading: /\S/ }
	],
	greta: [
		{ route: '/queue', path: '/queue?view=all', heading: /^Queue$/, shows: 'VPN drops' },
		{
			route: '/queue/[id]',
			path: `/queue/${seedIds.ticket('printer-jam')}`,
			heading: /^Queue$/,
			shows: 'Pick-up roller is worn.'
		},
		{ route: '/tickets/new', path: '/tickets/new', heading: /^New ticket$/ }
	],
	malik: [
		{ route: '/workshop', path: '/workshop', heading: /^Articles$/, shows: 'find the loop' },
		{ route: '/workshop/new', path: '/workshop/new', heading: /^New article$/ },
		{
			route: '/workshop/[id]',
			path: `/workshop/${seedIds.article('printer-jam')}`,
			heading: /^Article$/,
			shows: 'Clear a paper jam'
		},
		{ route: '/catalogue', path: '/catalogue', heading: /^Catalogue$/, shows: 'New laptop' },
		{ route: '/catalogue/new', path: '/catalogue/new', heading: /^New item$/ },
		{
			route: '/catalogue/[id]',
			path: `/catalogue/${laptop}`,
			heading: /^Catalogue item$/,
			shows: 'What is it for?'
		},
		{
			route: '/announcements',
			path: '/announcements',
			heading: /^Announcements$/,
			shows: 'Order entry stops tonight'
		},
		{
			route: '/announcements/[id]',
			path: `/announcements/${seedIds.announcement()}`,
			heading: /^Announcements$/,
			shows: 'Shown now'
		},
		{ route: '/macros', path: '/macros', heading: /^Macros/, shows: 'Checklist for a new device' },
		{
			route: '/macros/[id]',
			path: `/macros/${seedIds.macro('new-device')}`,
			heading: /^Macros/,
			shows: 'What it does with the ticket'
		}
	],
	ada: [
		{ route: '/people', path: '/people', heading: /^People$/, shows: 'Clara Duarte' },
		{
			route: '/people/[id]',
			path: `/people/${seedIds.person('greta')}`,
			heading: /^People$/,
			shows: 'greta@alder-finch.example'
		}
	]
};

/** The addresses that have a page, in Kit's spelling, without the groups that only sort the folders. */
function routes(): string[] {
	const folder = join(root, 'src/routes');
	const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((file) => file.replaceAll('\\', '/'))
		.filter((file) => file.endsWith('+page.svelte'));
	const addresses = pages.map((file) => `/${dirname(file)}`.replace(/\/(\.|\([^)]+\))/g, ''));
	return addresses.map((address) => address || '/').sort();
}

let story: Story;
beforeAll(async () => {
	story = await Story.open();
});
afterAll(() => story.close());

it('UX-4: no route is left out', () => {
	const tried = Object.values(starts).flatMap((list) => list.map(({ route }) => route));
	expect([...new Set(tried)].sort()).toEqual(routes());
});

describe.each(Object.keys(starts) as PersonKey[])('%s without a network', (who) => {
	let device: Device;
	beforeAll(async () => {
		device = await story.device(who === 'rosa' ? 'phone' : 'desk');
		await device.signIn(who);
		await device.shut();
		await device.start();
		await device.goOffline();
	});

	it.each(starts[who] ?? [])('UX-4, UX-23: $path starts', async ({ path, heading, shows }) => {
		await device.goto(path);
		await device.page.getByRole('heading', { level: 1, name: heading }).waitFor();
		if (shows) await device.page.getByText(shows).first().waitFor();
		expect(device.errors).toEqual([]);
	});
});
