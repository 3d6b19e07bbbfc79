import * as v from 'valibot';
import { mayKeep, team, type Shared } from '#domain/identity/index.ts';
import {
	absent,
	defineMutator,
	derivedId,
	isRow,
	mergeFields,
	notHere,
	nullable,
	ref,
	rejected,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { views as everybodysViews } from '#domain/tickets/index.ts';
import { refuse } from './errors.ts';
import { viewGrants } from './permissions.ts';
import { viewFailure } from './rules.ts';
import { savedView, viewDefault, type SavedView } from './schema.ts';

const { name, filter, columns, group, sort, share, of } = savedView.fields;
const entries = {
	name: name.schema,
	filter: filter.schema,
	columns: columns.schema,
	group: group.schema,
	sort: sort.schema,
	share: share.schema,
	team: nullable(ref()).schema
};

async function sharingRefusal(
	tx: WriteTx,
	ctx: Context,
	wanted: Shared
): Promise<Verdict | undefined> {
	if ((wanted.share === 'team') !== (wanted.team !== null)) {
		return refuse('views.team_unknown', 'team');
	}
	if (!mayKeep(ctx.actor, wanted, 'views.keep', viewGrants)) return rejected('forbidden', 'share');
	if (wanted.team === null || (await tx.get(team, wanted.team)) !== absent) return undefined;
	return refuse('views.team_unknown', 'team');
}

function shapeRefusal(wanted: SavedView | Omit<SavedView, 'id'>): Verdict | undefined {
	const wrong = viewFailure(wanted.of, wanted);
	return wrong ? { kind: 'rejected', failure: wrong } : undefined;
}

/** Keeps a view, for oneself, a team or the desk. Its id is `ctx.newId(savedView)`. */
export const save = defineMutator({
	name: 'views.save',
	permission: 'views.keep',
	args: v.strictObject({ ...entries, of: of.schema, team: v.exactOptional(entries.team, null) }),
	async run({ tx, ctx, args }) {
		const { subject: owner, name: ownerName } = ctx.actor;
		const row = { ...args, id: ctx.newId(savedView), owner, ownerName, active: true };
		const refusal = shapeRefusal(row) ?? (await sharingRefusal(tx, ctx, row));
		if (refusal) return refusal;
		await tx.insert(savedView, row);
		return undefined;
	}
});

type ViewFound =
	| { readonly ok: true; readonly row: SavedView }
	| { readonly ok: false; readonly verdict: Verdict | undefined };

const isReadable = (row: SavedView, ctx: Context) =>
	savedView.scopes(row).some((scope) => ctx.actor.scopes.has(scope));

/** A view that the actor may change; one that they cannot see answers as one that does not exist. */
async function viewFor(tx: WriteTx, ctx: Context, id: string): Promise<ViewFound> {
	const row = await tx.get(savedView, id);
	if (row === notHere) return { ok: false, verdict: undefined };
	if (isRow(row) && mayKeep(ctx.actor, row, 'views.keep', viewGrants)) return { ok: true, row };
	const isSeen = isRow(row) && isReadable(row, ctx);
	return {
		ok: false,
		verdict: isSeen ? rejected('forbidden', 'view') : refuse('views.unknown', 'view')
	};
}

const changes = v.pipe(
	v.strictObject({
		name: v.exactOptional(entries.name),
		filter: v.exactOptional(entries.filter),
		columns: v.exactOptional(entries.columns),
		group: v.exactOptional(entries.group),
		sort: v.exactOptional(entries.sort),
		share: v.exactOptional(entries.share),
		team: v.exactOptional(entries.team)
	}),
	v.check((given) => Object.keys(given).length > 0, 'changes.none')
);

export const edit = defineMutator({
	name: 'views.edit',
	permission: 'views.keep',
	args: v.strictObject({ view: ref().schema, changes }),
	async run({ tx, ctx, args }) {
		const found = await viewFor(tx, ctx, args.view);
		if (!found.ok) return found.verdict;
		const { row } = found;
		const { patch, verdict } = mergeFields<SavedView>(row, args.changes, ctx.base, [
			['share', 'team']
		]);
		if (verdict.kind === 'rejected') return verdict;
		const next = { ...row, ...patch };
		const refusal = shapeRefusal(next) ?? (await sharingRefusal(tx, ctx, next));
		if (refusal) return refusal;
		await tx.update(savedView, row.id, patch);
		return verdict;
	}
});

function setsActive<const Name extends string>(mutator: Name, active: boolean) {
	return defineMutator({
		name: mutator,
		permission: 'views.keep',
		args: v.strictObject({ view: ref().schema }),
		async run({ tx, ctx, args }) {
			const found = await viewFor(tx, ctx, args.view);
			if (!found.ok) return found.verdict;
			await tx.update(savedView, found.row.id, { active });
			return undefined;
		}
	});
}

/** Takes a view from the lists, and back: the undo of it. */
export const retire = setsActive('views.retire', false);
export const reinstate = setsActive('views.reinstate', true);

/** The one row of a person's or a team's choice. */
export function defaultId(holder: 'person' | 'team', id: string, noun: string): string {
	return derivedId(viewDefault.name, holder, id, noun);
}

/** A view of somebody's own makes no first view for a team. */
async function choiceRefusal(
	tx: WriteTx,
	ctx: Context,
	id: string | null,
	teamId: string | undefined
): Promise<Verdict | undefined> {
	if (id === null || (everybodysViews as readonly string[]).includes(id)) return undefined;
	const row = await tx.get(savedView, id);
	if (row === notHere) return undefined;
	if (!isRow(row) || !row.active || !isReadable(row, ctx)) return refuse('views.unknown', 'view');
	const isTheirs = row.share === 'desk' || (row.share === 'team' && row.team === teamId);
	return teamId === undefined || isTheirs ? undefined : refuse('views.not_shared', 'view');
}

/** Chooses the view that opens first, for oneself or for a team; null takes the choice back. */
export const setDefault = defineMutator({
	name: 'views.setDefault',
	permission: 'views.keep',
	args: v.strictObject({
		of: of.schema,
		view: nullable(ref()).schema,
		/** The actor alone, unless given. */
		team: v.exactOptional(ref().schema)
	}),
	async run({ tx, ctx, args }) {
		const { of: noun, view, team: teamId } = args;
		if (teamId !== undefined) {
			// Only the team itself reads the row of its choice.
			if (!ctx.actor.teams.includes(teamId)) return rejected('forbidden', 'team');
		}
		const refusal = await choiceRefusal(tx, ctx, view, teamId);
		if (refusal) return refusal;
		const holder = teamId === undefined ? 'person' : 'team';
		const holderId = teamId ?? ctx.actor.subject;
		const id = defaultId(holder, holderId, noun);
		const by = ctx.actor.subject;
		if (isRow(await tx.get(viewDefault, id))) await tx.update(viewDefault, id, { view, by });
		else await tx.insert(viewDefault, { id, holder, holderId, of: noun, view, by });
		return undefined;
	}
});

export const viewMutators = [save, edit, retire, reinstate, setDefault] as const;
