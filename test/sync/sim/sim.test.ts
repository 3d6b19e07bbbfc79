import { beforeAll, describe, expect, it } from 'vitest';
import { runSeeds } from './pool.ts';
import { FAILED_ONCE } from './seeds.ts';
import type { SeedResult } from './run-seed.ts';
import type { Invariant } from './violations.ts';

const SEEDS = 500;
/** With a database that takes its time, where transactions meet on the same rows (SYNC-ISO). */
const SLOW_SEEDS = 25;
const FIRST_SLOW = 10_001;
/** On devices that have to make room again and again (SYNC-P7). */
const TIGHT_SEEDS = 25;
const FIRST_TIGHT = 20_001;
/** From this seed on a part of the commands is the desk's: merge, split, undo, macro, bulk. */
const FIRST_DESK = 301;
const DESK = 0.25;

describe(`simulator: ${SEEDS} seeds, and those that failed once`, () => {
	let results: readonly SeedResult[] = [];

	beforeAll(async () => {
		const fresh = Array.from({ length: SEEDS }, (_, index) => ({
			seed: index + 1,
			...(index + 1 < FIRST_DESK ? {} : { desk: DESK })
		}));
		const fixed = FAILED_ONCE.filter(({ seed }) => seed > SEEDS);
		const slow = Array.from({ length: SLOW_SEEDS }, (_, index) => ({
			seed: FIRST_SLOW + index,
			devices: 8,
			lag: 60
		}));
		const tight = Array.from({ length: TIGHT_SEEDS }, (_, index) => ({
			seed: FIRST_TIGHT + index,
			tight: 0.1
		}));
		results = await runSeeds([...fresh, ...fixed, ...slow, ...tight]);
	});

	/** The first runs that broke it, each with the end of what happened. */
	function broken(invariant: Invariant): readonly string[] {
		expect(results.length).toBeGreaterThanOrEqual(SEEDS + SLOW_SEEDS + TIGHT_SEEDS);
		return results
			.flatMap(({ seed, violations }) => {
				const first = violations.find((violation) => violation.invariant === invariant);
				return first ? [{ seed, ...first }] : [];
			})
			.slice(0, 5)
			.map(
				({ seed, at, what, trace }) =>
					`seed ${seed} at ${at}: ${what}\n${trace.slice(-25).join('\n')}`
			);
	}

	it('SYNC-I1: an acknowledged mutation is queued or has exactly one outcome that its device has', () => {
		expect(broken('I1')).toEqual([]);
	});

	it('SYNC-I2: effects happen at most once per mid', () => {
		expect(broken('I2')).toEqual([]);
	});

	it("SYNC-I3: each client's view equals the server's answer computed anew without the log", () => {
		expect(broken('I3')).toEqual([]);
	});

	it('SYNC-I4: no answer and no store shows what its reader may not see', () => {
		expect(broken('I4')).toEqual([]);
	});

	it('SYNC-I5: no child hangs on a root that is not there', () => {
		expect(broken('I5')).toEqual([]);
	});

	it('SYNC-I6: own writes are read, and neither reads nor writes go back', () => {
		expect(broken('I6')).toEqual([]);
	});

	it('SYNC-I7: outside open runs all stands at one moment', () => {
		expect(broken('I7')).toEqual([]);
	});

	it('SYNC-I8: the rows equal a serial replay of the accepted commands', () => {
		expect(broken('I8')).toEqual([]);
	});

	it('SYNC-I9: the cookie never goes back within an epoch', () => {
		expect(broken('I9')).toEqual([]);
	});

	it('SYNC-I10: with a healed network everything comes to rest', () => {
		expect(broken('I10')).toEqual([]);
	});

	it('SYNC-I11: another history is never taken for this one', () => {
		expect(broken('I11')).toEqual([]);
	});

	it('nothing throws that is nobody’s answer', () => {
		expect(broken('error')).toEqual([]);
	});

	it('the same seed gives the same run', async () => {
		const again = await runSeeds([{ seed: 3 }, { seed: 7 }]);
		for (const { seed, hash, picks } of again) {
			const first = results.find((result) => result.seed === seed);
			expect({ hash, picks }).toEqual({ hash: first?.hash, picks: first?.picks });
		}
	});
});
