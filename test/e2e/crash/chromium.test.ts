import { describe, expect, it } from 'vitest';
import { killChromium } from '#test/crash/chromium-kills.ts';

const KILLS = 4;
/** Milliseconds; a few starts of real processes take long on a busy machine. */
const PATIENCE = 300_000;

describe('kill -9 of Chromium while a page saves (the long form: npm run crash)', () => {
	it(
		'SYNC-I1, SYNC-I2: what was acknowledged is on the device and at last on the server, once, though Chromium deletes its database',
		async () => {
			const plan = { kills: KILLS, damageAfter: 2, onProgress: () => undefined };
			const findings = await killChromium(plan);
			const { kills, acknowledged, lost, doubled, faults, databasesLost } = findings;
			expect({ kills, lost, doubled, faults }).toEqual({
				kills: KILLS,
				lost: [],
				doubled: [],
				faults: []
			});
			expect(acknowledged).toBeGreaterThan(KILLS);
			expect(databasesLost).toBeGreaterThanOrEqual(1);
		},
		PATIENCE
	);
});
