/** The pass of SYNC-ISO in its smallest form: read without locks, lock and compare, write; with the pass taken out on demand. */
import type { AuthorityStore, AuthorityTx } from '#sync/authority/ports.ts';
import { note, putNotes, stepOf, type Note } from './notes.ts';

export interface Rules {
	readonly pass: boolean;
}

const MAX_RUNS = 20;

/** Runs `decide` over the notes named, again when one of them changed meanwhile. Answers how many runs it took. */
export async function decideOn(
	store: AuthorityStore,
	ids: readonly string[],
	decide: (rows: ReadonlyMap<string, Note>) => readonly Note[] | Promise<readonly Note[]>,
	{ pass }: Rules = { pass: true }
): Promise<number> {
	for (let runs = 1; runs <= MAX_RUNS; runs += 1) {
		if (await store.write((tx) => attempt(tx, ids, decide, pass))) return runs;
	}
	throw new Error('changed at every run');
}

async function attempt(
	tx: AuthorityTx,
	ids: readonly string[],
	decide: (rows: ReadonlyMap<string, Note>) => readonly Note[] | Promise<readonly Note[]>,
	pass: boolean
): Promise<boolean> {
	const read = await tx.rows(note, ids);
	const rows = new Map([...read].map(([id, stored]) => [id, stored.row as unknown as Note]));
	const changed = await decide(rows);
	if (pass) {
		const locked = (await tx.lockRows([{ table: note, ids, mode: 'update' }])).get(note);
		if (ids.some((id) => locked?.get(id)?.v !== read.get(id)?.v)) return false;
	}
	if (changed.length === 0) return true;
	const writes = [putNotes(changed)];
	await tx.flush(writes, 1);
	await tx.commitClock(stepOf(writes));
	return true;
}
