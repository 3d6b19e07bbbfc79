import { baseOf, rowId, type JsonObject } from '#domain/kernel/index.ts';
import { ticket as ticketTable, ticketEvent, type Ticket } from '../schema.ts';

/** A command as it was run, or is to be run. */
export interface Done {
	readonly name: string;
	readonly args: JsonObject;
}

export interface Undo extends Done {
	/** What the undo expects to find, so that it never overwrites what came in between. */
	readonly base: Readonly<Record<string, string>>;
}

function put(name: string, args: JsonObject, base: Record<string, string> = {}): Undo {
	return { name, args, base };
}

/** What the fields were before; all of them are columns of the ticket. */
function oldValues(before: Ticket, wanted: JsonObject): JsonObject {
	const columns: JsonObject = before;
	return Object.fromEntries(Object.keys(wanted).map((field) => [field, columns[field] ?? null]));
}

function without(args: JsonObject, field: string): JsonObject {
	return Object.fromEntries(Object.entries(args).filter(([name]) => name !== field));
}

/**
 * The command that takes `done` back, given the ticket as it was before; undefined where there is no sensible one
 * (nobody unsays a comment). It runs like any other command, offline too, and may be rejected like any other.
 */
export function inverseOf(done: Done & { mid: string }, before: Ticket): Undo | undefined {
	const { args } = done;
	const ticket = before.id;
	switch (done.name) {
		case 'tickets.transition':
			return put('tickets.undoStep', {
				ticket,
				event: rowId(done.mid, ticketEvent, String(args['verb']))
			});
		case 'tickets.assign': {
			const wanted = without(args, 'ticket');
			return put(
				done.name,
				{ ticket, ...oldValues(before, wanted) },
				baseOf(wanted, Object.keys(wanted))
			);
		}
		case 'tickets.edit': {
			// The old description lies in the child and is offered as a draft, not put back unseen.
			const wanted = without(args['changes'] as JsonObject, 'description');
			const fields = Object.keys(wanted);
			if (fields.length === 0) return undefined;
			const changes = oldValues(before, wanted);
			return put(done.name, { ticket, changes }, baseOf(wanted, fields));
		}
		case 'tickets.setPriority':
			return before.priorityOverride ? undefined : put(done.name, { ticket, priority: null });
		case 'tickets.merge':
			return put('tickets.unmerge', { ticket });
		case 'tickets.unmerge':
			return before.mergedInto === null
				? undefined
				: put('tickets.merge', { ticket, into: before.mergedInto });
		case 'tickets.split':
			return put('tickets.undoSplit', { ticket: rowId(done.mid, ticketTable) });
		case 'tickets.watch':
			return put('tickets.unwatch', args);
		case 'tickets.unwatch':
			return put('tickets.watch', args);
		case 'tickets.link':
			return put('tickets.unlink', args);
		case 'tickets.unlink':
			return put('tickets.link', args);
		case 'tickets.useArticle':
			return put('tickets.unuseArticle', args);
		case 'tickets.unuseArticle':
			return put('tickets.useArticle', args);
		default:
			return undefined;
	}
}

/** The parts of a macro, in the order in which to take them back. */
function partsOfMacro({ args }: Done): readonly Done[] {
	const { ticket = null, changes, priority, assignment, step } = args;
	const part = (name: string, given: JsonObject[string] | undefined): readonly Done[] =>
		given === undefined ? [] : [{ name, args: { ticket, ...(given as JsonObject) } }];
	return [
		...part('tickets.transition', step),
		...part('tickets.assign', assignment),
		...part('tickets.setPriority', priority),
		...part('tickets.edit', changes === undefined ? undefined : { changes })
	];
}

/**
 * The commands of which one that does several things consists, as far as they can be taken back: under the `mid` of the
 * whole each has its inverse, or none as anywhere. What was said, what was added to a checklist and the stop of a timer
 * stay.
 */
export function undoableParts(done: Done): readonly Done[] {
	if (done.name === 'tickets.runMacro') return partsOfMacro(done);
	if (done.name === 'tickets.handOver') {
		return [{ name: 'tickets.assign', args: without(done.args, 'body') }];
	}
	return [done];
}
