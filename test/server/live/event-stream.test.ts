import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openEventStream } from '#server/live/event-stream.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('beats every 25 seconds, and ends with the first beat after the session', async () => {
	let isAlive = true;
	const onClose = vi.fn();
	const stream = openEventStream({ isAlive: async () => isAlive, onClose });
	const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader();
	await vi.advanceTimersByTimeAsync(25_000);
	expect((await reader.read()).value).toBe(': \n\n');
	isAlive = false;
	await vi.advanceTimersByTimeAsync(25_000);
	expect((await reader.read()).done).toBe(true);
	expect(onClose).toHaveBeenCalledOnce();
	expect(vi.getTimerCount()).toBe(0);
});

it('waits for a client that does not read, and lets go when it leaves', async () => {
	const onClose = vi.fn();
	const stream = openEventStream({ isAlive: async () => true, onClose });
	const told: number[] = [];
	const first = stream.send({ v: 1 }).then(() => told.push(1));
	const second = stream.send({ v: 2 }).then(() => told.push(2));
	await vi.advanceTimersByTimeAsync(1_000);
	expect(told).toEqual([]);
	await stream.body.cancel();
	await Promise.all([first, second]);
	expect(stream.isClosed).toBe(true);
	expect(onClose).toHaveBeenCalledOnce();
	await stream.send({ v: 3 });
});
