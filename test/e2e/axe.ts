/** What axe finds on a page. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Rules whose answer a theme can change; the others see the same page in every theme. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Each as `rule: element`. */
export async function violations(page: Page): Promise<string[]> {
	return found(new AxeBuilder({ page }));
}

export async function colourViolations(page: Page): Promise<string[]> {
	return found(new AxeBuilder({ page }).withRules(colourRules));
}

async function found(axe: AxeBuilder): Promise<string[]> {
	const { violations } = await axe.analyze();
	return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** As the choice in the settings does it. */
export async function showTheme(page: Page, theme: string): Promise<void> {
	await page.evaluate((choice) => {
		localStorage.setItem('waypost.theme', choice);
		dispatchEvent(new Event('waypost:theme'));
	}, theme);
	await page.locator(`html[data-theme=${theme}]`).waitFor();
}
