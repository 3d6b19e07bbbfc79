import type { Page } from 'playwright-core';
import { emailOf, type PersonKey } from '#server/seed/people.ts';
import { DEMO_PASSWORD } from '#server/seed/plant.ts';

/** What the page under test puts on `globalThis.device`, as far as tests reach for it. */
export interface Device {
	readonly session: {
		readonly state: string;
		readonly expired: boolean;
		readonly person: { readonly subject: string; readonly roles: readonly string[] } | null;
		signIn(email: string, password: string): Promise<{ readonly code: string } | null>;
		signOut(unsent: 'refuse' | 'discard'): Promise<{ unsent: number } | null>;
	};
	readonly sync: {
		readonly status: { readonly state: string; readonly waiting: number };
		kick(): void;
	};
	readonly outbox: { readonly entries: readonly { readonly mid: string }[] };
	readonly list: { readonly total: number; readonly ready: boolean };
	readonly row: { readonly state: string; readonly sync: { readonly kind: string } };
	readonly comments: { readonly complete: boolean; readonly rows: readonly unknown[] };
	readonly note: { value: { text: string }; readonly ready: boolean };
	readonly uploads: { progress(hash: string): string };
	addPhoto(file: File): Promise<{ hash: string; mime: string; size: number; name: string }>;
	photoUrl(hash: string): Promise<string | undefined>;
	newMid(): string;
	run(
		name: string,
		args: unknown,
		options?: { mid?: string }
	): Promise<{ readonly verdict: { readonly kind: string }; readonly mid?: string }>;
	show(id: string): void;
	sortBy(by: 'newest' | 'oldest'): void;
}

declare global {
	var device: Device;
}

/** Opens the page and waits until it is clear who works there. */
export async function openDevice(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await page.waitForFunction(() => globalThis.device?.session.state !== 'starting');
}

export async function signIn(page: Page, key: PersonKey): Promise<void> {
	const refused = await page.evaluate(
		([email, password]) => device.session.signIn(email, password),
		[emailOf(key), DEMO_PASSWORD] as const
	);
	if (refused) throw new Error(`sign-in: ${refused.code}`);
}

/** Until the first sync is done and nothing waits. */
export async function settled(page: Page): Promise<void> {
	await page.waitForFunction(
		() =>
			device.list.ready &&
			device.list.total > 0 &&
			device.sync.status.state === 'idle' &&
			device.sync.status.waiting === 0 &&
			!('run' in device.sync.status)
	);
}

export function report(page: Page, title: string) {
	return page.evaluate(
		(given) => device.run('tickets.create', { kind: 'incident', title: given }),
		title
	);
}
