/** A device that was online once, for one page. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Device } from './support/device.ts';
import { Story } from './support/story.ts';

let story: Story;
let rosa: Device;
beforeAll(async () => {
	story = await Story.open();
	rosa = await story.device('phone');
});
afterAll(() => story.close());

it('UX-4, SYNC-P9: offline right after the first visit, without a reload, every part of the app is there', async () => {
	await rosa.signIn('rosa');
	await rosa.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	let starts = 0;
	rosa.page.on('load', () => (starts += 1));
	await rosa.goOffline();
	for (const [link, heading] of [
		['New', 'What do you need?'],
		['Something is broken', 'Something is broken']
	] as const) {
		await rosa.page.getByRole('link', { name: link }).first().click();
		await rosa.page.getByRole('heading', { level: 1, name: heading }).waitFor();
	}
	expect(starts).toBe(0);
	await rosa.goto('/settings');
	expect(rosa.errors).toEqual([]);
});
