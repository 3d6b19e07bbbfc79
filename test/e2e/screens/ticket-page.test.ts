/** What an agent does with one ticket beyond the steps of its lifecycle. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import { Company, type AtWork } from './people-at-work.ts';

let company: Company;
let greta: AtWork;
beforeAll(async () => {
	company = await Company.open();
	greta = await company.signIn('greta', 'desk');
});
afterAll(() => company.close());

const open = (key: string) => greta.goto(`/queue/${seedIds.ticket(key)}`);
const article = () => greta.page.getByRole('article');
const dialog = () => greta.page.getByRole('dialog');
const fold = (title: string) => greta.page.locator('aside summary', { hasText: title }).click();

async function more(label: string): Promise<void> {
	await article().getByRole('button', { name: 'More', exact: true }).click();
	await greta.page.getByRole('menuitem', { name: label }).click();
}

describe('the composer', () => {
	it('UX-55: a macro shows what it will do, its words can be changed, and all but them is taken back', async () => {
		const { page } = greta;
		await open('keyboard');
		await page.getByRole('button', { name: 'Macros' }).click();
		await dialog().getByLabel('Find').fill('password');
		await page.keyboard.press('Enter');
		await dialog().getByText('Resolve: fixed').waitFor();
		const words = dialog()
			.getByLabel(/Goes to/)
			.first();
		expect(await words.inputValue()).toMatch(/^Hello Amir,/);
		await words.fill('Hello Amir, it is unlocked.');
		await dialog().getByRole('button', { name: 'Send to requester and do it' }).click();
		await article().getByText('Hello Amir, it is unlocked.').waitFor();
		await article().getByText('Resolved', { exact: true }).first().waitFor();
		await page.getByRole('button', { name: /Undo/ }).click();
		await article().getByText('New', { exact: true }).first().waitFor();
		expect(await article().getByText('Hello Amir, it is unlocked.').count()).toBe(1);
	});

	it('UX-55: a template goes into the box and is sent by hand', async () => {
		const { page } = greta;
		await open('dock-scanner');
		await page.getByRole('button', { name: 'Macros' }).click();
		await dialog().getByText('Thank you, we are on it').click();
		await dialog().getByRole('button', { name: 'Insert text' }).click();
		const box = page.getByRole('textbox', { name: /^Public reply to/ });
		expect(await box.inputValue()).toMatch(/^Hello Rosa,\n\nthank you for INC-\d+/);
		await box.fill('');
	});

	it('a colleague is named in a note by picking', async () => {
		const { page } = greta;
		await open('dock-scanner');
		await page.getByText('Internal note', { exact: true }).click();
		const box = page.getByRole('textbox', { name: /^Internal note, not sent/ });
		await box.pressSequentially('See @nun');
		const colleagues = page.getByRole('listbox', { name: 'Colleagues' });
		await colleagues.getByRole('option', { name: /Nuno Carvalho/ }).waitFor();
		await page.keyboard.press('Enter');
		expect(await box.inputValue()).toBe('See @Nuno Carvalho ');
		await page.getByRole('button', { name: 'Save internal note' }).click();
		await article().getByText('See @Nuno Carvalho').waitFor();
	});
});

describe('beside the talk', () => {
	it('a checklist is pasted, ticked and counted; a timer runs as a row until it is stopped', async () => {
		const { page } = greta;
		await open('dock-scanner');
		await fold('Checklist');
		await page.getByLabel('Add a line').fill('Swap battery\nUpdate firmware');
		await page.keyboard.press('Enter');
		await page.getByLabel('Swap battery', { exact: true }).check();
		await page.getByText('1 of 2').waitFor();
		await fold('Time spent');
		await page.getByRole('button', { name: 'Start timer' }).click();
		await page.reload();
		await fold('Time spent');
		await page.getByRole('button', { name: 'Stop' }).click();
		await page.getByRole('button', { name: 'Start timer' }).waitFor();
		await page.getByLabel('Time', { exact: true }).fill('1:15');
		await page.getByRole('button', { name: 'Log time' }).click();
		await page.locator('aside').getByText('1 h 15 min', { exact: true }).waitFor();
	});

	it('UX-56: others who reported the same are found, merged, and the merge is taken back', async () => {
		const { page } = greta;
		for (const where of ['hall 3', 'office 7']) {
			await greta.goto('/tickets/new');
			await page.getByRole('combobox', { name: 'For whom?' }).fill('rosa');
			await page.getByRole('option', { name: /Rosa Klein/ }).click();
			await page.getByLabel('Title').fill(`Coffee machine leaks water, ${where}`);
			await page.getByRole('button', { name: 'Create ticket' }).click();
			await page.getByRole('article', { name: new RegExp(where) }).waitFor();
		}
		await page.getByText('1 other reported this').click();
		await page.locator('aside').getByRole('button', { name: 'Merge' }).click();
		await dialog()
			.getByText(/is told that the work goes on elsewhere/)
			.waitFor();
		await dialog().getByRole('button', { name: 'Merge' }).click();
		await article().getByText('Merged', { exact: true }).first().waitFor();
		await fold('Linked tickets');
		await page
			.locator('aside')
			.getByText(/Coffee machine leaks water, hall 3/)
			.waitFor();
		await page.locator('aside').getByRole('button', { name: 'Take apart again' }).click();
		await article().getByText('New', { exact: true }).first().waitFor();
	});

	it('UX-56: resolving a parent says before that its words reach the children', async () => {
		const { page } = greta;
		await open('wifi-hall');
		await more('Link to another ticket');
		await dialog().getByRole('combobox', { name: / is$/ }).selectOption({ label: 'the parent of' });
		await dialog().getByRole('combobox', { name: 'Which ticket?' }).fill('Meeting room');
		await dialog()
			.getByRole('option', { name: /Meeting room/ })
			.first()
			.click();
		await dialog()
			.getByText(/is resolved with it, with the same words/)
			.waitFor();
		await dialog().getByRole('button', { name: 'Link', exact: true }).click();
		await dialog().waitFor({ state: 'hidden' });
		await article().getByRole('button', { name: 'Resolve' }).click();
		await dialog()
			.getByText(/One ticket hangs on this one and is resolved with it/)
			.waitFor();
		await page.keyboard.press('Escape');
	});

	it('UX-56: a second matter is split off with its comments', async () => {
		const { page } = greta;
		await open('dock-scanner');
		await more('Split off a second matter');
		await dialog().getByLabel('Title of the new ticket').fill('Charger of gate 4 is loose');
		await dialog()
			.getByLabel(/I am in hall 2/)
			.check();
		await dialog().getByRole('button', { name: 'Split' }).click();
		await fold('Linked tickets');
		await page.getByRole('link', { name: /Charger of gate 4 is loose/ }).click();
		await page.getByRole('article', { name: /Charger of gate 4/ }).waitFor();
		await article().getByText('I am in hall 2 and come by before ten.').waitFor();
	});
});

describe('a major incident', () => {
	it('is declared, told of, stood down, each with its words', async () => {
		const { page } = greta;
		await open('slow-erp');
		await more('Declare major incident');
		await dialog().getByLabel('News every').selectOption('30');
		await dialog().getByRole('button', { name: 'Declare' }).click();
		const banner = article().getByRole('region', { name: 'Major incident' });
		await banner.getByText('Led by Greta Sommer').waitFor();
		await banner.getByText(/Next update in/).waitFor();
		await page
			.getByRole('option', { name: /Major incident/ })
			.first()
			.waitFor();
		await banner.getByRole('button', { name: 'Post update' }).click();
		await dialog().getByLabel('How does it stand?').fill('Vendor is on it.');
		await dialog().getByRole('button', { name: 'Post update' }).click();
		await article().getByText('Vendor is on it.').waitFor();
		await banner.getByRole('button', { name: 'More on the major incident' }).click();
		await page.getByRole('menuitem', { name: 'Stand down' }).click();
		await dialog().getByRole('button', { name: 'Stand down' }).click();
		await dialog().getByRole('link', { name: 'Say it in a sentence' }).waitFor();
		await dialog()
			.getByLabel(/Why is it not/)
			.fill('One client only.');
		await dialog().getByRole('button', { name: 'Stand down' }).click();
		await banner.waitFor({ state: 'detached' });
	});
});

describe('two at one ticket', () => {
	it('UX-53: one sees that a colleague is replying, without a line moving, until it is sent', async () => {
		await company.openAccount('nuno');
		const nuno = await company.signIn('nuno', 'desk');
		await nuno.goto(`/queue/${seedIds.ticket('printer-jam')}`);
		await open('printer-jam');
		const reply = greta.page.getByRole('textbox', { name: /^Public reply to/ });
		const before = await reply.boundingBox();
		await nuno.page.getByRole('textbox', { name: /^Public reply to/ }).pressSequentially('On it');
		await greta.page.getByText('Nuno Carvalho is replying').waitFor();
		expect(await reply.boundingBox()).toEqual(before);
		await nuno.page.getByRole('button', { name: 'Send to requester' }).click();
		await greta.page.getByText('Nuno Carvalho is replying').waitFor({ state: 'detached' });
		await article().getByText('On it', { exact: true }).waitFor();
		expect(nuno.complaints).toEqual([]);
	});
});

it('the browser has nothing to complain of', () => {
	expect(greta.complaints).toEqual([]);
});
