import { childTablesOf } from '#domain/kernel/index.ts';
import type { Committer } from './commit.ts';
import { Draft } from './draft.ts';
import type { Memory } from './memory.ts';
import { rebase } from './rebase.ts';
import { rowKey } from './records.ts';

/**
 * On a full disk what hangs on closed roots goes, and those roots are not here beyond their heads until a screen wants
 * them or something changes under them. Heads stay: a device holds those of all roots in scope, and the self-audit counts
 * them. `isShown` roots keep what they have. Answers how many rows left.
 */
export function makeRoom(
	memory: Memory,
	committer: Committer,
	subject: string,
	isShown: (table: string, id: string) => boolean
): Promise<number> {
	return committer.commit(async () => {
		const draft = new Draft(memory);
		for (const table of memory.registry.tables) {
			if (table.kind !== 'root' || childTablesOf(memory.registry, table.name).length === 0)
				continue;
			for (const id of draft.rootIds(table.name)) {
				const row = draft.rowHeld(table.name, id);
				if (row && !table.isOpen(row) && !isShown(table.name, id))
					leaveChildren(draft, table.name, id);
			}
		}
		const left = draft.changed.size;
		if (left === 0) return { ops: [], result: 0 };
		for (const op of await rebase(memory, draft, subject, memory.queued(), draft.changed))
			draft.add(op);
		return { ops: draft.ops(), result: left };
	});
}

/** What an answer under way tells of them may be older than what was told already: it must not complete them. */
function leaveChildren(draft: Draft, table: string, id: string): void {
	const key = rowKey(table, id);
	const known = draft.completeness(key);
	if (!known || !('at' in known)) return;
	draft.dropChildren(table, id, () => true);
	const told = draft.meta.cookie?.spaces.main.v ?? 0;
	draft.setComplete(key, { missed: Math.max(known.at, told), unwanted: true });
}
