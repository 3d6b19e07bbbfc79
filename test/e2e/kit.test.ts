import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGallery, type GallerySite } from '../ui/gallery/site.ts';
import { colourViolations, showTheme, violations } from './axe.ts';

let site: GallerySite;
beforeAll(async () => {
	site = await openGallery();
}, 120_000);
afterAll(() => site.close());

type Visit = BrowserContextOptions & { theme?: string; locale?: string; query?: string };

/** Opens a gallery page, runs `use` on it and fails on any error or policy violation that the page reported. */
async function visit(name: string, how: Visit, use: (page: Page) => Promise<void>) {
	const { theme = 'light', locale = 'en', query = '', ...options } = how;
	const context = await site.browser.newContext({
		viewport: { width: 1440, height: 900 },
		...options,
		locale: 'en-GB'
	});
	const wrong: string[] = [];
	await context.addInitScript(
		(stored) => {
			localStorage.setItem('waypost.theme', stored.theme);
			localStorage.setItem('PARAGLIDE_LOCALE', stored.locale);
		},
		{ theme, locale }
	);
	try {
		const page = await context.newPage();
		page.on('console', (line) => {
			if (line.type() === 'error' || line.text().includes('Content Security')) {
				wrong.push(line.text());
			}
		});
		page.on('pageerror', (error) => wrong.push(error.message));
		await page.goto(`${site.address}?page=${name}${query}`);
		await page.locator('h1').waitFor();
		await use(page);
		expect(wrong).toEqual([]);
	} finally {
		await context.close();
	}
}

const pages = ['controls', 'forms', 'work', 'overlays', 'home', 'request', 'desk', 'signin'];
const phone = { viewport: { width: 360, height: 740 } };

/** How far the page scrolls sideways, in pixels. */
const sideways = (page: Page) =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('every page of the gallery', () => {
	it.each(pages)('UX-20: axe finds nothing on %s, in any theme', async (name) => {
		await visit(name, { reducedMotion: 'reduce' }, async (page) => {
			expect(await violations(page)).toEqual([]);
			for (const theme of ['dark', 'contrast']) {
				await showTheme(page, theme);
				expect([theme, await colourViolations(page)]).toEqual([theme, []]);
			}
		});
	});

	it.each(pages)('UX-18, UX-20: %s suits a phone', async (name) => {
		await visit(name, { ...phone, reducedMotion: 'reduce' }, async (page) => {
			expect(await violations(page)).toEqual([]);
			await page.setViewportSize({ width: 320, height: 640 });
			expect(await sideways(page)).toBe(0);
			await page.setViewportSize({ width: 640, height: 720 });
			await page.evaluate(() => {
				document.documentElement.style.fontSize = '200%';
			});
			expect(['text twice as large', await sideways(page)]).toEqual(['text twice as large', 0]);
		});
	});
});

describe('small screens and other scripts', () => {
	it.each(pages)('UX-16: %s mirrored does not scroll sideways', async (name) => {
		await visit(name, { ...phone, query: '&dir=rtl' }, async (page) => {
			expect(await sideways(page)).toBe(0);
		});
	});

	it.each(['home', 'request', 'desk', 'work'])(
		'UX-16: %s has room for longer texts',
		async (name) => {
			await visit(name, { ...phone, locale: 'en-XA' }, async (page) => {
				expect(await sideways(page)).toBe(0);
				expect(await page.title()).toMatch(name === 'work' ? /Gallery/ : /^\[.+\]$/);
			});
		}
	);

	it.each(['home', 'request', 'signin'])(
		'UX-21: every target on %s suits a thumb',
		async (name) => {
			await visit(name, phone, async (page) => {
				const small = await page.locator('button, main a, nav a, select').evaluateAll((targets) =>
					targets
						.filter((target) => target.getClientRects().length > 0)
						.map((target) => ({ box: target.getBoundingClientRect(), html: target.outerHTML }))
						.filter(({ box }) => box.width < 44 || box.height < 44)
						.map(({ html }) => html)
				);
				expect(small).toEqual([]);
			});
		}
	);
});

describe('themes', () => {
	it.each([
		['dark', 'rgb(', 'dark'],
		['light', 'rgb(', 'light']
	])('UX-14: %s is set before the page draws', async (theme, _prefix, scheme) => {
		await visit('controls', { theme, colorScheme: 'no-preference' }, async (page) => {
			const root = page.locator('html');
			expect(await root.getAttribute('data-theme')).toBe(theme);
			expect(await root.evaluate((element) => getComputedStyle(element).colorScheme)).toBe(scheme);
		});
	});

	it('UX-14: a wish for more contrast becomes the contrast theme', async () => {
		await visit('controls', { theme: 'system', contrast: 'more' }, async (page) => {
			expect(await page.locator('html').getAttribute('data-theme')).toBe('contrast');
		});
	});

	it('UX-14: forced colours keep every mark visible', async () => {
		await visit('controls', { forcedColors: 'active' }, async (page) => {
			for (const name of ['Open', 'Resolved', 'Cancelled']) {
				expect(await page.getByRole('img', { name, exact: true }).isVisible()).toBe(true);
			}
		});
	});

	it('UX-15: nothing moves with reduced motion', async () => {
		await visit('controls', { reducedMotion: 'reduce' }, async (page) => {
			const moving = await page.evaluate(
				() =>
					document
						.getAnimations()
						.filter((animation) => animation.effect?.getComputedTiming().iterations === Infinity)
						.length
			);
			expect(moving).toBe(0);
		});
	});
});

describe('the list', () => {
	const options = (page: Page) => page.getByRole('option');
	const activeText = (page: Page) =>
		page.evaluate(() => {
			const id = document.activeElement?.getAttribute('aria-activedescendant');
			return id ? document.getElementById(id)?.textContent : undefined;
		});

	it('UX-50: reaches the last of 100,000 rows and draws only those in view', async () => {
		await visit('desk', {}, async (page) => {
			await page.getByRole('listbox').focus();
			await page.keyboard.press('End');
			await page.getByText('INC-110399').waitFor();
			expect(await activeText(page)).toContain('INC-110399');
			expect(await options(page).count()).toBeLessThan(120);
		});
	});

	it('UX-50: leaves no gap at any scroll position', async () => {
		await visit('desk', {}, async (page) => {
			const list = page.getByRole('listbox');
			for (const top of [0, 1, 17_777, 1_234_567, 3_599_100]) {
				await list.evaluate((element, to) => (element.scrollTop = to), top);
				const gap = await list.evaluate(async (element) => {
					await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
					const view = element.getBoundingClientRect();
					const boxes = [...element.querySelectorAll('[role=option]')]
						.map((row) => row.getBoundingClientRect())
						.sort((one, other) => one.top - other.top);
					const first = boxes[0]?.top ?? Infinity;
					const last = boxes.at(-1)?.bottom ?? -Infinity;
					return first > view.top + 0.5 || last < view.bottom - 0.5;
				});
				expect(gap).toBe(false);
			}
		});
	});

	it('UX-49: J and K move, Enter opens, and the focus stays on the list', async () => {
		await visit('desk', {}, async (page) => {
			await page.getByRole('listbox').focus();
			await page.keyboard.press('j');
			await page.keyboard.press('j');
			await page.keyboard.press('k');
			expect(await activeText(page)).toContain('INC-10403');
			await page.keyboard.press('Enter');
			await page.getByRole('article', { name: /INC-10403/ }).waitFor();
			expect(await page.evaluate(() => document.activeElement?.role)).toBe('listbox');
		});
	});

	it('UX-52: shows list or detail below 1280 px, and the list keeps its place', async () => {
		await visit(
			'desk',
			{ viewport: { width: 1024, height: 768 }, query: '&closed=1' },
			async (page) => {
				const list = page.getByRole('listbox');
				await list.evaluate((element) => (element.scrollTop = 36_000));
				await page.getByText('INC-11405').click();
				await page.getByRole('button', { name: 'Back to the queue' }).click();
				expect(await list.evaluate((element) => element.scrollTop)).toBe(36_000);
			}
		);
	});
});

describe('shells', () => {
	it('UX-52: the handle moves by keys and is remembered', async () => {
		await visit('desk', {}, async (page) => {
			const handle = page.getByRole('separator');
			const before = Number(await handle.getAttribute('aria-valuenow'));
			await handle.focus();
			await page.keyboard.press('ArrowRight');
			expect(Number(await handle.getAttribute('aria-valuenow'))).toBe(before + 24);
			await page.reload();
			expect(Number(await handle.getAttribute('aria-valuenow'))).toBe(before + 24);
		});
	});

	it.each(['home', 'request', 'desk', 'signin'])(
		'UX-19: %s has one h1, a main, a title and a skip link',
		async (name) => {
			await visit(name, {}, async (page) => {
				expect(await page.locator('h1').count()).toBe(1);
				expect(await page.locator('main').count()).toBe(1);
				expect(await page.title()).toMatch(/.+ - Waypost$/);
				await page.keyboard.press('Tab');
				await page.keyboard.press('Enter');
				expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
			});
		}
	);

	it('below 768 px the rail becomes a bar of four places and "More"', async () => {
		await visit('desk', phone, async (page) => {
			const bar = page.getByRole('navigation', { name: 'Places' });
			expect(await bar.getByRole('link').count()).toBe(4);
			await bar.getByRole('button', { name: 'More' }).click();
			await page.getByRole('menuitem', { name: 'Reports' }).waitFor();
		});
	});
});

describe('forms and overlays', () => {
	it('UX-31: the summary takes the focus and leads to each field', async () => {
		await visit('forms', {}, async (page) => {
			await page.getByRole('button', { name: 'Send for approval' }).click();
			const summary = page.getByRole('alert');
			await summary.waitFor();
			await expect.poll(() => summary.evaluate((box) => box === document.activeElement)).toBe(true);
			await summary.getByRole('link', { name: 'Choose the site' }).click();
			const site = page.getByLabel('Site', { exact: true });
			expect(await site.evaluate((field) => field === document.activeElement)).toBe(true);
			expect(await site.getAttribute('aria-invalid')).toBe('true');
			expect(await violations(page)).toEqual([]);
		});
	});

	it.each([phone, {}])('a dialog keeps and gives back the focus (%j)', async (how) => {
		await visit('overlays', how, async (page) => {
			const opener = page.getByRole('button', { name: 'Resolve', exact: true });
			await opener.click();
			const dialog = page.getByRole('dialog', { name: 'Resolve INC-10402' });
			await dialog.waitFor();
			expect(await violations(page)).toEqual([]);
			await page.keyboard.press('Escape');
			await dialog.waitFor({ state: 'hidden' });
			expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
		});
	});

	it('a menu opens and runs by keys', async () => {
		await visit('overlays', {}, async (page) => {
			await page.getByRole('button', { name: 'More' }).focus();
			await page.keyboard.press('Enter');
			await page.getByRole('menuitem', { name: 'Link to a change' }).waitFor();
			expect(await violations(page)).toEqual([]);
			await page.keyboard.press('ArrowDown');
			await page.keyboard.press('Enter');
			await page.getByRole('menu').waitFor({ state: 'hidden' });
			expect(await page.getByText('INC-10402 resolved').count()).toBe(2);
		});
	});

	it('UX-13: Ctrl+Z takes back the last act, but not inside a field', async () => {
		await visit('overlays', {}, async (page) => {
			await page.getByText('INC-10402 resolved').waitFor();
			await page.keyboard.press('Control+z');
			await expect.poll(() => page.getByRole('status').locator('output').count()).toBe(0);
			expect(await page.locator('output').textContent()).toBe('1');
			expect(await page.getByText('INC-10402 resolved').count()).toBe(0);
		});
	});

	it('UX-55: public and internal differ in button, line and field name', async () => {
		await visit('work', {}, async (page) => {
			const form = page.getByRole('form', { name: 'Write to this ticket' }).first();
			await form.getByRole('button', { name: 'Send to requester' }).waitFor();
			await form.getByText('Internal note').click();
			await form.getByRole('button', { name: 'Save internal note' }).waitFor();
			await form.getByText(/^Only the service desk/).waitFor();
			await form.getByRole('textbox', { name: 'Internal note, not sent to requester' }).waitFor();
			expect(await form.getByRole('button', { name: 'Send to requester' }).count()).toBe(0);
		});
	});

	it('UX-56: the timeline filters by kind with arrow keys', async () => {
		await visit('work', {}, async (page) => {
			await page.getByRole('tab', { name: /All/ }).focus();
			await page.keyboard.press('ArrowRight');
			await page.keyboard.press('ArrowRight');
			expect(await page.getByRole('tabpanel').getByRole('listitem').count()).toBe(1);
			await page.getByText(/^Both got the new power profile/).waitFor();
		});
	});

	it('UX-11: discarding a waiting change asks first', async () => {
		await visit('work', {}, async (page) => {
			await page.getByRole('button', { name: 'More: Resolve INC-10427' }).click();
			await page.getByRole('menuitem', { name: 'Discard' }).click();
			await page.getByRole('dialog', { name: 'Discard this change?' }).waitFor();
		});
	});
});
