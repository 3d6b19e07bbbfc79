/** Two tabs of one person, and the one that talks to the server dies. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { seedIds } from '#server/seed/company.ts';
import type { Device } from './support/device.ts';
import { Story } from './support/story.ts';

let story: Story;
let greta: Device;
beforeAll(async () => {
	story = await Story.open();
	greta = await story.device('desk');
});
afterAll(() => story.close());

/** Does this tab's data worker hold the lock of the leader? */
async function leads(page: Page): Promise<boolean> {
	for (const worker of page.workers()) {
		const holds = await worker.evaluate(() =>
			navigator.locks.request(`probe ${Math.random()}`, async (probe) => {
				const { held = [] } = await navigator.locks.query();
				const me = held.find((lock) => lock.name === probe?.name)?.clientId;
				return held.some((lock) => lock.clientId === me && lock.name !== probe?.name);
			})
		);
		if (holds) return true;
	}
	return false;
}

/** Kills the tab's process as a crash would; the browser and the other tab go on. */
async function crash(page: Page): Promise<void> {
	const crashed = page.waitForEvent('crash');
	page.goto('chrome://crash').catch(() => undefined);
	await crashed;
}

async function writeNote(page: Page, words: string): Promise<void> {
	const article = page.getByRole('article');
	await article.getByText('Internal note', { exact: true }).click();
	await article.getByRole('textbox', { name: /^Internal note/ }).fill(words);
	await article.getByRole('button', { name: 'Save internal note' }).click();
	await article.getByText(words).waitFor();
}

it('SYNC-I1, SYNC-I10: when the leading tab dies, the other sends the work of both and goes on', async () => {
	const path = `/queue/${seedIds.ticket('keyboard')}`;
	await greta.signIn('greta');
	const first = greta.page;
	await greta.goto(path);
	const second = await greta.context.newPage();
	await greta.goto(path);
	await second.getByRole('article').waitFor();
	await expect.poll(async () => [await leads(first), await leads(second)]).toContain(true);
	const [leader, other] = (await leads(first)) ? [first, second] : [second, first];
	expect(await leads(other)).toBe(false);

	greta.wire.goOffline();
	await writeNote(leader, 'From the tab that dies');
	await other.getByRole('article').getByText('From the tab that dies').waitFor();
	await crash(leader);
	await writeNote(other, 'From the tab that lives');
	greta.wire.goOnline();
	await expect.poll(() => leads(other), { timeout: 60_000 }).toBe(true);
	await expect
		.poll(notes, { timeout: 60_000 })
		.toEqual([{ body: 'From the tab that dies' }, { body: 'From the tab that lives' }]);
	await other.getByRole('link', { name: 'Up to date' }).waitFor();
	expect(greta.errors).toEqual([]);
});

/** What the server has of them, oldest first. */
function notes(): Promise<{ body: string }[]> {
	return story.onServer(
		"select body from ticket_comment where body like 'From the tab%' order by at",
		[]
	);
}
