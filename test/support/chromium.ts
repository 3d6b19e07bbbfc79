import {
	chromium,
	type Browser,
	type BrowserContext,
	type BrowserContextOptions
} from 'playwright-core';
import { findChromium } from '../../scripts/lib/chromium.mjs';

/** No sandbox: it does not work as root or in most containers. The rest keeps the browser off the network. */
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

async function executablePath(): Promise<string> {
	const path = await findChromium();
	if (!path) throw new Error('No Chromium: npm run verify gets one');
	return path;
}

export async function launchChromium(): Promise<Browser> {
	return chromium.launch({ executablePath: await executablePath(), args: flags });
}

/** A browser on a profile that outlives it, for what must survive a kill or a restart. */
export async function launchProfile(
	folder: string,
	options: BrowserContextOptions = {}
): Promise<BrowserContext> {
	return chromium.launchPersistentContext(folder, {
		...options,
		executablePath: await executablePath(),
		args: flags
	});
}
