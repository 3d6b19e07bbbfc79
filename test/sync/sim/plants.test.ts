import { describe, expect, it } from 'vitest';
import { plants, type Plant } from './plants.ts';
import { runSeeds } from './pool.ts';

/** Seeds tried beyond the recorded one: whatever moves a port call moves what a seed does (`npm run sim:plants`). */
const FURTHER = 60;

/** The first invariant that notices, or undefined when none of the seeds shows the bug. */
async function caughtAt(plant: Plant): Promise<string | undefined> {
	let caught: string | undefined;
	const further = Array.from({ length: FURTHER }, (_, index) => index + 1);
	await runSeeds(
		[plant.seed, ...further].map((seed) => ({ seed, ...plant.run })),
		{
			plants: [plant],
			isOver: () => caught !== undefined,
			onResult: ({ seed, violations }) => {
				const found = violations.find(({ invariant }) => plant.caughtBy.includes(invariant));
				if (found) caught ??= `${found.invariant} at seed ${seed}`;
			}
		}
	);
	return caught;
}

describe('the auditor audited: each planted bug is caught', () => {
	it.each(plants)('$name', async (plant) => {
		expect(await caughtAt(plant)).toMatch(/^(I\d+|error) at seed \d+$/);
	});
});
