import { createRxDatabase, removeRxDatabase, type RxJsonSchema } from 'rxdb/plugins/core';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { Ticket } from '#domain/tickets/index.ts';
import { bulkTicket } from '../support/bulk-rows.ts';
import type { RxdbFigures } from './main.ts';

const CHUNK = 500;
const name = 'peer-rxdb';

const text = { type: 'string' } as const;
const maybe = { type: ['string', 'null'] } as const;
const instant = { type: 'number', minimum: 0, maximum: 1e15, multipleOf: 1 } as const;

/** The columns of a head, and the two orders in which a queue is shown. */
const schema: RxJsonSchema<Ticket> = {
	version: 0,
	primaryKey: 'id',
	type: 'object',
	properties: {
		id: { type: 'string', maxLength: 64 },
		kind: text,
		number: maybe,
		title: text,
		requester: text,
		requesterName: text,
		vip: { type: 'boolean' },
		openedBy: text,
		state: text,
		stateSince: instant,
		resolution: maybe,
		pendingReason: maybe,
		cancelReason: maybe,
		needsApproval: { type: 'boolean' },
		impact: { type: 'number' },
		urgency: { type: 'number' },
		priority: { type: 'number', minimum: 1, maximum: 5, multipleOf: 1 },
		priorityOverride: { type: 'boolean' },
		team: maybe,
		assignee: maybe,
		assigneeName: maybe,
		catalogItem: maybe,
		site: maybe,
		tags: { type: 'array', items: text },
		openedAt: instant,
		updatedAt: instant,
		resolvedAt: { type: ['number', 'null'] },
		closedAt: { type: ['number', 'null'] },
		reopenCount: { type: 'number' },
		mergedInto: maybe,
		major: { type: 'boolean' }
	},
	required: ['id', 'updatedAt', 'priority'],
	indexes: ['updatedAt', 'priority']
};

async function open() {
	const database = await createRxDatabase({
		name,
		storage: getRxStorageDexie(),
		multiInstance: false
	});
	const { tickets } = await database.addCollections({ tickets: { schema } });
	return { database, tickets };
}

async function firstList(tickets: Awaited<ReturnType<typeof open>>['tickets']): Promise<number> {
	const began = performance.now();
	const rows = (await tickets
		.find({ selector: {}, sort: [{ updatedAt: 'desc' }], limit: 50 })
		.exec()) as unknown[];
	if (rows.length !== 50) throw new Error(`The list has ${rows.length} rows`);
	return performance.now() - began;
}

/** Stores the rows chunk by chunk, as its replication does, lists the newest, and lists them again from a new start. */
export async function measureRxdb(rows: number): Promise<RxdbFigures> {
	await removeRxDatabase(name, getRxStorageDexie());
	const now = Date.now();
	const heads = Array.from({ length: rows }, (_, n) => bulkTicket(n, rows, now).head);
	const first = await open();
	const began = performance.now();
	for (let from = 0; from < rows; from += CHUNK) {
		const { error } = await first.tickets.bulkInsert(heads.slice(from, from + CHUNK));
		if (error[0]) throw new Error('RxDB refused a row');
	}
	const store = performance.now() - began;
	const list = await firstList(first.tickets);
	await first.database.close();
	const reopening = performance.now();
	const second = await open();
	await firstList(second.tickets);
	const reopenToFirstList = performance.now() - reopening;
	await second.database.close();
	return { store, firstList: list, reopenToFirstList };
}
