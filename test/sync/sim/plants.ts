import type { Patch } from './patches.ts';
import type { RunOptions } from './run-seed.ts';
import type { Invariant } from './violations.ts';

/** A rule of the real code taken out, and the invariant that has to notice it. */
export interface Plant extends Patch {
	readonly name: string;
	/** Any of these may be the first to notice. */
	readonly caughtBy: readonly Invariant[];
	/** A seed that catches it, found by `npm run sim:plants`. */
	readonly seed: number;
	/** A world in which it shows sooner. */
	readonly run?: RunOptions;
}

/**
 * A rule that others stand behind as long as one tab asks one thing at a time, so that no seed shows its loss. The named
 * test, of test/sync/replica/late-answers.test.ts, does: there another tab goes on while an answer is under way.
 */
export interface MaskedPlant extends Patch {
	readonly name: string;
	readonly test: string;
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
		seed: 2
	},
	{
		name: 'scopes that a root left are not logged',
		file: authority('commit.ts'),
		find: 'table.scopes(before).filter((scope) => !scopesIn.includes(scope))',
		put: 'table.scopes(before).filter(() => false)',
		caughtBy: ['I3', 'I4'],
		seed: 1
	},
	{
		name: 'a late pull is applied',
		file: replica('apply-pull.ts'),
		find: 'if (!sameCookie(asked, memory.meta)) return { ops: [], result: false };',
		put: '',
		caughtBy: ['I9', 'I3', 'I4', 'I6', 'I11', 'I1'],
		seed: 2
	},
	{
		name: 'packs are not rewritten on exit',
		file: replica('draft.ts'),
		find: 'if (packs.size <= PACKS_PER_REWRITE)',
		put: 'if (packs.size > 0) return [];\n\t\tif (packs.size <= PACKS_PER_REWRITE)',
		caughtBy: ['I3', 'I4', 'I5'],
		seed: 1
	},
	{
		name: 'the exit list is not obeyed',
		file: replica('memory.ts'),
		find: 'if (no < firstPack) continue;',
		put: 'if (no < firstPack - 1e9) continue;',
		caughtBy: ['I3', 'I4', 'I5', 'I6'],
		seed: 1
	},
	{
		name: 'children of a lost class stay',
		file: replica('apply-rows.ts'),
		find: 'if (lost.length === 0) return;',
		put: 'if (lost.length >= 0) return;',
		caughtBy: ['I4', 'I3'],
		seed: 73
	},
	{
		name: 'a gained class is taken for known',
		file: replica('apply-rows.ts'),
		find: 'if (after.some((audience) => !before.includes(audience))) {',
		put: 'if (after.length > 9) {',
		caughtBy: ['I3'],
		seed: 7
	},
	{
		name: 'the queue is trimmed by the push reply',
		file: replica('history.ts'),
		find: 'return changeQueued(memory, id, (record) => ({ ...record, receivedAt: outcome.v }));',
		put: "return [{ store: 'queue', key: id, value: undefined }, { store: 'overlay', key: id, value: undefined }];",
		caughtBy: ['I1'],
		seed: 1
	},
	{
		name: 'a write to a child does not raise cv',
		file: authority('batch.ts'),
		find: "if (table.kind === 'child') this.#touchRoot(table, id, change);",
		put: 'void this.#touchRoot;',
		caughtBy: ['I8', 'I3'],
		seed: 10,
		run: { devices: 8, lag: 60, votes: 0.5 }
	},
	{
		name: 'the pass compares no versions',
		file: authority('isolation.ts'),
		find: 'if (read?.v !== now?.v || read?.cv !== now?.cv) throw new Stale(lockSet);',
		put: 'void [read, now];',
		caughtBy: ['I8', 'I3'],
		seed: 1,
		run: { devices: 8, lag: 60 }
	},
	{
		name: 'a mid runs again under another id',
		file: authority('ledger.ts'),
		find: 'return earlier\n\t\t\t? this.#again',
		put: 'return earlier && earlier.id < 0\n\t\t\t? this.#again',
		caughtBy: ['I2', 'I8', 'I10'],
		seed: 2
	},
	{
		name: 'digests are not compared',
		file: authority('request.ts'),
		find: 'if ((await reader.digestAt(space, version)) !== digest) return differs;',
		put: 'if ((await reader.digestAt(space, version)) === undefined) return differs;',
		caughtBy: ['I11', 'I3', 'I1'],
		seed: 2
	},
	{
		name: 'rows read beyond the cookie are not bound to a history',
		file: authority('request.ts'),
		find: "if (ahead && (await reader.digestAt('main', ahead.v)) !== ahead.digest) return differs;",
		put: 'void ahead;',
		caughtBy: ['I11', 'I3', 'I7', 'I6', 'I10', 'I4'],
		seed: 3,
		run: { devices: 4, late: 0.5, pace: 1500 }
	},
	{
		name: 'a root that left and came back is not told whole',
		file: authority('changes.ts'),
		find: 'if (this.#left.has(key)) return true;',
		put: '',
		caughtBy: ['I3', 'I4'],
		seed: 26
	},
	{
		name: 'the revision is not compared before a write',
		file: replica('commit.ts'),
		find: "if (((await tx.get('meta', 'rev')) ?? 0) !== rev) return false;",
		put: '',
		caughtBy: ['I1', 'I3', 'I9', 'I4', 'I6', 'I11', 'I5'],
		seed: 1
	},
	{
		name: 'a scope that was lost is still read',
		file: authority('reader-view.ts'),
		find: '(cookie?.scopes ?? []).filter((scope) => held.includes(scope))',
		put: '(cookie?.scopes ?? [])',
		caughtBy: ['I4'],
		seed: 1
	},
	{
		name: 'the revision log misses a record',
		file: replica('commit.ts'),
		find: 'const changed = ops.map(',
		put: 'const changed = ops.slice(1).map(',
		caughtBy: ['I1', 'I3', 'I6', 'I9'],
		seed: 1
	},
	{
		name: 'a new history begins without the queue',
		file: replica('history.ts'),
		find: 'ops.push(...requeued(id++, record, memory.overlay.get(old) ?? alreadyApplied));',
		put: 'void record;',
		caughtBy: ['I1'],
		seed: 1
	},
	{
		name: 'a root that left is not told',
		file: authority('changes.ts'),
		find: 'this.#dels.push({ table: table.name, id, v: entry.v });',
		put: 'void entry;',
		caughtBy: ['I3', 'I4'],
		seed: 1
	},
	{
		name: 'children of any class are told',
		file: authority('changes.ts'),
		find: 'if (!this.#viewer.audiencesOf(rootTable, parent.row).has(audience)) continue;',
		put: '',
		caughtBy: ['I4'],
		seed: 1
	},
	{
		name: 'scopes of a run are not looked up again',
		file: authority('snapshot.ts'),
		find: "if (!request.scopes.every((scope) => reading.held.includes(scope))) return refusal('scopes');",
		put: '',
		caughtBy: ['I4'],
		seed: 153
	},
	{
		name: 'rows of a lost scope stay',
		file: replica('apply-pull.ts'),
		find: 'if ([...before].some((scope) => !after.has(scope))) fitScopes(rules);',
		put: '',
		caughtBy: ['I4', 'I3'],
		seed: 1
	},
	{
		name: 'rows of a gone history stay',
		file: replica('old-history.ts'),
		find: 'if (!now || now.gen === gen) continue;',
		put: 'if (now) continue;',
		caughtBy: ['I3'],
		seed: 1
	},
	{
		name: 'a del leaves an earlier put of the same pull',
		file: replica('apply-pull.ts'),
		find: 'puts.delete(key);\n\t\t\tbetween.delete(key);',
		put: 'between.delete(key);',
		caughtBy: ['I3', 'I4'],
		seed: 19
	},
	{
		name: 'the exit list goes before the packs are rewritten',
		file: replica('history.ts'),
		find: 'if (exits.size > 0 && !more)',
		put: 'if (exits.size > 0)',
		caughtBy: ['I3', 'I4', 'I5', 'I6'],
		seed: 1
	},
	{
		name: 'poison is never given up',
		file: authority('quarantine.ts'),
		find: 'MAX_TRIES = 3',
		put: 'MAX_TRIES = 1e9',
		caughtBy: ['I10'],
		seed: 2
	},
	{
		name: 'a run closes with its last page',
		file: replica('apply-page.ts'),
		find: 'run: { ...run, after: page.next, isRead: page.next === null, rows, total }',
		put: 'run: page.next === null ? null : { ...run, after: page.next, isRead: false, rows, total }',
		caughtBy: ['I7'],
		seed: 11
	},
	{
		name: 'a root leaves without its children',
		file: replica('draft.ts'),
		find: 'this.dropChildren(table, id, () => true);\n\t\tthis.setComplete',
		put: 'this.setComplete',
		caughtBy: ['I5', 'I4'],
		seed: 1
	},
	{
		name: 'an id that has its outcome is taken again',
		file: authority('ledger.ts'),
		find: "if (numbering === 'device' && mutation.id <= last) {",
		put: "if (numbering === 'device' && mutation.id < 0) {",
		caughtBy: ['I1', 'I2', 'I10'],
		seed: 1
	},
	{
		name: 'outcomes are acknowledged before they are stored',
		file: replica('apply-pull.ts'),
		find: 'if (waitsForRun(draft.meta, outcome)) break;',
		put: 'if (waitsForRun(draft.meta, outcome)) {\n\t\t\tacked = Math.max(acked, outcome.id);\n\t\t\tbreak;\n\t\t}',
		caughtBy: ['I10', 'I1'],
		seed: 1
	},
	{
		name: 'children of roots that open behind a run are not fetched',
		file: replica('apply-rows.ts'),
		find: "if (place === 'base' && opens && !isToBeFetched(draft, key)) markMissed(rules, key);",
		put: 'void [place, opens];',
		caughtBy: ['I3'],
		seed: 2
	},
	{
		name: 'rows of a cut pull are not bound to a history',
		file: authority('pull.ts'),
		find: '...(more ? { read: positions.main } : {}),',
		put: '',
		caughtBy: ['I7', 'I3'],
		seed: 160
	},
	{
		name: 'the journal is not offered again',
		file: replica('history.ts'),
		find: 'for (const [key, record] of journal(memory)) {',
		put: 'for (const [key, record] of journal(memory).slice(0, 0)) {',
		caughtBy: ['I1'],
		seed: 1
	}
];

export const maskedPlants: readonly MaskedPlant[] = [
	{
		name: 'a late page is applied',
		file: replica('apply-page.ts'),
		find: 'const { run, cookie } = draft.meta;',
		put: `const { cookie } = draft.meta;
		const none = { id: page.run, scopes: [], v0: 0, rows: 0, total: 0, dels: {} };
		const run = { ...(draft.meta.run ?? none), id: page.run, after: page.after, isRead: false };`,
		test: 'a page whose run has closed is dropped'
	},
	{
		name: 'kept dels are ignored',
		file: replica('apply-page.ts'),
		find: "if (hiddenAt <= put.v) putRoot(rules, put, 'pack');",
		put: "void hiddenAt;\n\t\tputRoot(rules, put, 'pack');",
		test: 'a kept del hides a row of an earlier page'
	},
	{
		name: 'scopesRev is not compared',
		file: replica('asked.ts'),
		find: 'asked.cookie?.scopesRev === meta.cookie?.scopesRev',
		put: 'true',
		test: 'an answer about children under another scopesRev is asked again'
	},
	{
		name: 'children are applied to another version of their root',
		file: replica('apply-rows.ts'),
		find: ' || held.v !== complete.v',
		put: '',
		test: 'an answer about children of another version of the root is dropped'
	}
];
