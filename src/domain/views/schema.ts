import { filterSchema } from '#domain/filters/index.ts';
import { sharedScopes, sharingFields } from '#domain/identity/index.ts';
import {
	bool,
	defineRoot,
	filledText,
	json,
	listOf,
	nullable,
	oneOf,
	ref,
	text,
	type RowOf
} from '#domain/kernel/index.ts';

/** What a view lists. */
export const nouns = ['ticket'] as const;

/** A list as somebody wants to see it again. */
export const savedView = defineRoot({
	name: 'saved_view',
	fields: {
		...sharingFields,
		name: filledText(80),
		of: oneOf(nouns),
		filter: json(filterSchema),
		columns: listOf(text(40, 1), 20),
		group: nullable(text(40, 1)),
		sort: text(40, 1),
		/** False: taken from the list. A root is never deleted. */
		active: bool()
	},
	scopes: sharedScopes,
	order: (row) => (row.active ? 1 : 0),
	search: ['name']
});

/** Which view opens first, for a person or a team; one row each, `defaultId(holder, id)`. */
export const viewDefault = defineRoot({
	name: 'view_default',
	fields: {
		holder: oneOf(['person', 'team']),
		/** The person or the team. */
		holderId: ref(),
		of: oneOf(nouns),
		/** A saved view, or one that everybody has by its name; null gives the choice back. */
		view: nullable(ref()),
		by: ref()
	},
	scopes: (row) => [row.holder === 'team' ? `team:${row.holderId}` : `user:${row.holderId}`],
	order: () => 0
});

export type SavedView = RowOf<typeof savedView>;
export type ViewDefault = RowOf<typeof viewDefault>;
export const viewTables = [savedView, viewDefault] as const;
