import { describe, expect, it } from 'vitest';
import { killChromium } from '../chromium-kills.ts';

const KILLS = 5;

describe('kill -9 of Chromium while a page saves (the long form: npm run crash)', () => {
	it('SYNC-I1, SYNC-I2: what was acknowledged is on the device and at last on the server, once', async () => {
		const findings = await killChromium({ kills: KILLS, onProgress: () => undefined });
		const { kills, acknowledged, lost, doubled, faults } = findings;
		expect({ kills, lost, doubled, faults }).toEqual({
			kills: KILLS,
			lost: [],
			doubled: [],
			faults: []
		});
		expect(acknowledged).toBeGreaterThan(KILLS);
	});
});
