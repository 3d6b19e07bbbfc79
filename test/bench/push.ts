/**
 * Pushes per second on a durable PostgreSQL, beside the floor of the machine: `node test/bench/push.ts [writers] [size]`.
 * Each writer is a group of its own that sends `size` mutations a push: a third makes rows, a third changes them, a third adds
 * children.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startEmbeddedPostgres } from '#server/db/embedded/supervisor.ts';
import { migrate } from '#server/db/migrate.ts';
import { createPool } from '#server/db/pool.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { tableDdl } from '#server/sync/table-ddl.ts';
import { createAuthority } from '#sync/authority/authority.ts';
import { isRefusal, PROTO, SCHEMA } from '#sync/protocol/index.ts';
import { derivedId } from '#domain/kernel/index.ts';
import { persons, worldRegistry } from '../sync/support/world-registry.ts';

const [writers = 8, size = 20] = process.argv.slice(2).map(Number);
const SECONDS = 5;

const home = mkdtempSync(join(tmpdir(), 'waypost-bench-'));
const postgres = await startEmbeddedPostgres({ home });
const pool = createPool({ url: postgres.url, size: writers + 4 });
try {
	await migrate(postgres.url);
	await pool.query(
		`drop table if exists ${worldRegistry.tables.map(({ name }) => `"${name}"`).join(', ')};
		${worldRegistry.tables.map(tableDdl).join('\n')}
		create table floor_row (id text primary key, body text)`
	);
	await addPeople();
	console.log(
		`floor: ${await rateOf(1, bareInserts)} rows/s, one connection, ${size} a transaction`
	);
	console.log(`floor: ${await rateOf(writers, bareInserts)} rows/s, ${writers} connections`);
	const authority = makeAuthority();
	await rateOf(writers, pusher(authority, 0));
	const rate = await rateOf(writers, pusher(authority, 1));
	console.log(`push: ${rate} mutations/s, ${writers} writers, ${size} a push`);
} finally {
	await pool.end();
	await postgres.stop();
	rmSync(home, { recursive: true, force: true });
	rmSync(dirname(postgres.dataFolder), { recursive: true, force: true });
}

/** Runs `work` in a loop per writer for some seconds; answers units a second. */
async function rateOf(
	count: number,
	work: (writer: number) => () => Promise<number>
): Promise<number> {
	const start = performance.now();
	let done = 0;
	const loops = Array.from({ length: count }, async (_, writer) => {
		const step = work(writer);
		while (performance.now() - start < SECONDS * 1_000) {
			const units = await step();
			done += units;
		}
	});
	await Promise.all(loops);
	return Math.round(done / ((performance.now() - start) / 1_000));
}

function bareInserts() {
	return async () => {
		const client = await pool.connect();
		await client.query('begin');
		for (let n = 0; n < size; n += 1) {
			await client.query({
				name: 'floor',
				text: 'insert into floor_row values ($1, $2)',
				values: [randomUUID(), 'some text of the usual length for a comment']
			});
		}
		await client.query('commit');
		client.release();
		return size;
	};
}

async function addPeople(): Promise<void> {
	const store = new PgAuthorityStore(pool, { insert: () => Promise.resolve(null) });
	const rows = Array.from({ length: writers }, (_, index) => ({
		id: `p${index}`,
		name: `Person ${index}`,
		roles: ['agent'],
		teams: ['net'],
		active: true
	}));
	const puts = rows.map((row) => ({
		row,
		isNew: true,
		scopes: persons.scopes(row),
		order: 0,
		isOpen: false
	}));
	const writes = [{ table: persons, puts, removes: [], touches: [] }];
	await store.write(async (tx) => {
		await tx.flush(writes, 1);
		await tx.commitClock({
			spaces: ['main'],
			log: [],
			outcomes: [],
			clients: [],
			audit: [],
			auditRoot: '',
			writes
		});
	});
}

function makeAuthority() {
	const store = new PgAuthorityStore(pool, { insert: () => Promise.resolve(null) });
	const world = { now: () => Date.now(), salt: () => randomBytes(16).toString('hex') };
	return createAuthority(worldRegistry, store, world, {
		later: (ms, task) => void setTimeout(task, ms),
		onFault: (error) => console.error(error)
	});
}

function pusher(authority: ReturnType<typeof makeAuthority>, round: number) {
	return (writer: number) => {
		const subject = `p${writer}`;
		const group = derivedId('bench', String(round), subject);
		let last = 0;
		let docs: string[] = [];
		return async () => {
			const made: string[] = [];
			const mutations = Array.from({ length: size }, (_, index) => {
				const mid = randomUUID();
				last += 1;
				const [name, args] = command(index, mid, docs, made);
				return {
					id: last,
					mid,
					name,
					args,
					deviceAt: Date.now(),
					contactAt: 0,
					tz: 'UTC',
					base: {},
					deps: []
				};
			});
			const answer = await authority.push(
				{ subject },
				{ proto: PROTO, schema: SCHEMA, subject, group, at: null, attempt: 0, mutations },
				Date.now()
			);
			if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
			const bad = answer.outcomes.find(({ kind }) => kind !== 'applied');
			if (bad) throw new Error(JSON.stringify(bad));
			docs = made;
			return size;
		};
	};
}

function command(
	index: number,
	mid: string,
	docs: readonly string[],
	made: string[]
): [string, object] {
	const doc = docs[index % Math.max(1, docs.length)];
	if (index % 3 === 0 || doc === undefined) {
		made.push(derivedId(mid, 'doc', ''));
		return ['docs.create', { title: 'A printer that does not print', team: 'net', desk: true }];
	}
	if (index % 3 === 1) return ['docs.set', { doc, body: 'It says PC LOAD LETTER.' }];
	return [
		'notes.add',
		{ doc, text: 'Have you tried turning it off and on again?', audience: 'public' }
	];
}
