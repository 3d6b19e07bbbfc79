/** Two people change the same ticket while they cannot see each other. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import type { Device } from './support/device.ts';
import { Story } from './support/story.ts';

const id = seedIds.ticket('keyboard');
const hers = 'Keyboard of the night shift: letter E sticks';
const his = 'Keyboard at the front desk: letter E sticks';

const before = 'Keyboard: letter E sticks';

let story: Story;
let greta: Device;
let nuno: Device;
beforeAll(async () => {
	story = await Story.open();
	await story.openAccount('nuno');
	greta = await story.device('desk');
	nuno = await story.device('desk');
});
afterAll(() => story.close());

async function edit(device: Device, title: string): Promise<void> {
	const { page } = device;
	await page.getByRole('article').getByRole('button', { name: 'Change', exact: true }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Title').fill(title);
	return dialog.getByRole('button', { name: 'Save' }).click();
}

const titles = () =>
	story.onServer<{ title: string }>('select title from ticket where id = $1', [id]);

it('UX-12, SYNC-I8: the first edit stands, the other becomes a card by field, and can be applied again', async () => {
	await greta.signIn('greta');
	await nuno.signIn('nuno');
	await greta.goto(`/queue/${id}`);
	await nuno.goto(`/queue/${id}`);
	await greta.page.getByRole('article', { name: /letter E sticks/ }).waitFor();

	await greta.goOffline();
	await edit(greta, hers);
	await greta.page.getByRole('article', { name: hers }).waitFor();
	await edit(nuno, his);
	await nuno.page.getByRole('article', { name: his }).waitFor();
	await nuno.upToDate();

	await greta.goOnline();
	await greta.page.getByRole('link', { name: 'Needs attention' }).click();
	const field = greta.page.getByRole('group', { name: 'Title' });
	await field.getByText(hers).waitFor();
	await field.getByText(his).waitFor();
	await field.getByText('Before', { exact: true }).waitFor();
	await field.getByText(before).waitFor();
	await field.getByText(/Nuno Carvalho/).waitFor();
	expect(await titles()).toEqual([{ title: his }]);

	await field.getByRole('button', { name: 'Apply mine again' }).click();
	await greta.upToDate();
	await nuno.page.getByRole('article', { name: hers }).waitFor();
	expect(await titles()).toEqual([{ title: hers }]);
	expect([...greta.errors, ...nuno.errors]).toEqual([]);
});

it('UX-12: edits of different fields meet without a card', async () => {
	await greta.goto(`/queue/${id}`);
	await greta.page.getByRole('article', { name: hers }).waitFor();
	await greta.goOffline();
	await edit(greta, his);
	await nuno.page.getByRole('article').getByRole('button', { name: 'Change', exact: true }).click();
	const dialog = nuno.page.getByRole('dialog');
	await dialog.getByLabel('Tags').fill('spare-part');
	await dialog.getByRole('button', { name: 'Save' }).click();
	await nuno.upToDate();
	await greta.goOnline();
	await greta.upToDate();
	await greta.page.getByText('spare-part').first().waitFor();
	await nuno.page.getByRole('article', { name: his }).waitFor();
	expect(await story.onServer('select title, tags from ticket where id = $1', [id])).toEqual([
		{ title: his, tags: ['spare-part'] }
	]);
});
