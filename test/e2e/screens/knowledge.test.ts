/** What is written down, read by those for whom it is: safe whatever was written, and without a network. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowId } from '#domain/kernel/index.ts';
import { article } from '#domain/knowledge/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { Caller } from '#test/support/caller.ts';
import { Company, type AtWork } from './people-at-work.ts';

let company: Company;
let rosa: AtWork;
beforeAll(async () => {
	company = await Company.open();
	rosa = await company.signIn('rosa');
	await rosa.page.evaluate(async () => void (await navigator.serviceWorker.ready));
});
afterAll(() => company.close());

/** Writes and publishes an article for everybody; answers its id. */
async function publish(title: string, body: string): Promise<string> {
	const greta = await Caller.signIn(company.address, 'greta');
	const mid = randomUUID();
	const words = { language: 'en', title, summary: 'A summary', body };
	const facts = { audience: 'everyone', category: 'Tests', tags: [] };
	const added = await greta.command('knowledge.add', { ...words, ...facts }, mid);
	expect([added.status, added.text]).toEqual([200, added.text]);
	const id = rowId(mid, article);
	const step = { article: id, verb: 'publish', from: 'draft', reviewAt: Date.now() + 1e9 };
	const published = await greta.command('knowledge.transition', step);
	expect([published.status, published.text]).toEqual([200, published.text]);
	return id;
}

const hostile = `# Heading <script>window.pwned = 1</script>

<script>window.pwned = 2</script>
<img src=x onerror="window.pwned = 3"> <img src="https://far.example/spy.png" alt="Spy">
<svg onload="window.pwned = 4"><script>window.pwned = 5</script><a xlink:href="javascript:window.pwned=6"><text>x</text></a></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.pwned=7&gt;"></table></mtext></math>
<iframe srcdoc="<script>parent.pwned = 8</script>"></iframe><object data="data:text/html,x"></object><embed src="/x">
<form action="https://far.example/"><input name="getElementById"><button formaction="javascript:window.pwned=9">Go</button></form>
<style>* { display: none }</style><base href="https://far.example/"><link rel="stylesheet" href="https://far.example/x.css">
<details open ontoggle="window.pwned = 10"><summary>More</summary></details>
<details><summary>Harmless</summary>Press <kbd>Ctrl</kbd></details>
<a href="javascript:window.pwned=11" onclick="window.pwned=12" style="position:fixed;inset:0" id="main" class="vh">raw</a>

[one](javascript:window.pwned=13) [two](JAVA&#115;CRIPT:window.pwned=14) [three](<java
script:window.pwned=15>) [four](data:text/html,<script>x</script>) [five](//far.example/x) [six](vbscript:x)

![Far away](https://far.example/p.png) ![Inline](data:image/svg+xml;base64,AAAA)

[good](https://example.com/a) [here](#heading) [inside](/knowledge)

| a | b |
| - | - |
| 1 | 2 |
`;

describe('an article full of scripts', () => {
	it('is made safe: nothing runs, loads or leads where it may not, and what is harmless stays', async () => {
		const id = await publish('Hostile words', hostile);
		const asked: string[] = [];
		rosa.page.on('request', (request) => asked.push(request.url()));
		await rosa.goto(`/knowledge/${id}`);
		const prose = rosa.page.locator('.prose');
		await prose.getByText('Far away').waitFor();
		const found = await prose.evaluate((box) => ({
			tags: [...new Set([...box.querySelectorAll('*')].map(({ localName }) => localName))],
			attributes: [
				...new Set([...box.querySelectorAll('*')].flatMap((node) => node.getAttributeNames()))
			],
			ids: [...box.querySelectorAll('[id]')].map((node) => node.id),
			links: [...box.querySelectorAll('a')].map((a) => [a.textContent, a.getAttribute('href')])
		}));
		const forbidden = ['script', 'svg', 'math', 'iframe', 'object', 'embed', 'form', 'input'];
		const others = ['button', 'style', 'base', 'link', 'img', 'h1', 'video', 'template'];
		expect(found.tags.filter((tag) => [...forbidden, ...others].includes(tag))).toEqual([]);
		expect(found.tags).toEqual(expect.arrayContaining(['h2', 'table', 'details', 'kbd']));
		const harmless = ['id', 'href', 'target', 'rel', 'open', 'tabindex', 'class', 'title', 'align'];
		expect(found.attributes.filter((name) => !harmless.includes(name))).toEqual([]);
		expect(found.ids.filter((one) => !one.startsWith('part-'))).toEqual([]);
		expect(found.links.filter(([, href]) => href !== null)).toEqual([
			['good', 'https://example.com/a'],
			['here', '#part-heading'],
			['inside', '/knowledge']
		]);
		// What somebody typed is not hidden from those who look for it.
		await prose.getByText('window.pwned = 1</script>', { exact: false }).first().waitFor();
		for (const text of ['one', 'two', 'four'])
			await prose.getByText(text, { exact: true }).first().click({ force: true });
		expect(await rosa.page.evaluate(() => (globalThis as { pwned?: number }).pwned)).toBe(
			undefined
		);
		expect(asked.filter((url) => url.includes('far.example'))).toEqual([]);
		expect(rosa.complaints).toEqual([]);
	});

	it('that is nested beyond reason is shown as it was typed', async () => {
		const id = await publish('Deep', `${'>'.repeat(15_000)} bottom`);
		await rosa.goto(`/knowledge/${id}`);
		await rosa.page.locator('.prose').getByText('bottom').waitFor();
		expect(rosa.complaints).toEqual([]);
	});
});

describe('UX-27: knowledge on a phone', () => {
	it('is suggested while typing, opens by keys, is read in another language, and leads to a person when it did not help', async () => {
		const { page, context } = rosa;
		await rosa.goto('/');
		await context.setOffline(true);
		const field = page.getByRole('combobox', { name: 'What do you need?' });
		await field.fill('my printer has a paper jam');
		await page.getByRole('option', { name: /Clear a paper jam/ }).waitFor();
		await page.getByRole('option', { name: /my printer has a paper jam/ }).waitFor();
		await field.press('ArrowDown');
		const active = await field.getAttribute('aria-activedescendant');
		expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
		await page.getByRole('option', { name: /Clear a paper jam/ }).click();
		await page.getByRole('heading', { level: 1, name: 'Clear a paper jam' }).waitFor();
		await page.getByText('with both hands').waitFor();

		await page.getByRole('link', { name: 'Deutsch' }).click();
		await page.getByText('beiden Händen').waitFor();
		expect(await page.locator('.prose').getAttribute('lang')).toBe('de');
		await page.getByRole('link', { name: 'English' }).click();
		await page.getByText('both hands').waitFor();

		await page.getByRole('button', { name: 'No', exact: true }).click();
		await page.getByLabel('What is missing or wrong?').fill('Where is door B?');
		await page.getByRole('button', { name: 'Send words' }).click();
		await page.getByText('Your words go to those who write the articles.').waitFor();
		await page.getByRole('link', { name: 'Ask the service desk' }).click();
		await page.getByText(/KB-\d+ Clear a paper jam/).waitFor();
		await page.getByLabel('What is wrong?').fill('The sheet sits behind door B.');
		await page.getByRole('button', { name: 'Send request' }).click();
		await context.setOffline(false);
		await page.getByText('Received by the service desk').waitFor();
		await page.getByText(/Read before: KB-\d+ Clear a paper jam\. It did not help\./).waitFor();
		expect(rosa.complaints).toEqual([]);
	});

	it('never blocks sending: Enter goes on with the words themselves', async () => {
		const { page } = rosa;
		await rosa.goto('/');
		await page.getByRole('combobox').fill('paper jam in Gate 3');
		await page.getByRole('combobox').press('Enter');
		await expect
			.poll(() => page.getByLabel('What is wrong?').inputValue())
			.toBe('paper jam in Gate 3');
		await page.getByRole('link', { name: /Clear a paper jam/ }).waitFor();
		await page.getByRole('button', { name: 'Start over' }).click();
	});

	it('suggests and lists nothing that its reader may not open', async () => {
		const { page } = rosa;
		await rosa.goto('/');
		await page.getByRole('combobox').fill('who is calling identity reset badge hand over handover');
		await page.getByRole('option').last().waitFor();
		expect(await page.getByText('Who is calling?').count()).toBe(0);
		expect(await page.getByText('Hand over a laptop').count()).toBe(0);
		await rosa.goto('/knowledge');
		await page.getByRole('link', { name: /Clear a paper jam/ }).waitFor();
		expect(await page.getByText('Hand over a laptop').count()).toBe(0);
		await rosa.goto(`/knowledge/${seedIds.article('laptop-handover')}`);
		await page.getByText('Not on this device').waitFor();
	});
});

describe('a long article', () => {
	it('has a table of contents beside it on a wide screen, which leads to its places', async () => {
		const part = (name: string) => `## ${name}\n\n${'Words of this part.\n\n'.repeat(30)}`;
		const body = ['First', 'Second', 'Third'].map(part).join('\n');
		const id = await publish('Long', body);
		const { page } = rosa;
		const size = page.viewportSize();
		await page.setViewportSize({ width: 1440, height: 900 });
		await rosa.goto(`/knowledge/${id}`);
		const contents = page.getByRole('navigation', { name: 'On this page' });
		await contents.getByRole('link', { name: 'Third' }).click();
		const third = page.getByRole('heading', { level: 2, name: 'Third' });
		await expect
			.poll(() => third.evaluate((place) => Math.round(place.getBoundingClientRect().top)))
			.toBeLessThan(200);
		expect(await page.evaluate(() => document.activeElement?.localName)).not.toBe('h1');
		const over = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect(over).toBe(0);
		if (size) await page.setViewportSize(size);
	});
});

describe('the library', () => {
	it('is searched and read without a network, by whoever works at the desk too', async () => {
		const greta = await company.signIn('greta', 'desk');
		const { page, context } = greta;
		await page.evaluate(async () => void (await navigator.serviceWorker.ready));
		await greta.goto('/knowledge');
		await page.getByRole('link', { name: /Hand over a laptop/ }).waitFor();
		await context.setOffline(true);
		await page.getByLabel('Search the articles').fill('second factor');
		const list = page.getByRole('list', { name: 'Suggestions' });
		await list.getByRole('link', { name: /Move your second factor/ }).click();
		await page.getByRole('heading', { level: 1, name: /Move your second factor/ }).waitFor();
		await page.getByText('Type the six digits').waitFor();
		expect(greta.complaints).toEqual([]);
		await context.close();
	});
});
