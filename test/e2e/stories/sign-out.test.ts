/** Somebody wants to leave while the device holds work that nobody else has. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Device } from './support/device.ts';
import { rawStores, storesWith } from './support/raw-store.ts';
import { reportOffline } from './support/report.ts';
import { Story } from './support/story.ts';

let story: Story;
let rosa: Device;
beforeAll(async () => {
	story = await Story.open();
	rosa = await story.device('phone');
});
afterAll(() => story.close());

async function askToLeave(): Promise<void> {
	await rosa.page.getByRole('link', { name: 'Me', exact: true }).click();
	await rosa.page.getByRole('button', { name: 'Sign out', exact: true }).click();
}

it('UX-24, SYNC-P12: leaving is refused, the work is seen and sent, then leaving wipes the device', async () => {
	const words = 'The door to the archive squeaks';
	await rosa.signIn('rosa');
	await rosa.goOffline();
	await reportOffline(rosa.page, words);
	await askToLeave();
	await rosa.page.getByText('1 change has not been sent.').waitFor();
	await rosa.page.getByRole('link', { name: 'See the outbox' }).click();
	await rosa.page.getByText(words).first().waitFor();
	expect(await storesWith(rosa.page, words)).not.toEqual([]);

	await rosa.goOnline();
	await rosa.upToDate();
	expect(await story.tickets(words)).toHaveLength(1);
	await askToLeave();
	await rosa.page.waitForURL('**/sign-in');
	expect(await rawStores(rosa.page)).toEqual({});
	expect(rosa.errors).toEqual([]);
});

it('UX-24, SYNC-P12: only the person’s own word gives the work up, and then nobody has it', async () => {
	const words = 'The clock in the hall is late';
	await rosa.signIn('rosa');
	await rosa.goOffline();
	await reportOffline(rosa.page, words);
	await askToLeave();
	await rosa.page.getByRole('button', { name: 'Sign out and lose it' }).click();
	await rosa.page.waitForURL('**/sign-in');
	expect(await rawStores(rosa.page)).toEqual({});

	await rosa.goOnline();
	await rosa.signIn('rosa');
	expect(await storesWith(rosa.page, words)).toEqual([]);
	expect(await story.tickets(words)).toHaveLength(0);
	expect(rosa.errors).toEqual([]);
});
