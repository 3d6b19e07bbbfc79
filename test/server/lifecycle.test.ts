import { afterEach, expect, it } from 'vitest';
import { drain, isDraining, onDrain, onStop, stop } from '#server/lifecycle.ts';

const takeBack: (() => void)[] = [];
afterEach(() => takeBack.splice(0).forEach((remove) => remove()));

it('drains first, then stops the latest resource first, and one failure keeps no other from closing', async () => {
	const order: string[] = [];
	const failure = new Error('stuck');
	takeBack.push(
		onStop(() => void order.push('database')),
		onStop(() => Promise.reject(failure)),
		onStop(() => void order.push('jobs')),
		onDrain(() => void order.push('streams'))
	);
	expect(isDraining()).toBe(false);
	expect(await drain()).toEqual([]);
	expect(isDraining()).toBe(true);
	expect(await stop()).toEqual([failure]);
	expect(order).toEqual(['streams', 'jobs', 'database']);
});

it('forgets what was taken back', async () => {
	const order: string[] = [];
	onDrain(() => void order.push('stream'))();
	await drain();
	expect(order).toEqual([]);
});
