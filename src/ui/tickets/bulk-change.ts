import type { Actor, Instant, JsonObject } from '#domain/kernel/index.ts';
import {
	codesOf,
	ownCommandVerbs,
	stepsFor,
	type Need,
	type Ticket,
	type Verb
} from '#domain/tickets/index.ts';
import { pause } from '#ui/views/pause.ts';
import { seenOf } from './seen.ts';
import type { TicketCommand } from './ticket-commands.ts';

/** One change for many tickets. What is undefined stays as it is. */
export type BulkChange =
	| {
			readonly kind: 'assign';
			readonly team?: string | null;
			readonly assignee?: string | null;
	  }
	| {
			readonly kind: 'step';
			readonly verb: Verb;
			readonly code: string | null;
			readonly note: string | null;
	  }
	/** `level` null gives the priority back to impact and urgency. */
	| { readonly kind: 'priority'; readonly level: number | null; readonly reason: string }
	| { readonly kind: 'tags'; readonly add: readonly string[]; readonly remove: readonly string[] };

/** The change as a command on one ticket, as it was seen; undefined where there is nothing to change. */
export function bulkCommand(change: BulkChange, row: Ticket): TicketCommand | undefined {
	switch (change.kind) {
		case 'assign': {
			const { kind: _, ...wanted } = change;
			const fields = Object.keys(wanted) as ('team' | 'assignee')[];
			if (fields.every((field) => row[field] === wanted[field])) return undefined;
			const args: JsonObject = { ticket: row.id, ...wanted };
			return { name: 'tickets.assign', args, ...seenOf(row, fields) };
		}
		case 'step': {
			const { verb, code, note } = change;
			const args = { ticket: row.id, verb, from: row.state, code, note };
			return { name: 'tickets.transition', args };
		}
		case 'priority': {
			const { level: priority, reason } = change;
			const isSo = priority === null ? !row.priorityOverride : row.priority === priority;
			if (isSo) return undefined;
			const args = { ticket: row.id, priority, reason };
			return {
				name: 'tickets.setPriority',
				args,
				...seenOf(row, ['priority', 'priorityOverride'])
			};
		}
		case 'tags': {
			const tags = tagsAfter(row.tags, change);
			if (tags.length === row.tags.length && tags.every((tag) => row.tags.includes(tag)))
				return undefined;
			const args = { ticket: row.id, changes: { tags: [...tags] } };
			return { name: 'tickets.edit', args, ...seenOf(row, ['tags']) };
		}
	}
}

function tagsAfter(
	tags: readonly string[],
	{ add, remove }: Pick<BulkChange & { kind: 'tags' }, 'add' | 'remove'>
): readonly string[] {
	return [...new Set([...tags.filter((tag) => !remove.includes(tag)), ...add])];
}

export interface BulkStep {
	readonly verb: Verb;
	readonly needs: readonly Need[];
	readonly codes: readonly string[];
	/** How many of the tickets can take it now. */
	readonly count: number;
	/** One that can. */
	readonly example: Ticket;
}

/** Rows of one slice of the page's time. */
const SLICE = 200;

interface Counted {
	readonly needs: Set<Need>;
	readonly example: Ticket;
	count: number;
}

/** The steps that at least one of the tickets can take now, those that most can take first. */
export async function bulkSteps(
	rows: readonly Ticket[],
	actor: Actor,
	now: Instant
): Promise<readonly BulkStep[]> {
	const found = new Map<Verb, Counted>();
	for (const [at, row] of rows.entries()) {
		if (at % SLICE === SLICE - 1) await pause();
		count(found, row, actor, now);
	}
	return [...found]
		.map(([verb, { needs, count: fits, example }]) => ({
			verb,
			needs: [...needs],
			codes: codesOf[verb] ?? [],
			count: fits,
			example
		}))
		.toSorted((one, other) => other.count - one.count);
}

function count(found: Map<Verb, Counted>, row: Ticket, actor: Actor, now: Instant): void {
	for (const { verb, needs = [] } of stepsFor(row, actor, now)) {
		if (ownCommandVerbs.includes(verb)) continue;
		const step = found.get(verb) ?? { needs: new Set<Need>(), count: 0, example: row };
		step.count += 1;
		for (const need of needs) step.needs.add(need as Need);
		found.set(verb, step);
	}
}
