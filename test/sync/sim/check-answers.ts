import { readableAudiences, scopesMeet, type AnyRow } from '#domain/kernel/index.ts';
import type { Complete, Put } from '#sync/protocol/index.ts';
import type { AuthorityState } from '../memory/authority-state.ts';
import { worldRegistry } from '../support/world-registry.ts';
import type { Report } from './violations.ts';

/** Whether a reader with these scopes may see the row, in this state. */
export function mayRead(
	state: AuthorityState,
	scopes: ReadonlySet<string>,
	tableName: string,
	row: AnyRow
): boolean {
	const table = worldRegistry.tables.find(({ name }) => name === tableName);
	if (table?.kind === 'root') return scopesMeet(table.scopes(row), scopes);
	const root = state.tables[table?.of ?? '']?.get(row.root ?? '')?.row;
	const rootTable = worldRegistry.tables.find(({ name }) => name === table?.of);
	if (!table || !root || rootTable?.kind !== 'root') return false;
	const classes = readableAudiences(rootTable.scopes(root), scopes, worldRegistry.scopeKinds);
	return classes.includes(table.audience(row));
}

/** I4 at the wire: an answer holds nothing that its reader may not see in the snapshot that it was read from. */
export function checkAnswer(
	report: Report,
	subject: string,
	held: readonly string[],
	state: AuthorityState,
	answer: unknown
): void {
	// Pages that were read together.
	if (Array.isArray(answer)) {
		for (const page of answer) checkAnswer(report, subject, held, state, page);
	}
	if (answer === null || typeof answer !== 'object' || !('puts' in answer)) return;
	const scopes = new Set(held);
	const { puts, complete } = answer as { puts: readonly Put[]; complete: readonly Complete[] };
	for (const { table, row, v } of puts) {
		const stored = state.tables[table]?.get(row.id);
		if (!stored || stored.v !== v)
			report('I4', `answer to ${subject}: ${table} ${row.id} is not at ${v}`);
		else if (!mayRead(state, scopes, table, stored.row))
			report('I4', `answer to ${subject} shows ${table} ${row.id} v${v}`);
	}
	for (const { table, id } of complete) {
		const stored = state.tables[table]?.get(id);
		if (!stored || !mayRead(state, scopes, table, stored.row))
			report('I4', `answer to ${subject} names ${table} ${id}`);
	}
}
