import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../../../scripts/lib/chromium.mjs';

/** A browser on a lasting profile that can be killed as a power cut would: all its processes at once, no farewell. */
export interface KillableChromium {
	readonly page: Page;
	newPage(): Promise<Page>;
	kill(): Promise<void>;
}

const flags = [
	'--headless=new',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
	'--no-default-browser-check',
	'--remote-debugging-port=0'
];

export async function launchKillable(profile: string): Promise<KillableChromium> {
	const path = await findChromium();
	if (!path) throw new Error('No Chromium: npm run verify gets one');
	// A process group of its own, so that one signal reaches renderers and the network service, too.
	const child = spawn(path, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
		detached: true,
		stdio: ['ignore', 'ignore', 'pipe']
	});
	const browser = await chromium.connectOverCDP(await endpointOf(child));
	const [context] = browser.contexts();
	if (!context) throw new Error('The browser came without a profile.');
	const page = context.pages()[0] ?? (await context.newPage());
	return { page, newPage: () => context.newPage(), kill: () => kill(child, browser) };
}

function endpointOf({ stderr }: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let output = '';
		stderr?.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			const found = /DevTools listening on (ws:\S+)/.exec(output)?.[1];
			if (found) resolve(found);
		});
		stderr?.on('close', () => reject(new Error(output)));
	});
}

async function kill(child: ChildProcess, browser: Browser): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	const gone = once(child, 'exit');
	process.kill(-child.pid, 'SIGKILL');
	await gone;
	await browser.close().catch(() => undefined);
}
