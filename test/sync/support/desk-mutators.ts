import * as v from 'valibot';
import {
	applied,
	defineMutator,
	derivedId,
	isRow,
	notHere,
	ref,
	rejected,
	text,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { docs, notes } from './world-tables.ts';

/**
 * The desk's commands in their shapes: a merge writes two roots and a child of the other, its undo reads what the merge
 * left, a split copies children of both classes to a new root, a macro runs several commands as one.
 */

/** What a merge leaves on its target: one row a pair, taken up again by a second merge. */
function graftId(source: string, target: string): string {
	return derivedId('graft', source, target);
}

async function setGraft(
	tx: WriteTx,
	source: string,
	target: string,
	state: 'in' | 'out',
	by: string
) {
	const id = graftId(source, target);
	const change = { text: `${state} ${source}` };
	if (isRow(await tx.get(notes, id))) await tx.update(notes, id, change);
	else await tx.insert(notes, { id, root: target, author: by, audience: 'internal', ...change });
}

export const merge = defineMutator({
	name: 'docs.merge',
	args: v.object({ doc: ref().schema, into: ref().schema }),
	permission: 'docs.write',
	async run({ tx, ctx, args: { doc, into } }) {
		const source = await tx.get(docs, doc);
		const target = await tx.get(docs, into);
		if (source === notHere || target === notHere) return applied;
		if (!isRow(source) || !isRow(target) || doc === into) return rejected('not_found', 'doc');
		if (source.state === 'closed') return rejected('already_closed', 'doc');
		if (target.state === 'closed') return rejected('already_closed', 'into');
		await tx.update(docs, doc, { state: 'closed', mergedInto: into });
		await tx.update(docs, into, { createdAt: Math.min(source.createdAt, target.createdAt) });
		await setGraft(tx, doc, into, 'in', ctx.actor.subject);
		return undefined;
	}
});

export const unmerge = defineMutator({
	name: 'docs.unmerge',
	args: v.object({ doc: ref().schema }),
	permission: 'docs.write',
	async run({ tx, ctx, args: { doc } }) {
		const source = await tx.get(docs, doc);
		if (source === notHere) return applied;
		if (!isRow(source)) return rejected('not_found', 'doc');
		if (source.mergedInto === null) return rejected('not_merged', 'doc');
		await tx.update(docs, doc, { state: 'open', mergedInto: null });
		const target = await tx.get(docs, source.mergedInto);
		if (isRow(target)) await setGraft(tx, doc, target.id, 'out', ctx.actor.subject);
		return undefined;
	}
});

export const split = defineMutator({
	name: 'docs.split',
	args: v.object({ doc: ref().schema, title: text(200).schema }),
	permission: 'docs.write',
	async run({ tx, ctx, args: { doc, title } }) {
		const row = await tx.get(docs, doc);
		if (row === notHere) return applied;
		if (!isRow(row)) return rejected('not_found', 'doc');
		const id = ctx.newId(docs);
		const fresh = { number: null, state: 'open', mergedInto: null, createdAt: ctx.now } as const;
		await tx.insert(docs, { ...row, ...fresh, id, title });
		const children = await tx.children(notes, doc);
		if (children === notHere) return undefined;
		const inOrder = [...children].sort((a, b) => (a.id < b.id ? -1 : 1));
		for (const note of inOrder.slice(0, 3)) {
			await tx.insert(notes, { ...note, id: ctx.newId(notes, note.id), root: id });
		}
		return undefined;
	}
});

/** A mutator whose arguments are known where it is run. */
type AnyMutator = { run(input: never): Promise<Verdict | void> };

/** The commands that a macro is made of; each refuses for the whole. */
export function macroOf(set: AnyMutator, add: AnyMutator, close: AnyMutator) {
	return defineMutator({
		name: 'docs.macro',
		args: v.object({ doc: ref().schema, title: text(200).schema, close: v.boolean() }),
		permission: 'docs.write',
		async run({ tx, ctx, args: { doc, title, close: closes } }) {
			const parts: [AnyMutator, object][] = [
				[set, { doc, title }],
				[add, { doc, text: title, audience: 'public' }],
				...(closes ? ([[close, { doc }]] as [AnyMutator, object][]) : [])
			];
			const kept: string[] = [];
			for (const [part, args] of parts) {
				const verdict: Verdict = (await part.run({ tx, ctx, args } as never)) ?? applied;
				if (verdict.kind === 'rejected') return verdict;
				if (verdict.kind === 'merged') kept.push(...verdict.fields);
			}
			return kept.length === 0 ? applied : { kind: 'merged', fields: kept };
		}
	});
}
