import * as v from 'valibot';
import { mayKeep, sharingFields, team, type Shared } from '#domain/identity/index.ts';
import {
	absent,
	defineMutator,
	isRow,
	mergeFields,
	nullable,
	ref,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { macro, macroDeeds, type Macro } from '../macro-schema.ts';
import { ticketGrants } from '../permissions.ts';
import { templateFailure } from '../rules/template.ts';

const { title, audience, body } = macro.fields;
const fields = {
	title: title.schema,
	audience: audience.schema,
	body: body.schema,
	deeds: macroDeeds,
	share: sharingFields.share.schema,
	team: nullable(ref()).schema
};

async function sharingRefusal(
	tx: WriteTx,
	ctx: Context,
	wanted: Shared
): Promise<Verdict | undefined> {
	if ((wanted.share === 'team') !== (wanted.team !== null)) {
		return refuse('tickets.team_unknown', 'team');
	}
	if (!mayKeep(ctx.actor, wanted, 'tickets.keep_macro', ticketGrants)) {
		return refuse('forbidden', 'share');
	}
	if (wanted.team === null || (await tx.get(team, wanted.team)) !== absent) return undefined;
	return refuse('tickets.team_unknown', 'team');
}

/** A macro that does nothing, or names what does not exist, is refused when it is kept, not when it is needed. */
function contentRefusal(wanted: Pick<Macro, 'body' | 'deeds'>, at = ''): Verdict | undefined {
	const wrong =
		templateFailure(wanted.body, `${at}body`) ??
		templateFailure(wanted.deeds.step?.note ?? '', `${at}deeds.step.note`);
	if (wrong) return { kind: 'rejected', failure: wrong };
	const isIdle = wanted.body.trim() === '' && Object.keys(wanted.deeds).length === 0;
	return isIdle ? refuse('tickets.macro_empty', `${at}body`) : undefined;
}

/** Keeps a macro or reply template, for oneself, a team or the desk. Its id is `ctx.newId(macro)`. */
export const addMacro = defineMutator({
	name: 'tickets.addMacro',
	permission: 'tickets.keep_macro',
	args: v.strictObject({ ...fields, team: v.exactOptional(fields.team, null) }),
	async run({ tx, ctx, args }) {
		const owner = ctx.actor.subject;
		const refusal = contentRefusal(args) ?? (await sharingRefusal(tx, ctx, { ...args, owner }));
		if (refusal) return refusal;
		const ownerName = ctx.actor.name;
		await tx.insert(macro, { ...args, id: ctx.newId(macro), owner, ownerName, active: true });
		return undefined;
	}
});

type MacroFound =
	| { readonly ok: true; readonly row: Macro }
	| { readonly ok: false; readonly verdict: Verdict | undefined };

/** Somebody else's private macro answers as one that does not exist. */
async function macroFor(tx: WriteTx, ctx: Context, id: string): Promise<MacroFound> {
	const row = await tx.get(macro, id);
	const hidden = { ok: false, verdict: refuse('tickets.macro_unknown', 'macro') } as const;
	if (row === absent) return hidden;
	if (!isRow(row)) return { ok: false, verdict: undefined };
	if (mayKeep(ctx.actor, row, 'tickets.keep_macro', ticketGrants)) return { ok: true, row };
	const isReadable = macro.scopes(row).some((scope) => ctx.actor.scopes.has(scope));
	return isReadable ? { ok: false, verdict: refuse('forbidden') } : hidden;
}

const changes = v.pipe(
	v.partial(v.strictObject(fields)),
	v.check((given) => Object.keys(given).length > 0, 'changes.none')
);

export const editMacro = defineMutator({
	name: 'tickets.editMacro',
	permission: 'tickets.keep_macro',
	args: v.strictObject({ macro: ref().schema, changes }),
	async run({ tx, ctx, args }) {
		const found = await macroFor(tx, ctx, args.macro);
		if (!found.ok) return found.verdict;
		const { row } = found;
		const given = args.changes as Partial<Macro>;
		const { patch, verdict } = mergeFields<Macro>(row, given, ctx.base, [['share', 'team']]);
		if (verdict.kind === 'rejected') return verdict;
		const next = { ...row, ...patch };
		const refusal = contentRefusal(next, 'changes.') ?? (await sharingRefusal(tx, ctx, next));
		if (refusal) return refusal;
		await tx.update(macro, row.id, patch);
		return verdict;
	}
});

function setsActive<const Name extends string>(name: Name, active: boolean) {
	return defineMutator({
		name,
		permission: 'tickets.keep_macro',
		args: v.strictObject({ macro: ref().schema }),
		async run({ tx, ctx, args }) {
			const found = await macroFor(tx, ctx, args.macro);
			if (!found.ok) return found.verdict;
			await tx.update(macro, found.row.id, { active });
			return undefined;
		}
	});
}

/** Takes it from the list; a root is never deleted. */
export const retireMacro = setsActive('tickets.retireMacro', false);
export const reinstateMacro = setsActive('tickets.reinstateMacro', true);
