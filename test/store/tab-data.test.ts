import { describe, expect, it, vi } from 'vitest';
import { access } from '#domain/identity/index.ts';
import { baseOf, rowId } from '#domain/kernel/index.ts';
import { ticket as ticketTable } from '#domain/tickets/index.ts';
import {
	OWN_ROW_SLOT,
	StorageFull,
	StorageLost,
	type ReplicaStorage
} from '#sync/replica/index.ts';
import { FakeDevice } from './support/fake-device.ts';
import { FakeHints, firstLock, openFakeTab, plantAnn } from './support/fake-tab.ts';

const all = { query: 'tickets.queue', args: { view: 'all', kind: null, sort: 'newest' }, size: 5 };
const report = (title: string) => ({
	name: 'tickets.create',
	args: { kind: 'incident', title }
});

async function annsDevice() {
	const device = new FakeDevice();
	await plantAnn(device.storage());
	return device;
}

/** Closed tickets, each with a comment, as a pull would have brought them. */
async function plantClosed(storage: ReplicaStorage, ids: readonly string[]): Promise<void> {
	await storage.write(['meta', 'base', 'complete', 'revlog'], async (tx) => {
		const rev = ((await tx.get('meta', 'rev')) as number) + 1;
		for (const id of ids) {
			const row = { id, kind: 'incident', state: 'closed', requester: 'ann', title: id };
			const comment = { id: `of ${id}`, root: id, audience: 'public', body: 'x' };
			await tx.put('base', `ticket/${id}`, { table: 'ticket', row, v: 1, gen: 0 });
			const child = { table: 'ticket_comment', row: comment, v: 1, gen: 0 };
			await tx.put('base', `ticket_comment/of ${id}`, child);
			await tx.put('complete', `ticket/${id}`, { at: 1 });
		}
		await tx.clear('revlog');
		await tx.put('meta', 'rev', rev);
	});
}

/** A storage whose writes meet what `fault` says, before or after they reached the disk. */
function faulty(
	storage: ReplicaStorage,
	fault: () => { when: 'before' | 'after'; error: Error } | undefined
): ReplicaStorage {
	return {
		read: (stores, work) => storage.read(stores, work),
		write: async (stores, work) => {
			const now = stores.includes('queue') ? fault() : undefined;
			if (now?.when === 'before') throw now.error;
			const result = await storage.write(stores, work);
			if (now) throw now.error;
			return result;
		}
	};
}

describe('a tab', () => {
	it('a command is in list, row, outbox and status when it resolves, marked as not sent', async () => {
		const { tab, updates, told } = openFakeTab((await annsDevice()).storage());
		await tab.openList(1, all);
		await tab.ready();
		expect(updates.some((update) => update.loaded)).toBe(true);
		const done = await tab.run(report('Printer'));
		expect(done).toMatchObject({ verdict: { kind: 'applied' }, id: 1 });
		const last = updates.findLast((update) => update.lists)?.lists?.[0];
		expect(last).toMatchObject({ total: 1, ready: true, first: [{ title: 'Printer' }] });
		const [row] = last?.first ?? [];
		expect(last?.unsent).toEqual([row?.id]);
		const outbox = updates.findLast((update) => update.outbox)?.outbox;
		expect(outbox?.changed).toMatchObject([[1, { name: 'tickets.create', state: 'waiting' }]]);
		expect(updates.findLast((update) => update.status)?.status?.waiting).toBe(1);
		await tab.openRecord(2, { kind: 'row', table: 'ticket', id: row?.id ?? '' });
		const record = updates.findLast((update) => update.records)?.records?.[0];
		expect(record?.state).toMatchObject({ sync: { kind: 'saved', id: 1 }, complete: true });
		expect(told.device).toBeUndefined();
	});

	it('UX-30: the same command given twice under one mid is done once', async () => {
		const { tab } = openFakeTab((await annsDevice()).storage());
		const mid = '01890000-0000-7000-8000-000000000001';
		const [a, b] = await Promise.all([
			tab.run({ ...report('Once'), mid }),
			tab.run({ ...report('Once'), mid })
		]);
		expect(a).toMatchObject({ id: 1, mid });
		expect(b).toMatchObject({ id: 1, mid });
		expect(await tab.unsent()).toBe(1);
	});

	it('a command that is refused here writes nothing', async () => {
		const { tab } = openFakeTab((await annsDevice()).storage());
		const done = await tab.run({ name: 'tickets.create', args: { kind: 'incident', title: '' } });
		expect(done).toMatchObject({ verdict: { kind: 'rejected' } });
		expect(await tab.unsent()).toBe(0);
	});

	it('UX-51: many commands are done in one transaction, each refused or durable by itself', async () => {
		const device = await annsDevice();
		let writes = 0;
		const storage = faulty(device.storage(), () => void (writes += 1));
		const { tab, updates } = openFakeTab(storage);
		await tab.openList(1, all);
		const bulk = '01890000-0000-7000-8000-00000000000b';
		const commands = ['One', '', 'Three'].map((title) => ({ ...report(title), bulk }));
		const ran = await tab.runAll(commands);
		expect(ran).toMatchObject([
			{ verdict: { kind: 'applied' }, id: 1 },
			{ verdict: { kind: 'rejected' } },
			{ verdict: { kind: 'applied' }, id: 2 }
		]);
		expect(writes).toBe(1);
		const queued = await device.storage().read(['queue'], (tx) => tx.getAll('queue'));
		expect(queued.map(({ value }) => value)).toMatchObject([
			{ mutation: { id: 1, bulk } },
			{ mutation: { id: 2, bulk } }
		]);
		expect(updates.findLast((update) => update.lists)?.lists?.[0]).toMatchObject({ total: 2 });
	});

	it('UX-51: of commands run together the later ones see the earlier ones and name them', async () => {
		const device = await annsDevice();
		const { tab } = openFakeTab(device.storage());
		const mid = '01890000-0000-7000-8000-000000000001';
		const ticket = rowId(mid, ticketTable);
		const title = { ticket, changes: { title: 'Other words' } };
		await tab.runAll([
			{ ...report('First words'), mid },
			{ name: 'tickets.edit', args: title, base: baseOf({ title: 'First words' }, ['title']) }
		]);
		const queued = await device.storage().read(['queue'], (tx) => tx.getAll('queue'));
		expect(queued.map(({ value }) => value)).toMatchObject([
			{ mutation: { deps: [] } },
			{ mutation: { deps: [mid] } }
		]);
		expect((await tab.search.lookUp([{ table: 'ticket', id: ticket }]))[0]?.row).toMatchObject({
			title: 'Other words'
		});
	});

	it('UX-51: a preview says what each command would come to, and writes nothing', async () => {
		const { tab } = openFakeTab((await annsDevice()).storage());
		const previews = await tab.preview([report('One'), report('')]);
		expect(previews).toMatchObject([
			{ verdict: { kind: 'applied' }, writes: expect.arrayContaining([expect.anything()]) },
			{ verdict: { kind: 'rejected' }, writes: [] }
		]);
		expect(await tab.unsent()).toBe(0);
		expect((await tab.search.find({ text: 'one', tables: ['ticket'], size: 5 })).rows).toEqual([]);
	});

	it('UX-48: what a command made is found at once, and so is its change', async () => {
		const { tab } = openFakeTab((await annsDevice()).storage());
		const asked = { tables: ['ticket'], size: 5 };
		expect((await tab.search.find({ ...asked, text: 'printer' })).rows).toEqual([]);
		await tab.run(report('Printer jams'));
		const { rows, complete } = await tab.search.find({ ...asked, text: 'print jam' });
		expect(rows).toMatchObject([{ table: 'ticket', row: { title: 'Printer jams' } }]);
		expect(complete).toBe(true);
	});

	it('UX-57: a frozen list stays as it was until it is closed', async () => {
		const { tab } = openFakeTab((await annsDevice()).storage());
		await tab.openList(1, all);
		await tab.run(report('One'));
		expect(await tab.freezeList(1, 2)).toBe(1);
		await tab.run(report('Two'));
		expect(await tab.listRows(1, 0, 9)).toHaveLength(2);
		expect(await tab.listRows(2, 0, 9)).toMatchObject([{ title: 'One' }]);
		await tab.close(2);
		expect(await tab.listRows(2, 0, 9)).toEqual([]);
	});

	it.each(['before', 'after'] as const)(
		'SYNC-P6: a connection lost %s the disk had it: the command is there, once',
		async (when) => {
			const device = await annsDevice();
			let lost = 1;
			const storage = faulty(device.storage(), () =>
				lost-- > 0 ? { when, error: new StorageLost() } : undefined
			);
			const { tab } = openFakeTab(storage);
			expect(await tab.run(report('Survives'))).toMatchObject({ id: 1 });
			const stored = await device.storage().read(['queue'], (tx) => tx.getAll('queue'));
			expect(stored).toHaveLength(1);
			expect(await tab.unsent()).toBe(1);
		}
	);

	it('SYNC-P7: without room the answer is "full" and nothing is kept; with room it is saved', async () => {
		const device = await annsDevice();
		let full = true;
		const storage = faulty(device.storage(), () =>
			full ? { when: 'before', error: new StorageFull() } : undefined
		);
		const { tab, updates } = openFakeTab(storage);
		expect(await tab.run(report('No room'))).toEqual({ full: true });
		expect(updates.at(-1)).toEqual({ device: 'full' });
		expect(await tab.unsent()).toBe(0);
		full = false;
		expect(await tab.run(report('Room'))).toMatchObject({ id: 1 });
	});

	it('SYNC-P7: copies of what the server has make room for a save', async () => {
		const device = await annsDevice();
		const plain = device.storage();
		await plain.write(['blob'], (tx) =>
			tx.put('blob', 'h', { name: 'x', mime: 'x', bytes: new ArrayBuffer(9), addedAt: 1 })
		);
		let tries = 0;
		const storage = faulty(plain, () =>
			tries++ === 0 ? { when: 'before', error: new StorageFull() } : undefined
		);
		const { tab } = openFakeTab(storage);
		expect(await tab.run(report('After making room'))).toMatchObject({ id: 1 });
		expect(await plain.read(['blob'], (tx) => tx.getAll('blob'))).toEqual([]);
	});

	it('SYNC-P7: then what hangs on closed tickets, unless it is on screen; never the queue', async () => {
		const device = await annsDevice();
		const plain = device.storage();
		await plantClosed(plain, ['shown', 'closed']);
		let full = 2;
		const storage = faulty(plain, () =>
			full-- > 0 ? { when: 'before', error: new StorageFull() } : undefined
		);
		const { tab } = openFakeTab(storage);
		await tab.openRecord(1, { kind: 'children', table: 'ticket_comment', root: 'shown' });
		expect(await tab.run(report('Too much'))).toEqual({ full: true });
		full = 1;
		await plantClosed(plain, ['closed']);
		const late = openFakeTab(storage).tab;
		await late.openRecord(1, { kind: 'children', table: 'ticket_comment', root: 'shown' });
		expect(await late.run(report('Fits now'))).toMatchObject({ id: 1 });
		const left = await plain.read(['base', 'queue'], async (tx) => ({
			base: (await tx.getAll('base')).map(({ key }) => key),
			queue: (await tx.getAll('queue')).length
		}));
		expect(left.base.toSorted()).toEqual([
			'access/ann',
			'ticket/closed',
			'ticket/shown',
			'ticket_comment/of shown'
		]);
		expect(left.queue).toBe(1);
	});

	it('UX-29: drafts are kept, replaced and removed', async () => {
		const device = await annsDevice();
		const { tab } = openFakeTab(device.storage());
		await tab.drafts.put('new', { title: 'Half' });
		expect(await openFakeTab(device.storage()).tab.drafts.get('new')).toEqual({ title: 'Half' });
		await tab.drafts.put('new', undefined);
		expect(await tab.drafts.get('new')).toBeUndefined();
	});
});

describe('two tabs of one device', () => {
	async function twoTabs() {
		const device = await annsDevice();
		const [hints, locks] = [new FakeHints(), firstLock()];
		const open = () => openFakeTab(device.storage(), { hints: hints.channel(), locks });
		const [first, second] = [open(), open()];
		await Promise.all([first.tab.ready(), second.tab.ready()]);
		return { first, second, hints };
	}

	it('what one does shows in the other, and ids never meet', async () => {
		const { first, second } = await twoTabs();
		await second.tab.openList(1, all);
		const runs = await Promise.all(
			Array.from({ length: 20 }, (_, no) => (no % 2 ? first : second).tab.run(report(`No ${no}`)))
		);
		const ids = runs.map((done) => ('id' in done ? done.id : undefined));
		expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual(
			Array.from({ length: 20 }, (_, at) => at + 1)
		);
		await vi.waitFor(() =>
			expect(second.updates.findLast((update) => update.lists)?.lists?.[0]?.total).toBe(20)
		);
	});

	it('a tab that does not lead asks the leader to send', async () => {
		const { second, hints } = await twoTabs();
		await second.tab.run(report('Please send'));
		expect(hints.heard).toContainEqual({ kind: 'kick' });
	});

	it('and shows how the leader stands', async () => {
		const { second } = await twoTabs();
		await vi.waitFor(() =>
			expect(second.updates.findLast((update) => update.status)?.status?.state).toBe('offline')
		);
	});
});

describe('UX-4: a cold start', () => {
	it('paints the first window of the last visit before anything else is read', async () => {
		const device = await annsDevice();
		const before = openFakeTab(device.storage());
		await before.tab.openList(1, all);
		await before.tab.run(report('Seen before'));
		const windows = () => device.storage().read(['window'], (tx) => tx.getAll('window'));
		// The list's, and beside it the own access row.
		await vi.waitFor(async () => expect(await windows()).toHaveLength(2), 5_000);

		const after = openFakeTab(device.storage());
		await after.tab.openList(7, all);
		await after.tab.ready();
		const lists = after.updates.flatMap((update) => update.lists ?? []);
		expect(lists[0]).toMatchObject({
			id: 7,
			ready: false,
			total: 1,
			first: [{ title: 'Seen before' }]
		});
		expect(lists.at(-1)).toMatchObject({ id: 7, ready: true, total: 1 });
		expect(after.updates.findIndex((update) => update.lists)).toBeLessThan(
			after.updates.findIndex((update) => update.loaded)
		);
	});

	it('tells who this is, and what they may do, before anything else is read', async () => {
		const device = await annsDevice();
		const before = openFakeTab(device.storage());
		await before.tab.openList(1, all);
		const ownRow = () => device.storage().read(['window'], (tx) => tx.get('window', OWN_ROW_SLOT));
		await vi.waitFor(async () => expect(await ownRow()).toBeDefined(), 5_000);

		const after = openFakeTab(device.storage());
		await after.tab.openRecord(3, { kind: 'row', table: access.name, id: 'ann' });
		await after.tab.ready();
		const told = after.updates.findIndex((update) => update.records?.[0]?.id === 3);
		expect(after.updates[told]?.records?.[0]?.state).toMatchObject({ row: { id: 'ann' } });
		expect(told).toBeLessThan(after.updates.findIndex((update) => update.loaded));
	});

	it('a window never brings back a row that has left meanwhile', async () => {
		const device = await annsDevice();
		const storage = device.storage();
		await storage.write(['window', 'meta'], async (tx) => {
			const row = { id: 't1', title: 'Gone' };
			const name = `${all.query} {"kind":null,"sort":"newest","view":"all"}`;
			await tx.put('window', 0, { name, table: 'ticket', rows: [row], total: 1, usedAt: 1 });
			await tx.put('meta', 'exits', [['ticket/t1', 5]]);
		});
		const { tab, updates } = openFakeTab(device.storage());
		await tab.openList(1, all);
		await tab.ready();
		const firsts = updates.flatMap((update) => update.lists ?? []).map((list) => list.first);
		expect(firsts.flat()).toEqual([]);
	});
});
