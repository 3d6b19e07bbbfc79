import { expect, it } from 'vitest';
import { spend } from '#server/http/budgets.ts';

it('a person who asks without end is told how long to wait, and nobody else is', async () => {
	let wait = 0;
	for (let asked = 0; asked < 10_000 && wait === 0; asked += 1)
		wait = await spend('eve', '192.0.2.1');
	expect(wait).toBeGreaterThan(0);
	expect(wait).toBeLessThanOrEqual(60);
	expect(await spend('amy', '192.0.2.1')).toBe(0);
});

it('an address from which nobody is signed in has less to spend', async () => {
	let asked = 0;
	while ((await spend(undefined, '192.0.2.2')) === 0) asked += 1;
	expect(asked).toBe(600);
	expect(await spend('amy', '192.0.2.2')).toBe(0);
});
