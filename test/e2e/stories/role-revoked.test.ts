/** A role is taken away from somebody who is connected. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import type { Device } from './support/device.ts';
import { rawStores, storesWith } from './support/raw-store.ts';
import { Story } from './support/story.ts';

const note = 'Pick-up roller is worn';
const title = 'Printer on the second floor jams';
const unsent = 'Ask the tenant upstairs as well';

let story: Story;
let ada: Device;
let greta: Device;
beforeAll(async () => {
	story = await Story.open();
	ada = await story.device('desk');
	greta = await story.device('desk');
});
afterAll(() => story.close());

it('SYNC-I4: what the role let her read leaves the disk, and with it her screen', async () => {
	await greta.signIn('greta');
	await greta.goto(`/queue/${seedIds.ticket('printer-jam')}`);
	await greta.page.getByRole('article').getByText(note).waitFor();
	await expect.poll(() => storesWith(greta.page, note)).not.toEqual([]);
	await greta.page.getByText('Internal note', { exact: true }).click();
	await greta.page.getByRole('textbox', { name: /^Internal note/ }).fill(unsent);

	await ada.signIn('ada');
	await ada.goto(`/people/${seedIds.person('greta')}`);
	const article = ada.page.getByRole('article');
	await article.getByRole('checkbox', { name: /^Agent/ }).uncheck();
	await article.getByRole('button', { name: 'Save roles' }).click();
	await ada.upToDate();

	await expect.poll(() => storesWith(greta.page, title), { timeout: 60_000 }).toEqual([]);
	expect(await storesWith(greta.page, note)).toEqual([]);
	await greta.page.getByRole('article').waitFor({ state: 'detached' });
	expect(await greta.page.getByText(title).count()).toBe(0);
	expect(Object.keys(await rawStores(greta.page))).toEqual(
		expect.arrayContaining(
			['pages', 'base', 'window', 'overlay'].map(
				(store) => `waypost:${seedIds.person('greta')}/${store}`
			)
		)
	);
	// Starting anew brings none of it back.
	await greta.goto('/');
	await greta.upToDate();
	expect(await storesWith(greta.page, note)).toEqual([]);
	expect(await storesWith(greta.page, title)).toEqual([]);
	expect([...ada.errors, ...greta.errors]).toEqual([]);
});
