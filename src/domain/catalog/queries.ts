import * as v from 'valibot';
import { bool, defineQuery } from '#domain/kernel/index.ts';
import { catalogItem } from './schema.ts';

/** Items in the order of the catalogue; `retired` shows those no longer on offer instead. */
export const items = defineQuery({
	name: 'catalog.items',
	table: catalogItem,
	args: v.strictObject({ retired: bool().schema }),
	where: (args) => (row) => row.active !== args.retired,
	sort: () => ({ id: 'position', key: (row) => row.position, descending: false })
});

/** Items that are asked for, those most often first. */
export const popular = defineQuery({
	name: 'catalog.popular',
	table: catalogItem,
	args: v.strictObject({}),
	where: () => (row) => row.active && row.popularity > 0,
	sort: () => ({ id: 'popularity', key: (row) => row.popularity, descending: true })
});

export const catalogQueries = [items, popular] as const;
