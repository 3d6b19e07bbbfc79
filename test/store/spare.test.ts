/** SYNC-I1 when the browser loses its database: what was acknowledged and not sent comes back from the spare. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSpare, writeLine, type SpareLine } from '#store/spare/spare-records.ts';
import { SparedStorage, type SpareFiles } from '#store/spare/spared-storage.ts';
import type { QueueRecord, ReplicaStorage } from '#sync/replica/index.ts';
import { FakeDevice } from './support/fake-device.ts';
import { openFakeTab, plantAnn } from './support/fake-tab.ts';
import { MemoryFolder } from './support/memory-files.ts';

const report = (title: string) => ({
	name: 'tickets.create',
	args: { kind: 'incident', title }
});

const kept = (storage: ReplicaStorage) =>
	storage.read(['meta', 'queue'], async (tx) => ({
		group: await tx.get('meta', 'group'),
		nextId: await tx.get('meta', 'nextId'),
		queue: await tx.getAll('queue')
	}));

/** Puts a group where a tab with a way to the server would have put one. */
async function annsDevice(files: MemoryFolder) {
	const device = new FakeDevice();
	await plantAnn(device.storage());
	await device.storage().write(['meta'], (tx) => tx.put('meta', 'group', 'the group'));
	return { open: () => new SparedStorage(device.storage(), files.files()) };
}

describe('SYNC-I1: a device whose database is gone', () => {
	it('has all that was acknowledged, under the same ids and in the same group', async () => {
		const folder = new MemoryFolder();
		const { open } = await annsDevice(folder);
		const storage = open();
		const { tab } = openFakeTab(storage);
		for (const title of ['one', 'two', 'three']) await tab.run(report(title));
		await tab.discard(2);
		const before = await kept(storage);
		expect(before.queue).toHaveLength(3);

		const emptied = new SparedStorage(new FakeDevice().storage(), folder.files());
		const again = openFakeTab(emptied);
		expect(await again.tab.unsent()).toBe(3);
		expect(await kept(emptied)).toEqual(before);
	});

	it('goes on where it was: a second loss costs nothing either, and what was settled stays away', async () => {
		const folder = new MemoryFolder();
		const { tab } = openFakeTab((await annsDevice(folder)).open());
		for (const title of ['one', 'two']) await tab.run(report(title));

		const second = new SparedStorage(new FakeDevice().storage(), folder.files());
		await second.write(['meta', 'queue'], async (tx) => {
			const rev = Number(await tx.get('meta', 'rev'));
			await tx.delete('queue', 1);
			await tx.put('meta', 'rev', rev + 1);
		});
		const third = new SparedStorage(new FakeDevice().storage(), folder.files());
		expect(await kept(third)).toEqual(await kept(second));
		expect((await kept(third)).queue.map(({ key }) => key)).toEqual([2]);
	});

	it('two tabs write lines of their own, and both are put back', async () => {
		const folder = new MemoryFolder();
		const { open } = await annsDevice(folder);
		const [a, b] = [openFakeTab(open()).tab, openFakeTab(open()).tab];
		for (const [tab, title] of [
			[a, 'one'],
			[b, 'two'],
			[a, 'three']
		] as const)
			await tab.run(report(title));
		const emptied = new SparedStorage(new FakeDevice().storage(), folder.files());
		expect((await kept(emptied)).queue.map(({ key }) => key)).toEqual([1, 2, 3]);
	});

	it('a database that is there is believed, whatever the files hold', async () => {
		const folder = new MemoryFolder();
		const { open } = await annsDevice(folder);
		const { tab } = openFakeTab(open());
		await tab.run(report('one'));
		folder.texts.set({}, writeLine({ rev: 99, whole: true, meta: {}, queue: [] }));
		expect((await kept(open())).queue).toHaveLength(1);
	});

	it('files that fail cost no change', async () => {
		const broken = () => {
			throw new Error('no room');
		};
		const files: SpareFiles = {
			read: async () => broken(),
			begin: async () => broken(),
			append: broken,
			size: 0,
			close: () => undefined
		};
		const device = new FakeDevice();
		await plantAnn(device.storage());
		const { tab } = openFakeTab(new SparedStorage(device.storage(), files));
		expect(await tab.run(report('one'))).toMatchObject({ id: 1 });
	});
});

describe('the lines of the spare', () => {
	const record = (n: number) => ({ attempts: n }) as QueueRecord;
	const changes = fc.array(
		fc.record({ id: fc.integer({ min: 1, max: 5 }), put: fc.boolean(), whole: fc.boolean() }),
		{ maxLength: 30 }
	);

	it('cut anywhere and spread over any files come to what the complete lines say', () => {
		fc.assert(
			fc.property(changes, fc.nat(), fc.integer({ min: 1, max: 3 }), (steps, cutAt, files) => {
				const queue = new Map<number, QueueRecord>();
				const states: [number, QueueRecord][][] = [[]];
				const lines: SpareLine[] = [{ rev: 1, whole: true, meta: {}, queue: [] }];
				for (const [index, { id, put, whole }] of steps.entries()) {
					if (put) queue.set(id, record(index));
					else queue.delete(id);
					const state = [...queue].sort(([a], [b]) => a - b);
					states.push(state);
					const change: SpareLine['queue'] = [[id, put ? record(index) : null]];
					lines.push({ rev: index + 2, whole, meta: {}, queue: whole ? state : change });
				}
				const kept = cutAt % lines.length;
				const texts = Array.from({ length: files }, () => '');
				for (const [index, line] of lines.slice(0, kept + 1).entries())
					texts[index % files] += writeLine(line);
				const next = lines[kept + 1];
				if (next) texts[0] += writeLine(next).slice(0, -1);
				expect(readSpare(texts)?.queue).toEqual(states[kept]);
			})
		);
	});

	it('without a whole one say nothing', () => {
		const line = writeLine({ rev: 3, whole: false, meta: {}, queue: [[1, record(1)]] });
		expect(readSpare(['', 'no line', line])).toBeUndefined();
	});
});
