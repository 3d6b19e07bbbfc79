/**
 * `npm run size`: what JavaScript a first load takes, signed out and signed in, beside a Kit hello world built in the same run.
 * Bytes are brotli at its best; what workers load is counted apart, and there is no service worker. Exits with 1 when a
 * limit is passed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { ensureBuilt } from '../../scripts/lib/build.mjs';
import { pinnedNode, root, step, StepFailed } from '../../scripts/lib/steps.mjs';
import { startTestApp } from '../support/app.ts';
import { launchChromium } from '../support/chromium.ts';
import { startBenchDatabase } from './support/database.ts';
import { loginOf, type Login } from './support/world.ts';

const SIGNED_OUT_LIMIT = 2;
const SIGNED_IN_LIMIT = 5;
/** Milliseconds without a new script after which a load counts as done. */
const QUIET = 1_500;

interface Script {
	readonly path: string;
	readonly bytes: number;
}

interface Load {
	readonly page: readonly Script[];
	readonly worker: readonly Script[];
}

function total(scripts: readonly Script[]): number {
	return scripts.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** A fresh visitor's first load of an address, until what it is for (`shown`, a selector) is there and nothing more comes. */
async function visit(
	browser: Browser,
	origin: string,
	shown: string,
	login?: Login
): Promise<Load> {
	const context = await browser.newContext({ serviceWorkers: 'block' });
	if (login) {
		const { email, password } = login;
		const answer = await context.request.post(`${origin}/api/session`, {
			data: { email, password }
		});
		if (!answer.ok()) throw new Error(`Sign-in: ${answer.status()} ${await answer.text()}`);
	}
	const page = await context.newPage();
	const scripts = new Map<string, Promise<Script>>();
	const newest = { at: performance.now() };
	let isOver = false;
	page.on('response', (response) => {
		const { pathname } = new URL(response.url());
		if (isOver || !/\.m?js$/.test(pathname) || !response.ok()) return;
		newest.at = performance.now();
		const weighed = response.body().then((body) => ({
			path: pathname,
			bytes: brotliCompressSync(body).length
		}));
		scripts.set(pathname, weighed);
	});
	await page.goto(origin, { waitUntil: 'load' });
	await page.waitForSelector(shown, { timeout: 60_000 });
	newest.at = performance.now();
	while (performance.now() - newest.at < QUIET) await page.waitForTimeout(100);
	isOver = true;
	const all = await Promise.all(scripts.values());
	await context.close();
	const isWorkers = ({ path: at }: Script) => at.includes('/workers/');
	return { page: all.filter((script) => !isWorkers(script)), worker: all.filter(isWorkers) };
}

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}

async function weighHello(browser: Browser): Promise<Load> {
	const folder = join(root, '.cache/hello');
	rmSync(folder, { recursive: true, force: true });
	cpSync(join(root, 'test/bench/hello'), folder, { recursive: true });
	const vite = join(root, 'node_modules/vite/bin/vite.js');
	const built = await step('Building hello world', 'sh', [
		'-c',
		`cd "${folder}" && "${pinnedNode}" "${vite}" build`
	]);
	if (!built) throw new StepFailed('The hello world could not be built: see above.');
	const port = await freePort();
	const server = spawn(pinnedNode, [join(folder, 'build/index.js')], {
		env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) },
		stdio: 'ignore'
	});
	try {
		const origin = `http://127.0.0.1:${port}`;
		while (!(await fetch(origin).catch(() => undefined))?.ok)
			await new Promise((resolve) => setTimeout(resolve, 100));
		return await visit(browser, origin, 'h1');
	} finally {
		server.kill();
	}
}

async function weighApp(browser: Browser) {
	await ensureBuilt();
	const database = await startBenchDatabase();
	const home = mkdtempSync(join(tmpdir(), 'waypost-size-'));
	const app = await startTestApp({
		env: {
			WAYPOST_DATA_DIR: home,
			DATABASE_URL: database.url,
			WAYPOST_DEMO: '1',
			WAYPOST_LOG_LEVEL: 'error'
		}
	});
	try {
		return {
			signedOut: await visit(browser, app.address, 'form'),
			portal: await visit(browser, app.address, 'nav a', loginOf('rosa')),
			desk: await visit(browser, app.address, 'nav a', loginOf('greta'))
		};
	} finally {
		await app.end();
		await database.end();
		rmSync(home, { recursive: true, force: true });
	}
}

function kilobytes(bytes: number): string {
	return `${(bytes / 1024).toFixed(1)} KB`.padStart(9);
}

function tell(name: string, load: Load, floor: number, limit?: number): boolean {
	const bytes = total(load.page);
	const isOver = limit !== undefined && bytes > limit * floor;
	const bound = limit === undefined ? '' : `limit ${limit}x${isOver ? ': OVER' : ''}`;
	const ratio = `${(bytes / floor).toFixed(2)}x`.padStart(7);
	console.log(`${name.padEnd(20)}${kilobytes(bytes)} ${ratio}  ${bound}`);
	if (load.worker.length > 0)
		console.log(`${'  worker, apart'.padEnd(20)}${kilobytes(total(load.worker))}`);
	return isOver;
}

function heaviest(load: Load, count: number): readonly Script[] {
	return [...load.page].sort((a, b) => b.bytes - a.bytes).slice(0, count);
}

function tellHeaviest(name: string, load: Load): void {
	console.log(`\nHeaviest chunks, ${name}`);
	for (const { path, bytes } of heaviest(load, 12)) console.log(`${kilobytes(bytes)}  ${path}`);
}

const browser = await launchChromium();
try {
	const hello = await weighHello(browser);
	const { signedOut, portal, desk } = await weighApp(browser);
	const floor = total(hello.page);
	console.log('\nJavaScript of a first load, brotli');
	tell('hello world', hello, floor);
	const over = [
		tell('signed out', signedOut, floor, SIGNED_OUT_LIMIT),
		tell('signed in, portal', portal, floor, SIGNED_IN_LIMIT),
		tell('signed in, desk', desk, floor, SIGNED_IN_LIMIT)
	];
	tellHeaviest('signed out', signedOut);
	tellHeaviest('the desk', desk);
	if (over.includes(true)) process.exitCode = 1;
} finally {
	await browser.close();
}
