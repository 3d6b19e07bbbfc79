import { newMid } from '#client/index.ts';
import { baseOf, rowId, type Failure, type JsonObject } from '#domain/kernel/index.ts';
import type { Share } from '#domain/identity/index.ts';
import { savedView, type SavedView, type ViewShape } from '#domain/views/index.ts';
import { m } from '#messages/generated/messages.js';
import { toasts } from '#ui/session/toasts.ts';
import { save, tell } from '#ui/tickets/ticket-commands.ts';

interface Said {
	readonly name: string;
	readonly share: Share;
	readonly team: string | null;
}

/** What came of keeping a view. `not_saved`: the device has no room, and the person has been told. */
export type Kept =
	| { readonly kind: 'kept'; readonly id: string }
	| { readonly kind: 'refused'; readonly failure: Failure }
	| { readonly kind: 'not_saved' };

function plain({ filter, columns, group, sort }: ViewShape) {
	return {
		filter: filter.map((condition) => ({ ...condition, values: [...condition.values] })),
		columns: [...columns],
		group,
		sort
	};
}

export async function saveView(said: Said, shape: ViewShape): Promise<Kept> {
	const mid = newMid();
	const args = { of: 'ticket', ...said, ...plain(shape) };
	const saved = await save({ name: 'views.save', args, mid });
	if (saved.kind === 'not_saved') tell(saved);
	if (saved.kind !== 'saved') return saved;
	toasts.show(m.view_saved({ view: said.name }));
	return { kind: 'kept', id: rowId(mid, savedView) };
}

/** Changes what is given: name and readers, or the shape. */
export async function editView(
	row: SavedView,
	given: Said | ViewShape,
	done = m.view_updated({ view: 'name' in given ? given.name : row.name })
): Promise<Kept> {
	const changes = 'name' in given ? { ...given } : plain(given);
	const fields = Object.keys(changes) as (keyof SavedView & string)[];
	const args = { view: row.id, changes: changes as JsonObject };
	const saved = await save({ name: 'views.edit', args, base: { ...baseOf(row, fields) } });
	if (saved.kind === 'not_saved') tell(saved);
	if (saved.kind !== 'saved') return saved;
	const before = Object.fromEntries(fields.map((field) => [field, row[field]])) as JsonObject;
	const undo = async () => {
		const back = { view: row.id, changes: before };
		const base = { ...baseOf(changes as JsonObject, fields) };
		tell(await save({ name: 'views.edit', args: back, base }));
	};
	toasts.show(done, { undo: () => void undo() });
	return { kind: 'kept', id: row.id };
}

export async function retireView({ id: view, name }: SavedView): Promise<boolean> {
	const saved = await save({ name: 'views.retire', args: { view } });
	tell(saved);
	if (saved.kind !== 'saved') return false;
	const undo = async () => tell(await save({ name: 'views.reinstate', args: { view } }));
	toasts.show(m.view_retired({ view: name }), { undo: () => void undo() });
	return true;
}

/** `team`: for everybody in it instead of oneself; `view` null gives the choice back. */
export async function setDefaultView(
	view: string | null,
	before: string | null,
	team?: string
): Promise<void> {
	const argsOf = (chosen: string | null) => ({
		of: 'ticket',
		view: chosen,
		...(team === undefined ? {} : { team })
	});
	const saved = await save({ name: 'views.setDefault', args: argsOf(view) });
	tell(saved);
	if (saved.kind !== 'saved') return;
	const undo = async () => tell(await save({ name: 'views.setDefault', args: argsOf(before) }));
	toasts.show(view === null ? m.view_default_off() : m.view_default_set(), {
		undo: () => void undo()
	});
}
