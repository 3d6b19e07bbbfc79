/** Those who write articles, forms, announcements and macros, and those for whom they are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import type { Device } from './support/device.ts';
import { photo } from './support/photo.ts';
import { Story } from './support/story.ts';

let story: Story;
let malik: Device;
let greta: Device;
let rosa: Device;
beforeAll(async () => {
	story = await Story.open();
	malik = await story.device('desk');
	greta = await story.device('desk');
	rosa = await story.device('phone');
	await malik.signIn('malik');
	await greta.signIn('greta');
	await rosa.signIn('rosa');
});
afterAll(() => story.close());

const textsOf = (title: string) =>
	story.onServer<{ body: string; version: number }>(
		'select body, version::int from article_text where title = $1',
		[title]
	);

describe('an article', () => {
	const title = 'The coffee machine shows E5';

	it('UX-29, UX-31: written without a network, it asks for what it lacks and is published once', async () => {
		const { page } = malik;
		await malik.goto('/workshop');
		await malik.goOffline();
		await page.getByRole('link', { name: 'New article' }).click();
		await page.getByRole('button', { name: 'Begin writing' }).click();
		await page.getByRole('link', { name: 'Enter a category' }).waitFor();
		await page.getByLabel('Title').fill(title);
		await page.getByLabel('Category').fill('Kitchen');
		await page.getByRole('button', { name: 'Begin writing' }).click();

		const article = page.getByRole('article', { name: title });
		await article.getByRole('button', { name: 'Publish' }).click();
		await article.getByRole('link', { name: 'Write a summary' }).waitFor();
		await page.getByLabel('Summary').fill('What the number means.');
		const box = page.getByRole('textbox', { name: /^Text/ });
		await box.fill('Open the flap');
		await box.press('ControlOrMeta+a');
		await box.press('ControlOrMeta+b');
		expect(await box.inputValue()).toBe('**Open the flap**');
		await page.locator('input[type=file]').setInputFiles(photo('flap.png'));
		await expect.poll(() => box.inputValue()).toMatch(/!\[flap\]\(image:[0-9a-f]{64}\)/);
		const preview = page.getByRole('region', { name: 'Preview' });
		await preview.locator('strong', { hasText: 'Open the flap' }).waitFor();
		await preview.getByRole('img', { name: 'flap' }).waitFor();

		await article.getByText('Saved on this device', { exact: false }).first().waitFor();
		await page.reload();
		await expect.poll(() => box.inputValue()).toContain('**Open the flap**');
		await article.getByRole('button', { name: 'Publish' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('button', { name: 'Publish' }).click();
		await article.getByText('Published', { exact: true }).first().waitFor();
		await malik.goOnline();
		await malik.upToDate();
		expect(await textsOf(title)).toEqual([
			{ body: expect.stringContaining('**Open the flap**') as string, version: 1 }
		]);
		expect(malik.errors).toEqual([]);
	});

	it('UX-12: two people who write the same text see both, and neither is lost', async () => {
		const path = `/workshop/${seedIds.article('vpn')}`;
		await malik.goto(path);
		await greta.goto(path);
		const box = (device: Device) => device.page.getByRole('textbox', { name: /^Text/ });
		await box(malik).waitFor();
		await malik.goOffline();
		await box(malik).fill('Malik writes this.');
		await malik.page.getByText('Saved on this device', { exact: false }).first().waitFor();
		await box(greta).fill('Greta writes that.');
		await greta.page
			.getByText(/Saved by Greta/)
			.first()
			.waitFor();
		await malik.goOnline();
		const clash = malik.page.getByRole('region', { name: /^Two versions/ });
		await clash.getByText('Greta writes that.').waitFor();
		await clash.getByText('Malik writes this.').waitFor();
		expect(await box(malik).inputValue()).toBe('Malik writes this.');
		await clash.getByRole('button', { name: 'Keep mine' }).click();
		await clash.waitFor({ state: 'detached' });
		await expect.poll(() => box(greta).inputValue()).toBe('Malik writes this.');
		await malik.upToDate();
		expect([...malik.errors, ...greta.errors]).toEqual([]);
	});

	it('begins from a ticket, whose words are read through first', async () => {
		const { page } = greta;
		await greta.goto(`/queue/${seedIds.ticket('printer-jam')}`);
		await page.getByRole('article').getByRole('button', { name: 'More' }).click();
		await page.getByRole('menuitem', { name: 'Write an article' }).click();
		await page.getByText(/^Taken from INC-\d+\. Read it through first/).waitFor();
		const words = page.getByRole('textbox', { name: 'Text' });
		await expect.poll(() => words.inputValue()).toContain('## What happens');
		await page.getByLabel('Category').fill('Printers');
		await page.getByRole('button', { name: 'Begin writing' }).click();
		await page.getByRole('article').getByRole('button', { name: 'Ask for review' }).waitFor();
		await greta.upToDate();
		const cited = await story.onServer('select 1 from ticket_article where root = $1', [
			seedIds.ticket('printer-jam')
		]);
		expect(cited.length).toBeGreaterThan(0);
		expect(greta.errors).toEqual([]);
	});
});

describe('a form', () => {
	const path = `/catalogue/${seedIds.item('monitor')}`;
	const card = (name: string) => malik.page.getByRole('listitem').filter({ hasText: name }).first();

	it('UX-68: a question that waits for itself is named, mended, and published with its place in the form', async () => {
		const { page } = malik;
		await malik.goto(path);
		await page.getByRole('button', { name: 'Add question' }).click();
		await page.getByLabel('Question', { exact: true }).fill('Is there a stand?');
		await page.getByLabel('Kind of answer').selectOption('yesno');
		await page.getByRole('button', { name: 'Add question' }).click();
		await page.getByLabel('Question', { exact: true }).fill('Is it high enough?');
		await page.getByLabel('Kind of answer').selectOption('yesno');
		await page.getByLabel('When is it asked?').selectOption('After: Is there a stand?');
		await card('Is there a stand?').getByRole('button', { expanded: false }).click();
		await page.getByLabel('When is it asked?').selectOption('After: Is it high enough?');
		await page
			.getByText(
				'waits for itself: “Is there a stand?” → “Is it high enough?” → “Is there a stand?”'
			)
			.first()
			.waitFor();
		await page.getByRole('button', { name: 'Publish' }).click();
		await page.getByRole('alert').getByText('waits for itself').first().waitFor();
		expect(await page.getByRole('dialog').count()).toBe(0);
		await page.getByLabel('When is it asked?').selectOption('Always');

		const grip = page.getByRole('button', { name: 'Move: Is there a stand?', exact: true });
		await grip.press('ArrowUp');
		await page.getByText('Is there a stand? is now number 2 of 4').waitFor();
		const preview = page.getByRole('region', { name: 'Preview' });
		expect(await preview.getByText('Is it high enough?').count()).toBe(0);
		await preview.getByRole('group', { name: /stand/ }).getByRole('radio', { name: 'Yes' }).check();
		await preview.getByText('Is it high enough?').waitFor();

		await page.getByRole('button', { name: 'Publish' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('What is new?').fill('Stands break.');
		await dialog.getByRole('button', { name: 'Publish' }).click();
		await page.getByText('The questions are published').waitFor();
		await malik.upToDate();
		await rosa.goto(`/new/${seedIds.item('monitor')}`);
		await rosa.page.getByText('Is there a stand?').waitFor();
		expect(malik.errors).toEqual([]);
	});

	it('UX-68: the history tells what changed, and brings the old questions back', async () => {
		const { page } = malik;
		await malik.goto(path);
		await page.getByRole('tab', { name: 'History' }).click();
		await page.getByText('Stands break.').waitFor();
		await page.getByText('Added: Is there a stand?').waitFor();
		await page.getByRole('button', { name: 'Bring back' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Bring back' }).click();
		await page.getByText('brings back version 1').waitFor();
		await malik.upToDate();
		await rosa.page.getByText('Is there a stand?').waitFor({ state: 'detached' });
		expect([...malik.errors, ...rosa.errors]).toEqual([]);
	});

	it('keeps changed questions over a reload, on this device alone', async () => {
		const { page } = malik;
		await malik.goto(path);
		await page.getByRole('button', { name: 'Add question' }).click();
		await page.getByLabel('Question', { exact: true }).fill('Which colour?');
		await page.getByText('Changed, kept on this device').waitFor();
		await page.waitForTimeout(600);
		await page.reload();
		await card('Which colour?').waitFor();
		await page.getByRole('button', { name: 'Discard draft' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click();
		await page.getByText('As published').waitFor();
	});
});

it('an announcement reaches the people of its site, and ends', async () => {
	const { page } = malik;
	const title = 'The lift in Hamburg stands still';
	await malik.goto('/announcements/new');
	const form = page.getByRole('form', { name: 'New announcement' });
	await form.getByRole('button', { name: 'Publish' }).click();
	await form.getByRole('link', { name: 'Say what happens' }).waitFor();
	await form.getByLabel('Title').fill(title);
	await form.getByLabel('Words').fill('Please take the stairs.');
	await form.getByRole('radio', { name: 'A site' }).check();
	await form.getByLabel('Site', { exact: true }).selectOption('Hamburg');
	await form.getByRole('button', { name: 'Publish' }).click();
	await page
		.getByRole('form', { name: title })
		.getByText(/Shown now/)
		.first()
		.waitFor();
	await malik.upToDate();
	const row = () =>
		story.onServer<{ state: string; site: string }>(
			'select state, site from announcement where title = $1',
			[title]
		);
	expect(await row()).toEqual([{ state: 'published', site: seedIds.site('hamburg') }]);
	await page.getByRole('button', { name: 'End now' }).click();
	await page.getByText('It has ended').waitFor();
	await malik.upToDate();
	expect((await row())[0]?.state).toBe('ended');
	expect(malik.errors).toEqual([]);
});

it('UX-55: a macro is kept with variables that exist, and shows how it will read', async () => {
	const { page } = malik;
	await malik.goto('/macros/new');
	await page.getByLabel('Name').fill('Greeting');
	await page.getByLabel('Words', { exact: true }).fill('Hello {{requester.nick}}');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('alert').getByText('There is no variable requester.nick.').waitFor();
	await page.getByLabel('Words', { exact: true }).fill('Hello ');
	await page.getByRole('button', { name: 'Insert a variable' }).click();
	await page.getByRole('menuitem', { name: "Requester's first name" }).click();
	await page.getByText('Hello Alex', { exact: true }).waitFor();
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('form', { name: 'Greeting' }).waitFor();
	await malik.upToDate();
	const kept = await story.onServer('select body, share from macro where title = $1', ['Greeting']);
	expect(kept).toEqual([{ body: 'Hello {{requester.firstName}}', share: 'private' }]);
	expect(malik.errors).toEqual([]);
});
