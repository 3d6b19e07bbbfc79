import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { derivedId, rowId } from '#domain/kernel/index.ts';
import { registry } from '#domain/registry.ts';
import { ticket } from '#domain/tickets/index.ts';
import { createPool } from '#server/db/pool.ts';
import { seedSignIns } from '#server/seed/company.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { createAuthority } from '#sync/authority/index.ts';
import { isRefusal, PROTO, SCHEMA } from '#sync/protocol/index.ts';
import type { Figure } from '../support/figures.ts';
import { times } from '../support/figures.ts';

const WRITERS = 8;
/** Mutations a push. */
const SIZE = 20;
const SECONDS = 6;
const TARGET = 2_000;

type Step = () => Promise<number>;

/** Mutations a second through the whole authority, beside the same database with bare inserts. */
export async function pushFigure(url: string): Promise<Figure> {
	const pool = createPool({ url, size: WRITERS + 4 });
	try {
		await pool.query('create table if not exists floor_row (id text primary key, body text)');
		const bare = await rateOf(() => bareTransaction(pool, 10));
		const together = await rateOf(() => setBased(pool));
		const authority = makeAuthority(pool);
		await rateOf((writer) => pusher(authority, writer, 'warm'), 2);
		const push = await rateOf((writer) => pusher(authority, writer, 'measured'));
		return {
			what: `push, mutations a second (${WRITERS} writers, ${SIZE} a push; new tickets and comments)`,
			target: '>= 2,000/s',
			measured: `${Math.round(push)}/s`,
			isMet: push >= TARGET,
			floor:
				`bare transactions of 10 inserts: ${Math.round(bare)} rows/s (${times(bare, push)}); ` +
				`one insert of ${SIZE} rows a transaction: ${Math.round(together)} rows/s (${times(together, push)})`,
			n: Math.round(push * SECONDS)
		};
	} finally {
		await pool.end();
	}
}

/** Runs a loop per writer for some seconds; answers units a second. */
async function rateOf(work: (writer: number) => Step, seconds = SECONDS): Promise<number> {
	const began = performance.now();
	let done = 0;
	const loops = Array.from({ length: WRITERS }, async (_, writer) => {
		const step = work(writer);
		while (performance.now() - began < seconds * 1_000) {
			const units = await step();
			done += units;
		}
	});
	await Promise.all(loops);
	return done / ((performance.now() - began) / 1_000);
}

const body = 'some text of the usual length for a comment';

function bareTransaction(pool: pg.Pool, statements: number): Step {
	return async () => {
		const client = await pool.connect();
		await client.query('begin');
		for (let n = 0; n < statements; n += 1) {
			await client.query({
				name: 'floor',
				text: 'insert into floor_row values ($1, $2)',
				values: [randomUUID(), body]
			});
		}
		await client.query('commit');
		client.release();
		return statements;
	};
}

function setBased(pool: pg.Pool): Step {
	return async () => {
		const rows = Array.from({ length: SIZE }, () => ({ id: randomUUID(), body }));
		await pool.query({
			name: 'floor-set',
			text: 'insert into floor_row select id, body from json_to_recordset($1::json) as r(id text, body text)',
			values: [JSON.stringify(rows)]
		});
		return SIZE;
	};
}

function makeAuthority(pool: pg.Pool) {
	const store = new PgAuthorityStore(pool, { insert: () => Promise.resolve(null) });
	const world = { now: () => Date.now(), salt: () => randomBytes(16).toString('hex') };
	return createAuthority(registry, store, world, {
		later: (ms, task) => void setTimeout(task, ms),
		onFault: (error) => console.error(error)
	});
}

/** One device: tickets, and comments on the tickets of the push before. */
function pusher(authority: ReturnType<typeof makeAuthority>, writer: number, round: string): Step {
	const people = seedSignIns();
	const subject = people[writer % people.length]?.subject ?? '';
	const group = derivedId('bench', round, String(writer), randomUUID());
	let last = 0;
	let known: readonly string[] = [];
	return async () => {
		const made: string[] = [];
		const mutations = Array.from({ length: SIZE }, (_, index) => {
			const mid = randomUUID();
			last += 1;
			const on = known[index % Math.max(1, known.length)];
			const isNew = on === undefined || index % 3 === 0;
			if (isNew) made.push(rowId(mid, ticket));
			const args = isNew
				? { kind: 'incident', title: 'A printer that does not print', description: body }
				: { ticket: on, audience: 'public', body };
			const name = isNew ? 'tickets.create' : 'tickets.comment';
			const clock = { deviceAt: Date.now(), contactAt: 0, tz: 'UTC' };
			return { id: last, mid, name, args, ...clock, base: {}, deps: [] };
		});
		const answer = await authority.push(
			{ subject },
			{ proto: PROTO, schema: SCHEMA, subject, group, at: null, attempt: 0, mutations },
			Date.now()
		);
		if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
		const bad = answer.outcomes.find(({ kind }) => kind !== 'applied');
		if (bad) throw new Error(JSON.stringify(bad));
		known = made;
		return SIZE;
	};
}
