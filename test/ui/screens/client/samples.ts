import { ticket, type Ticket } from '#domain/tickets/index.ts';
import type { MemoryStore } from '../../../support/memory-tx.ts';
import type { OutboxEntry, OutcomeRecord } from './types.ts';

/** Gives the numbers that the server would have given, in the order of opening. */
export function newestIds(store: MemoryStore): void {
	const counts = { INC: 10_400, REQ: 2_100 };
	const rows = store.all(ticket).toSorted((a, b) => a.openedAt - b.openedAt);
	for (const row of rows) {
		const series = row.kind === 'incident' ? 'INC' : 'REQ';
		counts[series] += 1;
		store.rows(ticket).set(row.id, { ...row, number: `${series}-${counts[series]}` });
	}
}

const pick = (store: MemoryStore, kind: string, at: number): Ticket => {
	const row = store.all(ticket).filter((one) => one.kind === kind)[at];
	if (!row) throw new Error('No such sample');
	return row;
};

export function sampleEntries(store: MemoryStore): readonly OutboxEntry[] {
	const one = pick(store, 'incident', 0);
	const entry = { deviceAt: Date.now() - 600_000, attempts: 0, doubtful: false };
	return [
		{
			...entry,
			id: 1,
			mid: '1',
			name: 'tickets.comment',
			args: { ticket: one.id, audience: 'public', body: 'I come by at two with a spare scanner.' },
			state: 'received'
		},
		{
			...entry,
			id: 2,
			mid: '2',
			name: 'tickets.transition',
			args: { ticket: one.id, verb: 'resolve', from: one.state, code: 'replaced', note: 'New battery.' },
			state: 'waiting'
		}
	];
}

export function sampleOutcomes(store: MemoryStore): readonly OutcomeRecord[] {
	const one = pick(store, 'incident', 1);
	const base = { storedAt: Date.now() - 90_000, needsPerson: true };
	const mutation = (mid: string, name: string, args: unknown) => ({
		mid,
		name,
		args,
		deviceAt: Date.now() - 3_600_000
	});
	return [
		{
			...base,
			outcome: {
				id: 3,
				mid: '3',
				kind: 'rejected',
				failure: { code: 'conflict', field: 'title', facts: { fields: ['title', 'urgency'] } },
				v: 1
			},
			mutation: mutation('3', 'tickets.edit', {
				ticket: one.id,
				changes: { title: 'Printer jams, pick-up roller worn', urgency: 1 }
			})
		},
		{
			...base,
			outcome: {
				id: 4,
				mid: '4',
				kind: 'rejected',
				failure: { code: 'tickets.state_moved', field: 'from', facts: { state: 'closed' } },
				v: 1
			},
			mutation: mutation('4', 'tickets.transition', {
				ticket: one.id,
				verb: 'pend',
				from: 'in_progress',
				code: 'part',
				note: 'The roller arrives on Thursday.'
			})
		},
		{
			...base,
			outcome: { id: 5, mid: '5', kind: 'dead', v: 1 },
			mutation: mutation('5', 'tickets.comment', {
				ticket: one.id,
				audience: 'internal',
				body: 'Ask the supplier for the warranty papers.'
			})
		}
	];
}
