import * as v from 'valibot';
import {
	absent,
	applied,
	defineMutator,
	derivedId,
	isRow,
	mergeFields,
	ref,
	valueHash,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { formFailures } from '../rules/form-check.ts';
import * as table from '../schema.ts';

export function formDraftId(item: string): string {
	return derivedId(table.formDraft.name, item);
}

export function formVersionId(item: string, version: number): string {
	return derivedId(table.formVersion.name, item, String(version));
}

export function formNoteId(item: string, version: number): string {
	return derivedId(table.formNote.name, item, String(version));
}

type NewVersion = Pick<table.FormVersion, 'root' | 'version' | 'form'> & {
	readonly revertOf?: number;
	readonly note?: string;
};

export async function insertVersion(tx: WriteTx, ctx: Context, made: NewVersion): Promise<void> {
	const { root, version, form, revertOf = null, note = '' } = made;
	const at = ctx.now;
	const id = formVersionId(root, version);
	await tx.insert(table.formVersion, { id, root, version, form, revertOf, at });
	const by = { by: ctx.actor.subject, byName: ctx.actor.name };
	await tx.insert(table.formNote, {
		id: formNoteId(root, version),
		root,
		version,
		note,
		...by,
		at
	});
}

/** Items of before forms had a history keep what they asked so far when it is replaced for the first time. */
async function keepOutgoing(tx: WriteTx, ctx: Context, item: table.CatalogItem): Promise<void> {
	const id = formVersionId(item.id, item.formVersion);
	if ((await tx.get(table.formVersion, id)) !== absent) return;
	const { form, formVersion: version } = item;
	await tx.insert(table.formVersion, {
		id,
		root: item.id,
		version,
		form,
		revertOf: null,
		at: ctx.now
	});
}

async function publish(
	tx: WriteTx,
	ctx: Context,
	item: table.CatalogItem,
	next: Omit<NewVersion, 'root' | 'version'>
): Promise<void> {
	const version = item.formVersion + 1;
	await keepOutgoing(tx, ctx, item);
	await insertVersion(tx, ctx, { ...next, root: item.id, version });
	await tx.update(table.catalogItem, item.id, { form: next.form, formVersion: version });
}

type ItemFound =
	| { readonly ok: true; readonly item: table.CatalogItem }
	| { readonly ok: false; readonly verdict: Verdict };

async function itemFor(tx: WriteTx, id: string): Promise<ItemFound> {
	const item = await tx.get(table.catalogItem, id);
	if (item === absent) return { ok: false, verdict: refuse('catalog.item_unknown', 'item') };
	return isRow(item) ? { ok: true, item } : { ok: false, verdict: applied };
}

/** Keeps questions that are being worked on; nobody is asked them before they are published. */
export const saveForm = defineMutator({
	name: 'catalog.saveForm',
	permission: 'catalog.manage',
	args: v.strictObject({ item: ref().schema, form: table.formDraft.fields.form.schema }),
	async run({ tx, ctx, args }) {
		const found = await itemFor(tx, args.item);
		if (!found.ok) return found.verdict;
		const [wrong] = formFailures(args.form);
		if (wrong) return { kind: 'rejected', failure: wrong };
		const id = formDraftId(args.item);
		const draft = await tx.get(table.formDraft, id);
		const { form } = args;
		const by = { by: ctx.actor.subject, byName: ctx.actor.name, updatedAt: ctx.now };
		if (!isRow(draft)) {
			await tx.insert(table.formDraft, { id, root: args.item, form, ...by });
			return undefined;
		}
		const { patch, verdict } = mergeFields<table.FormDraft>(draft, { form }, ctx.base);
		if (verdict.kind !== 'rejected') await tx.update(table.formDraft, id, { ...patch, ...by });
		return verdict;
	}
});

export const discardForm = defineMutator({
	name: 'catalog.discardForm',
	permission: 'catalog.manage',
	args: v.strictObject({ item: ref().schema }),
	async run({ tx, args }) {
		const found = await itemFor(tx, args.item);
		if (!found.ok) return found.verdict;
		const id = formDraftId(args.item);
		if (isRow(await tx.get(table.formDraft, id))) await tx.remove(table.formDraft, id);
		return undefined;
	}
});

/** Publishes the draft, and only the one that the person saw: `base.form` names it. */
export const publishForm = defineMutator({
	name: 'catalog.publishForm',
	permission: 'catalog.manage',
	args: v.strictObject({ item: ref().schema, note: v.exactOptional(table.note.schema, '') }),
	async run({ tx, ctx, args }) {
		const found = await itemFor(tx, args.item);
		if (!found.ok) return found.verdict;
		const draft = await tx.get(table.formDraft, formDraftId(args.item));
		if (draft === absent) return refuse('catalog.draft_missing', 'item');
		if (!isRow(draft)) return undefined;
		const seen = ctx.base['form'];
		if (seen !== undefined && seen !== valueHash(draft.form)) {
			return refuse('catalog.form_moved', 'item');
		}
		await publish(tx, ctx, found.item, { form: draft.form, note: args.note });
		await tx.remove(table.formDraft, draft.id);
		return undefined;
	}
});

/** Publishes an old version anew, as the next one; a draft stays as it is. */
export const revertForm = defineMutator({
	name: 'catalog.revertForm',
	permission: 'catalog.manage',
	args: v.strictObject({
		item: ref().schema,
		version: table.formVersion.fields.version.schema,
		note: v.exactOptional(table.note.schema, '')
	}),
	async run({ tx, ctx, args }) {
		const found = await itemFor(tx, args.item);
		if (!found.ok) return found.verdict;
		const old = await tx.get(table.formVersion, formVersionId(args.item, args.version));
		if (old === absent) return refuse('catalog.form_unknown', 'version');
		if (!isRow(old)) return undefined;
		const { form } = old;
		await publish(tx, ctx, found.item, { form, note: args.note, revertOf: args.version });
		return undefined;
	}
});
