import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Toasts } from '#ui/kit/toasts.svelte.ts';

describe('toasts', () => {
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => vi.useRealTimers());

	it('UX-13: stay at least ten seconds, then go', () => {
		const toasts = new Toasts();
		toasts.show('Resolved', { undo: () => undefined });
		vi.advanceTimersByTime(10_000);
		expect(toasts.list).toHaveLength(1);
		vi.advanceTimersByTime(3_000);
		expect(toasts.list).toHaveLength(0);
		expect(vi.getTimerCount()).toBe(0);
	});

	it('UX-13: stand still while held', () => {
		const toasts = new Toasts();
		toasts.show('Resolved');
		toasts.hold(true);
		vi.advanceTimersByTime(60_000);
		expect(toasts.list).toHaveLength(1);
		toasts.hold(false);
		vi.advanceTimersByTime(13_000);
		expect(toasts.list).toHaveLength(0);
	});

	it('UX-13: undo takes back the newest act that can be taken back, once', () => {
		const toasts = new Toasts();
		const undone: string[] = [];
		toasts.show('First', { undo: () => undone.push('first') });
		toasts.show('Second', { undo: () => undone.push('second') });
		toasts.show('Copied');
		expect(toasts.undoLast()).toBe(true);
		expect(toasts.undoLast()).toBe(true);
		expect(toasts.undoLast()).toBe(false);
		expect(undone).toEqual(['second', 'first']);
	});

	it('show three at most', () => {
		const toasts = new Toasts();
		for (const text of ['a', 'b', 'c', 'd']) toasts.show(text);
		expect(toasts.list.map((toast) => toast.text)).toEqual(['b', 'c', 'd']);
	});
});
