import fc from 'fast-check';
import Inbox from '@lucide/svelte/icons/inbox';
import { describe, expect, it } from 'vitest';
import { clampPane, paneMove } from '#ui/shell/pane-size.ts';
import { currentPlace } from '#ui/shell/place.ts';

describe('the current place', () => {
	const places = ['/', '/queue', '/queue/mine', '/assets'].map((href) => ({
		href,
		label: href,
		icon: Inbox
	}));

	it.each([
		['/', '/'],
		['/queue', '/queue'],
		['/queue/INC-1', '/queue'],
		['/queue/mine/INC-1', '/queue/mine'],
		['/queues', undefined],
		['/elsewhere', undefined]
	])('for %s is %s', (path, href) => {
		expect(currentPlace(places, path)?.href).toBe(href);
	});
});

describe('panes', () => {
	it('leave room for list and detail in any window that has it', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 840, max: 5000 }),
				fc.integer({ min: -100, max: 9000 }),
				(whole, wish) => {
					const size = clampPane(wish, whole);
					expect(size).toBeGreaterThanOrEqual(360);
					expect(whole - size).toBeGreaterThanOrEqual(480);
				}
			)
		);
	});

	it.each([
		['ArrowRight', false, 424],
		['ArrowRight', true, 376],
		['ArrowLeft', true, 424],
		['Home', false, 360],
		['End', false, 900],
		['Tab', false, undefined]
	])('UX-16: %s (right-to-left: %s) moves to %s', (key, rtl, size) => {
		expect(paneMove(key, { size: 400, least: 360, most: 900, rtl })).toBe(size);
	});
});
