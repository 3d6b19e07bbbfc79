/** The demo company's app in a real browser, and people who sign in to it. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { emailOf, type PersonKey } from '#server/seed/people.ts';
import { DEMO_PASSWORD } from '#server/seed/plant.ts';
import { openAccount } from '#test/support/account.ts';
import { startTestApp, type RunningApp } from '#test/support/app.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

/** One person in one browser profile. */
export interface AtWork {
	readonly page: Page;
	readonly context: BrowserContext;
	/** What the browser complained of; a session that is asked for before it exists is no complaint. */
	readonly complaints: readonly string[];
	goto(path: string): Promise<void>;
}

const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };

export class Company {
	readonly #database: TestDatabase;
	readonly #app: RunningApp;
	readonly #browser: Browser;

	constructor(database: TestDatabase, app: RunningApp, browser: Browser) {
		this.#database = database;
		this.#app = app;
		this.#browser = browser;
	}

	static async open(): Promise<Company> {
		const database = await createTestDatabase('company');
		const env = { DATABASE_URL: database.url, WAYPOST_DEMO: '1' };
		return new Company(database, await startTestApp({ env }), await launchChromium());
	}

	/** Where the app answers, for those who call it without a browser. */
	get address(): string {
		return this.#app.address;
	}

	async close(): Promise<void> {
		await this.#browser.close();
		await this.#app.end();
		await this.#database.drop();
	}

	/** For somebody whom the demo company gives no sign-in. */
	openAccount(key: PersonKey): Promise<void> {
		return openAccount(this.#database.url, key);
	}

	/** A browser that knows nobody yet. */
	async visitor(size: 'phone' | 'desk' = 'phone'): Promise<AtWork> {
		const context = await this.#browser.newContext({
			viewport: size === 'phone' ? phone : desk,
			locale: 'en-GB',
			timezoneId: 'Europe/Berlin'
		});
		const page = await context.newPage();
		const complaints: string[] = [];
		page.on('pageerror', (error) => complaints.push(String(error)));
		page.on('console', (line) => {
			const expected = /401|ERR_INTERNET_DISCONNECTED/.test(line.text());
			if (line.type() === 'error' && !expected) complaints.push(line.text());
		});
		const goto = async (path: string) => {
			await page.goto(this.#app.address + path);
			await page.getByRole('heading', { level: 1 }).first().waitFor();
		};
		return { page, context, complaints, goto };
	}

	/** Signs somebody in and waits for the first screen with that person's own records. */
	async signIn(key: PersonKey, size: 'phone' | 'desk' = 'phone'): Promise<AtWork> {
		const atWork = await this.visitor(size);
		await atWork.goto('/sign-in');
		await enter(atWork.page, key);
		await atWork.page.getByRole('link', { name: 'Up to date' }).waitFor();
		return atWork;
	}
}

/** Fills in the sign-in page that is shown. */
export async function enter(page: Page, key: PersonKey): Promise<void> {
	await page.getByLabel('E-mail').fill(emailOf(key));
	await page.getByLabel('Password').fill(DEMO_PASSWORD);
	await page.getByRole('button', { name: 'Sign in' }).click();
}
