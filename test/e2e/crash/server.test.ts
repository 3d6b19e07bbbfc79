import { describe, expect, it } from 'vitest';
import { killServer } from '#test/crash/server-kills.ts';

const KILLS = 3;
/** Milliseconds; a few starts of real processes take long on a busy machine. */
const PATIENCE = 300_000;

describe('kill -9 of the server under 16 writers (the long form: npm run crash)', () => {
	it(
		'SYNC-I1, SYNC-I2, SYNC-EFFECT: nothing acknowledged is lost or doubled, every reaction runs once',
		async () => {
			const findings = await killServer({ kills: KILLS, onProgress: () => undefined });
			const { kills, acknowledged, lost, doubled, effects, effectsLost, faults } = findings;
			expect({ kills, lost, doubled, effectsLost, faults }).toEqual({
				kills: KILLS,
				lost: [],
				doubled: [],
				effectsLost: [],
				faults: []
			});
			expect(acknowledged).toBeGreaterThan(KILLS);
			expect(effects).toBeGreaterThan(0);
		},
		PATIENCE
	);
});
