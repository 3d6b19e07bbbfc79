import { describe, expect, it } from 'vitest';
import { plants } from './plants.ts';
import { runSeeds } from './pool.ts';

describe('the auditor audited: each planted bug is caught on its recorded seed', () => {
	it.each(plants)('$name', async (plant) => {
		const [result] = await runSeeds([{ seed: plant.seed, ...plant.run }], { plants: [plant] });
		const caught = result?.violations.map(({ invariant }) => invariant) ?? [];
		expect(caught.filter((invariant) => plant.caughtBy.includes(invariant))).not.toEqual([]);
	});
});
