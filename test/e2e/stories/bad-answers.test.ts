/** Something else answers in the place of the server. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Device } from './support/device.ts';
import { reportOffline } from './support/report.ts';
import { Story } from './support/story.ts';

const portal = {
	status: 200,
	type: 'text/html',
	body: '<!doctype html><title>Free Wi-Fi</title><h1>Accept our terms</h1>'
};
const broken = { status: 503, type: 'application/json', body: '{"error":{"code":"busy"}}' };
const gateway = { status: 502, type: 'text/html', body: '<h1>Bad gateway</h1>' };

let story: Story;
let rosa: Device;
beforeAll(async () => {
	story = await Story.open();
	rosa = await story.device('phone');
	await rosa.signIn('rosa');
});
beforeEach(() => rosa.goto('/'));
afterAll(() => story.close());

it.each([
	['SYNC-P14: a captive portal', '/', portal, 'The tap in the tea kitchen drips'],
	['SYNC-P13: a busy server', '/api/', broken, 'The lamp over desk 4 flickers'],
	['SYNC-P13: a gateway without a server', '/api/', gateway, 'The blind in room 7 is torn']
])(
	'%s marks nothing sent, and the queue drains by itself afterwards',
	async (_, path, answer, words) => {
		const before = rosa.wire.misled;
		rosa.wire.answerFor(path, answer);
		await reportOffline(rosa.page, words);
		await expect.poll(() => rosa.wire.misled - before, { timeout: 60_000 }).toBeGreaterThan(2);
		await rosa.page.reload();
		await rosa.page.getByText('Saved on this device', { exact: true }).first().waitFor();
		await rosa.page.getByRole('link', { name: 'Offline, 1 waiting' }).waitFor();
		expect(await story.tickets(words)).toHaveLength(0);
		expect(await rosa.page.getByText('Accept our terms').count()).toBe(0);

		rosa.wire.answerFor(path, undefined);
		await rosa.page.getByText('Received by the service desk').waitFor();
		await rosa.upToDate();
		expect(await story.tickets(words)).toHaveLength(1);
		expect(rosa.errors).toEqual([]);
	}
);
