import type { Page } from 'playwright-core';

/** Reports a problem from the home page on a device without a network and waits until the disk has it. */
export async function reportOffline(page: Page, words: string): Promise<void> {
	await page.getByRole('link', { name: 'Something is broken' }).click();
	await page.getByLabel('What is wrong?').fill(words);
	await page.getByRole('button', { name: 'Send request' }).click();
	await page.getByText('Saved on this device', { exact: true }).first().waitFor();
}
