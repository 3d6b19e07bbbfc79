import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { emailOf, type PersonKey } from '#server/seed/people.ts';
import { DEMO_PASSWORD } from '#server/seed/plant.ts';
import { launchProfile } from '#test/support/chromium.ts';
import { FaultyProxy } from '#test/support/faulty-proxy.ts';

const screens = {
	phone: { width: 360, height: 740 },
	desk: { width: 1440, height: 900 }
} as const;

export type Screen = keyof typeof screens;

/** Long enough for a machine that does ten other things; no test waits for the time, only for what comes within it. */
const PATIENCE = 60_000;

/** Somebody's device: a browser on a profile that outlives it, and a wire of its own to the app that can be cut. */
export class Device {
	readonly wire: FaultyProxy;
	/** Errors that no test expects. A wire that is cut is no error. */
	readonly errors: string[] = [];
	readonly #profile: string;
	readonly #screen: Screen;
	#context: BrowserContext | undefined;

	private constructor(wire: FaultyProxy, profile: string, screen: Screen) {
		this.wire = wire;
		this.#profile = profile;
		this.#screen = screen;
	}

	static async to(address: string, screen: Screen): Promise<Device> {
		const profile = await mkdtemp(join(tmpdir(), 'waypost-story-'));
		const device = new Device(await FaultyProxy.to(address), profile, screen);
		await device.start();
		return device;
	}

	get context(): BrowserContext {
		if (!this.#context) throw new Error('The browser is not running.');
		return this.#context;
	}

	/** The tab that was opened last. */
	get page(): Page {
		const page = this.context.pages().at(-1);
		if (!page) throw new Error('The browser shows no page.');
		return page;
	}

	/** Starts the browser on its profile, as it was left. */
	async start(): Promise<void> {
		const context = await launchProfile(this.#profile, {
			viewport: screens[this.#screen],
			locale: 'en-GB',
			timezoneId: 'Europe/Berlin'
		});
		context.setDefaultTimeout(PATIENCE);
		context.on('weberror', (error) => this.errors.push(String(error.error())));
		this.#context = context;
	}

	/** Closed by its owner: all that the browser still had in hand is written. */
	async shut(): Promise<void> {
		await this.#context?.close();
		this.#context = undefined;
	}

	/** As a battery that dies: every process of the browser at once, with no farewell. */
	async kill(): Promise<void> {
		const gone = new Promise<void>((resolve) => this.context.once('close', () => resolve()));
		// The browser's own note of its process, which leads a process group.
		const lock = await readlink(join(this.#profile, 'SingletonLock'));
		process.kill(-Number(lock.slice(lock.lastIndexOf('-') + 1)), 'SIGKILL');
		await gone;
		this.#context = undefined;
	}

	/** Opens an address of the app in the tab at hand and waits for its heading. */
	async goto(path: string): Promise<void> {
		await this.page.goto(this.wire.origin + path);
		await this.page.getByRole('heading', { level: 1 }).first().waitFor();
	}

	/** Flight mode: the wire is cut and the browser knows it. */
	async goOffline(): Promise<void> {
		this.wire.goOffline();
		await this.context.setOffline(true);
	}

	async goOnline(): Promise<void> {
		this.wire.goOnline();
		await this.context.setOffline(false);
	}

	/** Signs somebody in and waits until this person's records are here and the app can start offline. */
	async signIn(key: PersonKey): Promise<void> {
		await this.goto('/sign-in');
		await this.enter(key);
		await this.upToDate();
		await this.page.evaluate(async () => {
			await navigator.serviceWorker.ready;
		});
	}

	/** Fills in the sign-in page that is shown. */
	async enter(key: PersonKey): Promise<void> {
		await this.page.getByLabel('E-mail').fill(emailOf(key));
		await this.page.getByLabel('Password').fill(DEMO_PASSWORD);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
	}

	/** Waits until everything done here is sent. */
	async upToDate(): Promise<void> {
		await this.page.getByRole('link', { name: 'Up to date' }).waitFor();
	}

	async close(): Promise<void> {
		await this.shut();
		await this.wire.close();
		await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
}
