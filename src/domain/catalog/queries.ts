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

export const catalogQueries = [items] as const;
