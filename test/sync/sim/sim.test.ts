import { beforeAll, describe, expect, it } from 'vitest';
import { runSeeds } from './pool.ts';
import { FAILED_ONCE } from './seeds.ts';
import type { SeedResult } from './run-seed.ts';
import type { Invariant } from './violations.ts';

const SEEDS = 500;

const invariants: readonly (readonly [Invariant, string])[] = [
	['I1', 'an acknowledged mutation is queued or has exactly one outcome that its device has'],
	['I2', 'effects happen at most once per mid'],
	['I3', "each client's view equals the server's answer computed anew without the log"],
	['I4', 'no answer and no store shows what its reader may not see'],
	['I5', 'no child hangs on a root that is not there'],
	['I6', 'own writes are read, and neither reads nor writes go back'],
	['I7', 'outside open runs all stands at one moment'],
	['I8', 'the rows equal a serial replay of the accepted commands'],
	['I9', 'the cookie never goes back within an epoch'],
	['I10', 'with a healed network everything comes to rest'],
	['I11', 'another history is never taken for this one'],
	['error', 'nothing throws that is nobody\u2019s answer']
];

describe(`simulator: ${SEEDS} seeds, and those that failed once`, () => {
	let results: readonly SeedResult[] = [];

	beforeAll(async () => {
		const fresh = Array.from({ length: SEEDS }, (_, index) => ({ seed: index + 1 }));
		const fixed = FAILED_ONCE.filter(({ seed }) => seed > SEEDS);
		results = await runSeeds([...fresh, ...fixed]);
	});

	it.each(invariants)('SYNC-%s: %s', (invariant) => {
		const broken = results.flatMap(({ seed, violations }) =>
			violations
				.filter((violation) => violation.invariant === invariant)
				.slice(0, 1)
				.map(
					({ what, at, trace }) => `seed ${seed} at ${at}: ${what}\n${trace.slice(-25).join('\n')}`
				)
		);
		expect(results.length).toBeGreaterThanOrEqual(SEEDS);
		expect(broken.slice(0, 5)).toEqual([]);
	});

	it('the same seed gives the same run', async () => {
		const again = await runSeeds([{ seed: 3 }, { seed: 7 }]);
		for (const { seed, hash, picks } of again) {
			const first = results.find((result) => result.seed === seed);
			expect({ hash, picks }).toEqual({ hash: first?.hash, picks: first?.picks });
		}
	});
});
