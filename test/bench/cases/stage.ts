import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { ListWatch } from '#store/index.ts';
import { launchProfile } from '../../support/chromium.ts';
import { LAB, type Site } from '../support/site.ts';
import type { Login, World } from '../support/world.ts';

/** The app, our pages beside it, and the profiles of the browsers. */
export interface Stage {
	readonly world: World;
	readonly site: Site;
	readonly tickets: number;
	readonly onProgress: (sentence: string) => void;
}

export const newest: ListWatch = {
	query: 'tickets.queue',
	args: { view: 'all', kind: null, sort: 'newest' },
	size: 50
};

export class Profile {
	readonly folder = mkdtempSync(join(tmpdir(), 'waypost-bench-'));
	#context: BrowserContext | undefined;

	/** A browser on it, started anew if there was one. */
	async open(): Promise<BrowserContext> {
		await this.close();
		this.#context = await launchProfile(this.folder);
		return this.#context;
	}

	async close(): Promise<void> {
		await this.#context?.close();
		this.#context = undefined;
	}

	async remove(): Promise<void> {
		await this.close();
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** A lab page of somebody who is signed in; with `start`, it loads the data at once and lists it. */
export async function openLab(
	browser: BrowserContext,
	{ site }: Stage,
	login: Login,
	{ start = true } = {}
): Promise<Page> {
	const page = await browser.newPage();
	page.on('pageerror', (error) => console.error(error));
	await page.goto(site.origin + LAB);
	await page.waitForFunction(() => 'measures' in window);
	await page.evaluate(async ({ email, password }) => {
		const subject = await window.lab.signIn(email, password);
		// The app starts as this person, too.
		localStorage.setItem('waypost.person', JSON.stringify({ subject, name: email }));
	}, login);
	if (start) {
		await page.evaluate(
			async ([subject, watch]) => {
				await window.lab.start(subject);
				await window.lab.show(watch);
				await window.measures.untilIdle();
			},
			[login.subject, newest] as const
		);
	}
	return page;
}
