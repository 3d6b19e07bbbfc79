import * as v from 'valibot';
import { team } from '#domain/identity/index.ts';
import {
	absent,
	defineMutator,
	isRow,
	mergeFields,
	ref,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { formFailures } from '../rules/form-check.ts';
import { catalogItem, type CatalogItem } from '../schema.ts';
import { insertVersion } from './forms.ts';

const fields = {
	title: catalogItem.fields.title.schema,
	description: catalogItem.fields.description.schema,
	category: catalogItem.fields.category.schema,
	icon: catalogItem.fields.icon.schema,
	kind: catalogItem.fields.kind.schema,
	form: catalogItem.fields.form.schema,
	team: catalogItem.fields.team.schema,
	needsApproval: catalogItem.fields.needsApproval.schema,
	position: catalogItem.fields.position.schema
};

async function isUnknownTeam(tx: WriteTx, id: string | null | undefined): Promise<boolean> {
	return typeof id === 'string' && (await tx.get(team, id)) === absent;
}

/** Puts an item on offer, its form as the first version. The new id is `ctx.newId(catalogItem)`. */
export const addItem = defineMutator({
	name: 'catalog.addItem',
	permission: 'catalog.manage',
	args: v.strictObject(fields),
	async run({ tx, ctx, args }) {
		if (await isUnknownTeam(tx, args.team)) return refuse('catalog.team_unknown', 'team');
		const [wrong] = formFailures(args.form);
		if (wrong) return { kind: 'rejected', failure: wrong };
		const id = ctx.newId(catalogItem);
		await tx.insert(catalogItem, { ...args, id, formVersion: 1, popularity: 0, active: true });
		await insertVersion(tx, ctx, { root: id, version: 1, form: args.form });
		return undefined;
	}
});

/** Changes an item, its form apart: that is written as a draft and published. */
export const editItem = defineMutator({
	name: 'catalog.editItem',
	permission: 'catalog.manage',
	args: v.strictObject({
		item: ref().schema,
		changes: v.pipe(
			v.strictObject({
				title: v.exactOptional(fields.title),
				description: v.exactOptional(fields.description),
				category: v.exactOptional(fields.category),
				icon: v.exactOptional(fields.icon),
				team: v.exactOptional(fields.team),
				needsApproval: v.exactOptional(fields.needsApproval),
				position: v.exactOptional(fields.position)
			}),
			v.check((changes) => Object.keys(changes).length > 0, 'changes.none')
		)
	}),
	async run({ tx, ctx, args }) {
		const row = await tx.get(catalogItem, args.item);
		if (row === absent) return refuse('catalog.item_unknown', 'item');
		if (!isRow(row)) return undefined;
		if (await isUnknownTeam(tx, args.changes.team)) {
			return refuse('catalog.team_unknown', 'changes.team');
		}
		const { patch, verdict } = mergeFields<CatalogItem>(row, args.changes, ctx.base);
		if (verdict.kind !== 'rejected') await tx.update(catalogItem, row.id, patch);
		return verdict;
	}
});

function setsActive<const Name extends string>(name: Name, active: boolean) {
	return defineMutator({
		name,
		permission: 'catalog.manage',
		args: v.strictObject({ item: ref().schema }),
		async run({ tx, args }) {
			const row = await tx.get(catalogItem, args.item);
			if (row === absent) return refuse('catalog.item_unknown', 'item');
			if (isRow(row)) await tx.update(catalogItem, row.id, { active });
			return undefined;
		}
	});
}

/** Takes an item off the catalogue. */
export const retireItem = setsActive('catalog.retireItem', false);
export const reinstateItem = setsActive('catalog.reinstateItem', true);

/** Keeps how many tickets came of an item; told by the server, which alone sees them all. */
export const countItem = defineMutator({
	name: 'catalog.countItem',
	permission: 'catalog.count',
	args: v.strictObject({ item: ref().schema, popularity: catalogItem.fields.popularity.schema }),
	async run({ tx, args }) {
		const row = await tx.get(catalogItem, args.item);
		if (row === absent) return refuse('catalog.item_unknown', 'item');
		if (isRow(row)) await tx.update(catalogItem, row.id, { popularity: args.popularity });
		return undefined;
	}
});
