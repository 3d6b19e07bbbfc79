import { describe, expect, it } from 'vitest';
import type { Poke } from '#sync/protocol/index.ts';
import { startInMemory } from '../support/authority-world.ts';
import { openTabs, type TestTab } from '../support/test-replica.ts';

/** A tab whose stream is in the test's hand. It leads from `start` on. */
async function leadingTab() {
	const running = await startInMemory();
	const [amy] = (await openTabs(running, 'amy')) as [TestTab];
	const streams: { poke: (poke: Poke) => void; end: () => void }[] = [];
	amy.transport.live = (poke, end) => {
		streams.push({ poke, end });
		return { close: () => undefined };
	};
	amy.transport.calls.length = 0;
	const rest = async () => {
		do await new Promise((resolve) => setImmediate(resolve));
		while (!amy.replica.loop.isResting);
		const calls = amy.transport.calls.splice(0);
		return calls.filter((call) => call === 'pull').length;
	};
	return { amy, streams, rest };
}

describe('replica: when it looks for something to do', () => {
	it('SYNC-P10: on opening, on a kick, on a poke, when a stream comes back, and every 30 seconds', async () => {
		const { amy, streams, rest } = await leadingTab();
		amy.replica.loop.start();
		expect(await rest()).toBe(1);
		expect(await rest()).toBe(0);

		// What the page does on `online`, on coming to the front and after a sign-in.
		amy.replica.loop.kick();
		expect(await rest()).toBe(1);

		const v = amy.replica.memory.meta.cookie?.spaces.main.v ?? 0;
		streams[0]?.poke({ space: 'main', v });
		expect(await rest()).toBe(0);
		streams[0]?.poke({ space: 'main', v: v + 1 });
		expect(await rest()).toBeGreaterThan(0);

		expect(amy.timers.map(({ ms }) => ms)).toEqual([30_000]);
		amy.timers.shift()?.task();
		expect(await rest()).toBe(1);

		streams[0]?.end();
		const reopen = amy.timers.find(({ ms }) => ms < 30_000);
		expect(streams).toHaveLength(1);
		reopen?.task();
		expect(streams).toHaveLength(2);
		expect(await rest()).toBe(1);
	});

	it('SYNC-P10: after a failure by itself, at the latest after 30 seconds, however often it fails', async () => {
		const { amy, rest } = await leadingTab();
		amy.transport.fault = () => 'offline';
		amy.replica.loop.start();
		const gaps: number[] = [];
		for (let turn = 0; turn < 8; turn += 1) {
			expect(await rest()).toBeGreaterThan(0);
			const timer = amy.timers.pop();
			gaps.push(timer?.ms ?? Infinity);
			timer?.task();
		}
		expect(Math.max(...gaps)).toBeLessThanOrEqual(30_000);
		amy.transport.fault = () => undefined;
		await rest();
		amy.replica.loop.kick();
		await rest();
		expect(amy.replica.loop.state).toBe('idle');
	});
});
