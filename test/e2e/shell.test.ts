/** The shell in a real browser: it starts clean under its own policy, and the policy does refuse what it should. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type RunningApp } from '#test/support/app.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

let database: TestDatabase;
let app: RunningApp;
let browser: Browser;

beforeAll(async () => {
	database = await createTestDatabase();
	app = await startTestApp({ env: { DATABASE_URL: database.url } });
	browser = await launchChromium();
});

afterAll(async () => {
	await browser.close();
	await app.end();
	await database.drop();
});

/** Opens `path` and collects what the browser complains of from the first byte on. */
async function open(path: string): Promise<{ page: Page; complaints: string[]; status: number }> {
	const page = await browser.newPage();
	const complaints: string[] = [];
	page.on('console', (message) => {
		// A visitor without a session is told so by 401, which Chromium notes.
		if (message.text().includes('status of 401')) return;
		if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
	});
	page.on('pageerror', (error) => complaints.push(String(error)));
	const answer = await page.goto(app.address + path);
	await page.getByRole('heading', { level: 1 }).waitFor();
	return { page, complaints, status: answer?.status() ?? 0 };
}

const inTimer = (attempt: 'markup' | 'code' | 'policy') =>
	new Promise<string>((resolve) => {
		const policies = window as unknown as {
			trustedTypes: { createPolicy(name: string, rules: object): unknown };
		};
		const attempts = {
			markup: () => (document.body.innerHTML = '<b>x</b>'),
			code: () => new Function('return 1'),
			policy: () => policies.trustedTypes.createPolicy('other', {})
		};
		setTimeout(() => {
			try {
				attempts[attempt]();
				resolve('allowed');
			} catch (error) {
				resolve(String(error));
			}
		});
	});

describe('the shell', () => {
	it('starts without a policy violation or any other complaint', async () => {
		const { page, complaints } = await open('/');
		await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
		expect(await page.locator('#svelte-announcer').count()).toBe(1);
		expect(await page.locator('#svelte-announcer').evaluate((node) => node.clientWidth)).toBe(1);
		expect(complaints).toEqual([]);
		await page.close();
	});

	it('an address that does not exist starts from the same shell, under the same policy', async () => {
		const { page, complaints, status } = await open('/no/such/page');
		expect(status).toBe(404);
		expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
		await page.close();
	});

	it.each([
		['markup', /TrustedHTML/],
		['code', /EvalError|TrustedScript/],
		['policy', /Policy/]
	] as const)('refuses %s from a string or under another name', async (attempt, refusal) => {
		const { page } = await open('/');
		// From a timer: what the test evaluates directly may use `eval` whatever the policy says.
		const outcome = await page.evaluate(inTimer, attempt);
		expect(outcome).toMatch(refusal);
		await page.close();
	});

	it('refuses an inline script, and talking to another site', async () => {
		const { page, complaints } = await open('/');
		await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
		const outcome = await page.evaluate(async () => {
			const script = document.createElement('script');
			script.append('document.title = "owned"');
			document.body.append(script);
			const reached = await fetch('http://127.0.0.2:9/').then(
				() => 'reached',
				() => 'refused'
			);
			return [document.title, reached];
		});
		expect(outcome).toEqual(['Sign in - Waypost', 'refused']);
		expect(complaints.join('\n')).toMatch(/127\.0\.0\.2.*connect-src/);
		await page.close();
	});
});

describe('every answer carries the security headers', () => {
	it.each(['/', '/healthz', '/no/such/page', '/_app/version.json'])('%s', async (path) => {
		const { headers } = await fetch(app.address + path);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('x-frame-options')).toBe('DENY');
		expect(headers.get('referrer-policy')).toBe('same-origin');
		expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
		expect(headers.get('permissions-policy')).toContain('microphone=()');
	});
});

it('the shell is asked for anew each time, the files it names never', async () => {
	const shell = await fetch(app.address);
	expect(shell.headers.get('cache-control')).toBe('no-cache');
	const file = /\/_app\/immutable\/[^"]+/.exec(await shell.text())?.[0] ?? '';
	const { headers, status } = await fetch(app.address + file);
	expect(status).toBe(200);
	expect(headers.get('cache-control')).toBe('public,max-age=31536000,immutable');
});
