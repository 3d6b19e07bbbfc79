import type { Patch } from './patches.ts';
import type { Invariant } from './violations.ts';

/** A rule of the real code taken out, and the invariant that has to notice it. */
export interface Plant extends Patch {
	readonly name: string;
	/** Any of these may be the first to notice. */
	readonly caughtBy: readonly Invariant[];
	/** A seed that catches it, found by `npm run sim:plants`. */
	readonly seed: number;
}

const replica = (file: string) => `src/sync/replica/${file}`;
const authority = (file: string) => `src/sync/authority/${file}`;

export const plants: readonly Plant[] = [
	{
		name: 'outcome outside the transaction',
		file: 'test/sync/memory/authority-tx.ts',
		find: '...step.outcomes.map((outcome) => frozen({ ...outcome, v }))',
		put: '...step.outcomes.slice(1).map((outcome) => frozen({ ...outcome, v }))',
		caughtBy: ['I1', 'I2', 'I10', 'I3', 'error'],
		seed: 0
	},
	{
		name: 'scopes that a root left are not logged',
		file: authority('commit.ts'),
		find: 'table.scopes(before).filter((scope) => !scopesIn.includes(scope))',
		put: 'table.scopes(before).filter(() => false)',
		caughtBy: ['I3', 'I4'],
		seed: 0
	},
	{
		name: 'a late pull is applied',
		file: replica('apply-pull.ts'),
		find: 'if (!sameCookie(asked, memory.meta)) return { ops: [], result: false };',
		put: '',
		caughtBy: ['I9', 'I3', 'I4', 'I6', 'I11', 'I1'],
		seed: 0
	},
	{
		name: 'a page of another run or place is applied',
		file: replica('apply-page.ts'),
		find: 'if (!stands || !cookie || !sameScopes(asked, memory.meta)) return { ops: [], result: false };',
		put: 'if (!run || !cookie) return { ops: [], result: false };',
		caughtBy: ['I3', 'I4', 'I5', 'I7', 'I11', 'I6'],
		seed: 0
	},
	{
		name: 'dels of a pull are not kept for the run',
		file: replica('apply-pull.ts'),
		find: 'if (!run || pull.dels.size === 0) return;',
		put: 'if (run || pull.dels.size >= 0) return;',
		caughtBy: ['I3', 'I4'],
		seed: 0
	},
	{
		name: 'no guard by scopesRev',
		file: replica('asked.ts'),
		find: 'asked.cookie?.scopesRev === meta.cookie?.scopesRev',
		put: 'true',
		caughtBy: ['I3', 'I4', 'I9'],
		seed: 0
	},
	{
		name: 'packs are not rewritten on exit',
		file: replica('draft.ts'),
		find: 'if (packs.size <= PACKS_PER_REWRITE)',
		put: 'if (packs.size > 0) return [];\n\t\tif (packs.size <= PACKS_PER_REWRITE)',
		caughtBy: ['I3', 'I4', 'I5'],
		seed: 0
	},
	{
		name: 'the exit list is not obeyed',
		file: replica('memory.ts'),
		find: 'if (no < firstPack) continue;',
		put: 'if (no < firstPack - 1e9) continue;',
		caughtBy: ['I3', 'I4', 'I5', 'I6'],
		seed: 0
	},
	{
		name: 'children of a lost class stay',
		file: replica('apply-rows.ts'),
		find: 'if (lost.length === 0) return;',
		put: 'if (lost.length >= 0) return;',
		caughtBy: ['I4', 'I3'],
		seed: 0
	},
	{
		name: 'a gained class is taken for known',
		file: replica('apply-rows.ts'),
		find: 'if (after.some((audience) => !before.includes(audience))) {',
		put: 'if (after.length > 9) {',
		caughtBy: ['I3'],
		seed: 0
	},
	{
		name: 'children are completed for another version of the root',
		file: replica('apply-rows.ts'),
		find: 'if (!held || held.gen !== draft.meta.gen || held.v !== complete.v) return false;',
		put: 'if (!held || held.gen !== draft.meta.gen) return false;',
		caughtBy: ['I3', 'I4'],
		seed: 0
	},
	{
		name: 'missed changes to children are forgotten',
		file: replica('apply-rows.ts'),
		find: 'return !known || known.missed <= rules.v;',
		put: 'return true;',
		caughtBy: ['I3', 'I4'],
		seed: 0
	},
	{
		name: 'the queue is trimmed by the push reply',
		file: replica('history.ts'),
		find: 'return changeQueued(memory, id, (record) => ({ ...record, receivedAt: outcome.v }));',
		put: "return [{ store: 'queue', key: id, value: undefined }, { store: 'overlay', key: id, value: undefined }];",
		caughtBy: ['I1'],
		seed: 0
	},
	{
		name: 'a write to a child does not raise cv',
		file: authority('batch.ts'),
		find: "if (table.kind === 'child') this.#touchRoot(table, id, change);",
		put: 'void this.#touchRoot;',
		caughtBy: ['I8', 'I3'],
		seed: 0
	},
	{
		name: 'the pass compares no versions',
		file: authority('isolation.ts'),
		find: 'if (read?.v !== now?.v || read?.cv !== now?.cv) throw new Stale(lockSet);',
		put: 'void [read, now];',
		caughtBy: ['I8', 'I3'],
		seed: 0
	},
	{
		name: 'a mid runs again under another id',
		file: authority('ledger.ts'),
		find: 'return earlier\n\t\t\t? this.#again',
		put: 'return earlier && earlier.id < 0\n\t\t\t? this.#again',
		caughtBy: ['I2', 'I8', 'I10'],
		seed: 0
	},
	{
		name: 'digests are not compared',
		file: authority('request.ts'),
		find: 'if ((await reader.digestAt(space, version)) !== digest) return differs;',
		put: 'if ((await reader.digestAt(space, version)) === undefined) return differs;',
		caughtBy: ['I11', 'I3', 'I1'],
		seed: 0
	},
	{
		name: 'rows read beyond the cookie are not bound to a history',
		file: authority('request.ts'),
		find: "if (ahead && (await reader.digestAt('main', ahead.v)) !== ahead.digest) return differs;",
		put: 'void ahead;',
		caughtBy: ['I11', 'I3', 'I7', 'I6', 'I10', 'I4'],
		seed: 0
	},
	{
		name: 'a root that left and came back is not told whole',
		file: authority('changes.ts'),
		find: 'if (this.#left.has(key)) return true;',
		put: '',
		caughtBy: ['I3', 'I4'],
		seed: 0
	},
	{
		name: 'the revision is not compared before a write',
		file: replica('commit.ts'),
		find: "if (((await tx.get('meta', 'rev')) ?? 0) !== rev) return false;",
		put: '',
		caughtBy: ['I1', 'I3', 'I9', 'I4', 'I6', 'I11', 'I5'],
		seed: 0
	},
	{
		name: 'a put of an older version is taken',
		file: replica('apply-rows.ts'),
		find: 'const held = draft.find(key);\n\tif (held && !isNewer({ gen: draft.meta.gen, v: put.v }, held)) return;\n\tif (!scopesMeet',
		put: 'const held = draft.find(key);\n\tif (!scopesMeet',
		caughtBy: ['I6', 'I3', 'I7'],
		seed: 0
	},
	{
		name: 'the journal is not offered again',
		file: replica('history.ts'),
		find: 'for (const [key, record] of journal(memory)) {',
		put: 'for (const [key, record] of journal(memory).slice(0, 0)) {',
		caughtBy: ['I1'],
		seed: 0
	}
];
