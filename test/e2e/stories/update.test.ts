/** A new version of the app appears while somebody works with the old one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Device } from './support/device.ts';
import { Story } from './support/story.ts';

const words = 'Half a sentence about the';

let story: Story;
let rosa: Device;
beforeAll(async () => {
	story = await Story.open();
	rosa = await story.device('phone');
});
afterAll(() => story.close());

/** The server has another worker from now on; the browser finds out as it does now and then by itself. */
async function publish(): Promise<void> {
	const worker = await fetch(`${rosa.wire.origin}/service-worker.js`);
	const body = `${await worker.text()}\n// The next version.\n`;
	rosa.wire.answerFor('/service-worker.js', { status: 200, type: 'text/javascript', body });
	await rosa.page.evaluate(async () => {
		await (await navigator.serviceWorker.ready).update();
	});
}

const isWaiting = () =>
	rosa.page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null);

it('UX-8, SYNC-P9: the person is told, nothing reloads over a form, and the draft is there afterwards', async () => {
	await rosa.signIn('rosa');
	await rosa.goto('/new/broken');
	await rosa.page.getByLabel('What is wrong?').fill(words);
	let starts = 0;
	rosa.page.on('load', () => (starts += 1));

	await publish();
	const prompt = rosa.page.getByRole('status').filter({ hasText: 'New version ready' });
	await prompt.getByText('Nothing reloads by itself.').waitFor();
	expect(await prompt.getByRole('button', { name: 'Reload' }).count()).toBe(0);
	expect(await isWaiting()).toBe(true);
	expect(starts).toBe(0);
	expect(await rosa.page.getByLabel('What is wrong?').inputValue()).toBe(words);

	// Away from the form there is nothing to lose on the screen; its words are a draft.
	await rosa.page.getByRole('link', { name: 'Home' }).first().click();
	await prompt.getByRole('button', { name: 'Reload' }).click();
	await expect.poll(() => starts).toBe(1);
	await rosa.page.getByRole('heading', { level: 1, name: /Rosa/ }).waitFor();
	expect(await isWaiting()).toBe(false);
	expect(await prompt.count()).toBe(0);

	await rosa.goto('/new/broken');
	await expect.poll(() => rosa.page.getByLabel('What is wrong?').inputValue()).toBe(words);
	expect(rosa.errors).toEqual([]);
});
