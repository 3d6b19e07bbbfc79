import * as v from 'valibot';
import { bool, defineQuery, oneOf } from '#domain/kernel/index.ts';
import { nouns, savedView, viewDefault } from './schema.ts';

/** Views of a noun that the actor can see, by name. */
export const saved = defineQuery({
	name: 'views.saved',
	table: savedView,
	args: v.strictObject({ of: oneOf(nouns).schema, retired: v.exactOptional(bool().schema) }),
	where:
		({ of, retired = false }) =>
		(row) =>
			row.of === of && row.active !== retired,
	sort: () => ({ id: 'name', key: (row) => row.name.toLowerCase(), descending: false })
});

/** The actor's and their teams' choices; see `defaultViewFor`. */
export const defaults = defineQuery({
	name: 'views.defaults',
	table: viewDefault,
	args: v.strictObject({}),
	where: () => () => true,
	sort: () => ({ id: 'holder', key: (row) => row.holderId, descending: false })
});

export const viewQueries = [saved, defaults] as const;
