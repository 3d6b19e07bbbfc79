import {
	bool,
	defineRoot,
	filledText,
	int,
	json,
	nullable,
	oneOf,
	ref,
	text,
	type RowOf
} from '#domain/kernel/index.ts';
import { formSchema } from './rules/form.ts';

/** Something that people can report or ask for; everybody reads the catalogue. */
export const catalogItem = defineRoot({
	name: 'catalog_item',
	fields: {
		title: filledText(120),
		description: text(1_000),
		category: filledText(60),
		/** Name of an icon of the set that the UI ships. */
		icon: text(40, 1),
		kind: oneOf(['incident', 'request']),
		form: json(formSchema),
		/** Team that gets what comes of it; null leaves it to the desk. */
		team: nullable(ref()),
		/** A request must be approved before work on it starts. */
		needsApproval: bool(),
		/** Place in lists, lowest first. */
		position: int(0, 100_000),
		active: bool()
	},
	scopes: () => ['catalog'],
	order: (row) => (row.active ? 200_000 : 100_000) - row.position,
	search: ['title', 'description', 'category']
});

export type CatalogItem = RowOf<typeof catalogItem>;

export const catalogTables = [catalogItem] as const;
