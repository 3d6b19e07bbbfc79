/** The session ends while its owner has no network. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Device } from './support/device.ts';
import { reportOffline } from './support/report.ts';
import { Story } from './support/story.ts';

const words = 'The blinds in room 12 do not go up';

let story: Story;
let rosa: Device;
beforeAll(async () => {
	story = await Story.open();
	rosa = await story.device('phone');
});
afterAll(() => story.close());

it('SYNC-P11: the work is held, and goes out after the next sign-in, which leads back', async () => {
	await rosa.signIn('rosa');
	await rosa.goOffline();
	await reportOffline(rosa.page, words);
	const { pathname } = new URL(rosa.page.url());
	await story.onServer('delete from auth.session', []);

	await rosa.goOnline();
	await rosa.page.getByText('Your session has ended').waitFor();
	await rosa.page.getByRole('link', { name: 'Sign in to send' }).click();
	expect(await story.tickets(words)).toHaveLength(0);

	await rosa.enter('rosa');
	await rosa.page.waitForURL(`**${pathname}`);
	await rosa.page.getByText('Received by the service desk').waitFor();
	await rosa.upToDate();
	expect(await rosa.page.getByText('Your session has ended').count()).toBe(0);
	expect(await story.tickets(words)).toHaveLength(1);
	expect(rosa.errors).toEqual([]);
});
