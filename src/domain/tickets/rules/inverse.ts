import { baseOf, rowId, type JsonObject } from '#domain/kernel/index.ts';
import { ticketEvent, type Ticket } from '../schema.ts';

/** A command as it was run, or is to be run. */
export interface Done {
	readonly name: string;
	readonly args: JsonObject;
}

export interface Undo extends Done {
	/** What the undo expects to find, so that it never overwrites what came in between. */
	readonly base: Readonly<Record<string, string>>;
}

type Named = Readonly<Partial<Record<keyof Ticket, unknown>>>;

function put(name: string, args: JsonObject, base: Record<string, string> = {}): Undo {
	return { name, args, base };
}

const oldValues = (before: Ticket, fields: readonly string[]): JsonObject =>
	Object.fromEntries(
		fields.map((field) => [field, (before as Named)[field as keyof Ticket] as never])
	);

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
			const { ticket: _named, ...wanted } = args;
			const fields = Object.keys(wanted);
			return put(
				done.name,
				{ ticket, ...oldValues(before, fields) },
				baseOf(wanted, fields as never[])
			);
		}
		case 'tickets.edit': {
			const changes = args['changes'] as JsonObject;
			// The old description lies in the child and is offered as a draft, not put back unseen.
			const fields = Object.keys(changes).filter((field) => field !== 'description');
			if (fields.length === 0) return undefined;
			return put(
				done.name,
				{ ticket, changes: oldValues(before, fields) },
				baseOf(changes, fields as never[])
			);
		}
		case 'tickets.setPriority':
			return before.priorityOverride ? undefined : put(done.name, { ticket, priority: null });
		case 'tickets.watch':
			return put('tickets.unwatch', args);
		case 'tickets.unwatch':
			return put('tickets.watch', args);
		case 'tickets.link':
			return put('tickets.unlink', args);
		case 'tickets.unlink':
			return put('tickets.link', args);
		default:
			return undefined;
	}
}
