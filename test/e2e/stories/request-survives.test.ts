/** The main job: a request that survives whatever breaks between the person who asks and the one who answers. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Device } from './support/device.ts';
import { photo } from './support/photo.ts';
import { storesWith } from './support/raw-store.ts';
import { Story } from './support/story.ts';

const words = 'The lift to the second floor stands still';
const answer = 'Somebody is on the way, please take the stairs.';
const note = 'Third time this month: ask for a new motor.';

let story: Story;
let rosa: Device;
let greta: Device;
beforeAll(async () => {
	story = await Story.open();
	rosa = await story.device('phone');
	greta = await story.device('desk');
});
afterAll(() => story.close());

it('SYNC-I1, SYNC-I2, SYNC-I4, UX-28, UX-30: a request with a photo outlives the phone, lost replies make no second one, and both sides agree', async () => {
	await rosa.signIn('rosa');
	await greta.signIn('greta');
	await greta.goto('/queue?view=unassigned');
	// The phone was in use before: whatever a browser writes late is written.
	await rosa.shut();
	await rosa.start();
	await rosa.goto('/');
	await rosa.upToDate();

	await rosa.goOffline();
	await rosa.page.getByRole('link', { name: 'Something is broken' }).click();
	await rosa.page.getByLabel('What is wrong?').fill(words);
	await rosa.page.locator('input[type=file][accept][multiple]').setInputFiles(photo('lift.png'));
	await rosa.page.getByRole('img', { name: 'Photo 1' }).waitFor();
	await rosa.page.getByRole('button', { name: 'Send request' }).click();
	await rosa.page.getByText('Saved on this device', { exact: true }).first().waitFor();
	const receipt = await rosa.page.getByRole('heading', { level: 1 }).textContent();
	const { pathname } = new URL(rosa.page.url());

	await rosa.kill();
	await rosa.start();
	await rosa.context.setOffline(true);
	await rosa.goto(pathname);
	await rosa.page.getByText('Saved on this device', { exact: true }).first().waitFor();
	expect(await rosa.page.getByRole('heading', { level: 1 }).textContent()).toBe(receipt);
	await rosa.page.getByRole('button', { name: /lift/ }).waitFor();

	rosa.wire.loseReplies('/api/sync/push', 2);
	await rosa.goOnline();
	const row = greta.page.getByRole('listbox', { name: 'Tickets' }).getByText(words);
	await row.click();
	const ticket = greta.page.getByRole('article', { name: words });
	await rosa.page.getByText('Received by the service desk').waitFor();
	expect(rosa.wire.lost).toBe(2);

	await ticket.getByRole('textbox', { name: /^Public reply to/ }).fill(answer);
	await ticket.getByRole('button', { name: /^Send to/ }).click();
	await ticket.getByText(answer).waitFor();
	await ticket.getByText('Internal note', { exact: true }).click();
	await ticket.getByRole('textbox', { name: /^Internal note/ }).fill(note);
	await ticket.getByRole('button', { name: 'Save internal note' }).click();
	await ticket.getByText(note).waitFor();
	await greta.upToDate();
	await ticket.getByRole('button', { name: /lift.jpg/ }).click();
	const shown = greta.page.getByRole('dialog').getByRole('img', { name: 'lift.jpg' });
	await shown.waitFor();
	// Really decoded: the bytes are a picture.
	expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
	await greta.page.keyboard.press('Escape');

	await rosa.page.getByText(answer).waitFor();
	await rosa.upToDate();
	expect(await rosa.page.getByText(note).count()).toBe(0);
	expect(await storesWith(rosa.page, answer)).not.toEqual([]);
	expect(await storesWith(rosa.page, note)).toEqual([]);

	const number = await rosa.page.getByRole('heading', { level: 1 }).textContent();
	await greta.page.getByRole('article', { name: `${number} ${words}` }).waitFor();
	expect(await story.tickets(words)).toEqual([{ number }]);
	expect([...rosa.errors, ...greta.errors]).toEqual([]);
});
