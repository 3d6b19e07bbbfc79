import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DataLink } from '#client/data-link.ts';
import { Sync } from '#client/sync.svelte.ts';

afterEach(() => vi.unstubAllGlobals());

/** A page whose events the test makes, and what its data worker was asked. */
function openPage() {
	const page = new EventTarget();
	const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
	vi.stubGlobal('window', page);
	vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
	vi.stubGlobal('document', document);
	vi.stubGlobal('navigator', { onLine: false });
	const asked: unknown[] = [];
	const data = {
		kick: async () => void asked.push('kick'),
		setVisible: async (visible: boolean) => void asked.push(visible)
	};
	const link = { connected: true, listen: () => undefined, data: async () => data };
	const sync = new Sync(link as unknown as DataLink);
	return { page, document, asked, sync, link };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('SYNC-P10: the page says when to try, since half of the browsers do not', () => {
	it('when the network comes back', async () => {
		const { page, asked, sync } = openPage();
		expect(sync.online).toBe(false);
		page.dispatchEvent(new Event('online'));
		await soon();
		expect([sync.online, asked]).toEqual([true, ['kick']]);
		page.dispatchEvent(new Event('offline'));
		expect(sync.online).toBe(false);
	});

	it('when it comes to the front, not when it goes', async () => {
		const { document, asked } = openPage();
		for (const state of ['hidden', 'visible']) {
			document.visibilityState = state;
			document.dispatchEvent(new Event('visibilitychange'));
			await soon();
		}
		expect(asked).toEqual([false, true]);
	});

	it('not while nobody is signed in', async () => {
		const { page, asked, link } = openPage();
		link.connected = false;
		page.dispatchEvent(new Event('online'));
		await soon();
		expect(asked).toEqual([]);
	});
});
