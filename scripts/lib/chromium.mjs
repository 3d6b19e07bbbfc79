import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pinnedNode, root, say, step, StepFailed } from './steps.mjs';

const systemNames = [
	'chromium',
	'chromium-browser',
	'google-chrome-stable',
	'google-chrome',
	'chrome'
];
const systemPlaces = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'
];
const command = 'npx playwright-core install --with-deps chromium';

/** A Chromium that runs, or null: CHROMIUM_PATH, then the system's, then Playwright's own. */
export async function findChromium() {
	const named = process.env.CHROMIUM_PATH;
	if (named) {
		if (runs(named)) return named;
		throw new StepFailed(`CHROMIUM_PATH is ${named}, which does not start.`);
	}
	const folders = (process.env.PATH ?? '').split(delimiter);
	const onPath = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)));
	const candidates = [...onPath, ...systemPlaces, await playwrightPath()];
	return candidates.find((file) => existsSync(file) && runs(file)) ?? null;
}

/** As `findChromium`, but gets one where there is none, and says so; fails with the one line to type. */
export async function ensureChromium() {
	const found = await findChromium();
	if (found) return found;
	say('No Chromium on this machine: getting one for the browser tests.');
	const cli = join(root, 'node_modules/playwright-core/cli.js');
	await step("Downloading Playwright's Chromium", pinnedNode, [cli, 'install', 'chromium']);
	const downloaded = await findChromium();
	if (downloaded) return downloaded;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		await step('Updating the package lists', 'apt-get', ['update']);
		await step("Installing the system's Chromium", 'apt-get', ['install', '-y', 'chromium']);
	}
	const installed = await findChromium();
	if (installed) return installed;
	throw new StepFailed(`No Chromium could be had. Type this, then try again: ${command}`);
}

/** Where Playwright keeps its own, whether or not it is there. */
async function playwrightPath() {
	const { chromium } = await import('playwright-core');
	return chromium.executablePath();
}

/** A download without its system libraries is there and yet does not run. @param {string} file */
function runs(file) {
	try {
		// On Windows, asking for the version opens a window.
		if (process.platform !== 'win32') execFileSync(file, ['--version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}
