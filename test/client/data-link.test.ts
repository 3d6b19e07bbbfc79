import { describe, expect, it } from 'vitest';
import { DataLink } from '#client/data-link.ts';
import { doneOf, newMid } from '#client/run.svelte.ts';
import type { ListUpdate, TabUpdate } from '#store/index.ts';
import { StorageFull } from '#sync/replica/index.ts';
import type { DataWorker } from '#workers/contracts/data-worker.ts';

const watch = { query: 'tickets.queue', args: {}, size: 5 };
const list = (id: number, total: number): ListUpdate => ({
	id,
	total,
	revision: 1,
	first: [],
	unsent: [],
	ready: true
});

function setUp() {
	const workers: { opened: number[]; ended: boolean; tell: (update: TabUpdate) => void }[] = [];
	const link = new DataLink(async (_, tell) => {
		const worker = { opened: [] as number[], ended: false, tell };
		workers.push(worker);
		const data = {
			openList: async (id: number) => void worker.opened.push(id),
			close: async () => undefined
		} as unknown as DataWorker;
		return { data, opened: Promise.resolve(), end: () => void (worker.ended = true) };
	});
	return { link, workers };
}

/** Until everything that was under way is done. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("the page's end of its data worker", () => {
	it('opens what was watched before there was anybody, and again for the next person', async () => {
		const { link, workers } = setUp();
		const seen: (number | 'reset')[] = [];
		const id = link.watchList(
			watch,
			({ total }) => seen.push(total),
			() => seen.push('reset')
		);
		link.connect('ann');
		await settle();
		workers[0]?.tell({ lists: [list(id, 3)] });
		link.connect('bob');
		await settle();
		expect(workers.map(({ opened }) => opened)).toEqual([[id], [id]]);
		expect(seen).toEqual([3, 'reset']);
	});

	it('SYNC-P12: hears nothing more of the person that left', async () => {
		const { link, workers } = setUp();
		const seen: number[] = [];
		const id = link.watchList(
			watch,
			({ total }) => seen.push(total),
			() => undefined
		);
		link.connect('ann');
		link.connect('bob');
		await settle();
		workers[0]?.tell({ lists: [list(id, 99)] });
		workers[1]?.tell({ lists: [list(id, 1)] });
		expect(seen).toEqual([1]);
	});

	it('SYNC-P12: a worker that is there only after its person has left ends unheard', async () => {
		const { link, workers } = setUp();
		link.watchList(
			watch,
			() => undefined,
			() => undefined
		);
		link.connect('ann');
		link.disconnect();
		await settle();
		expect(workers).toMatchObject([{ opened: [], ended: true }]);
		expect(link.connected).toBe(false);
	});

	it('whoever asks early is answered when there is somebody', async () => {
		const { link } = setUp();
		const asked = link.data();
		link.connect('ann');
		expect(await asked).toBeDefined();
	});
});

describe('a command', () => {
	it('SYNC-P7: throws StorageFull when the device had no room', () => {
		expect(() => doneOf({ full: true })).toThrow(StorageFull);
		const done = { verdict: { kind: 'applied' as const }, id: 1, mid: 'm', doubtful: false };
		expect(doneOf(done)).toEqual(done);
	});

	it('newMid gives UUIDs of version 7, never twice', () => {
		const mids = Array.from({ length: 1_000 }, newMid);
		expect(new Set(mids).size).toBe(1_000);
		for (const mid of mids)
			expect(mid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	});
});
