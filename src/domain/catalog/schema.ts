import {
	bool,
	defineChild,
	defineRoot,
	filledText,
	instant,
	int,
	json,
	nullable,
	oneOf,
	ref,
	text,
	type RowOf
} from '#domain/kernel/index.ts';
import { formSchema } from './rules/form.ts';

const version = int(0, 100_000);
export const note = text(1_000);

/**
 * Something that people can report or ask for. Everybody reads the catalogue; those who build it hold the item by a scope
 * of their own, which reads the forms in work too.
 */
export const catalogItem = defineRoot({
	name: 'catalog_item',
	fields: {
		title: filledText(120),
		description: text(1_000),
		category: filledText(60),
		/** Name of an icon of the set that the UI ships. */
		icon: text(40, 1),
		kind: oneOf(['incident', 'request']),
		/** The published questions, and the number of their publication. */
		form: json(formSchema),
		formVersion: version,
		/** Team that gets what comes of it; null leaves it to the desk. */
		team: nullable(ref()),
		/** A request must be approved before work on it starts. */
		needsApproval: bool(),
		/** Place in lists, lowest first. */
		position: int(0, 100_000),
		/** Tickets that came of it in the 90 days before the server last counted, once a night. */
		popularity: int(0, 1_000_000_000),
		active: bool()
	},
	scopes: () => ['catalog', 'builders'],
	order: (row) => (row.active ? 200_000 : 100_000) - row.position,
	search: ['title', 'description', 'category']
});

/** The questions that are being worked on, one per item, `formDraftId(item)`; for those who build the catalogue. */
export const formDraft = defineChild({
	name: 'catalog_form_draft',
	of: catalogItem,
	fields: { form: json(formSchema), by: ref(), byName: text(120), updatedAt: instant() },
	audience: () => 'internal'
});

/**
 * Every publication of an item's questions, `formVersionId(item, version)`. Only added. Public, as it was when it was
 * asked: answers given offline are judged by the version that was shown.
 */
export const formVersion = defineChild({
	name: 'catalog_form_version',
	of: catalogItem,
	fields: {
		version,
		form: json(formSchema),
		/** The version that it brought back. */
		revertOf: nullable(version),
		at: instant()
	},
	audience: () => 'public'
});

/** Who published a version, and what for; for those who manage the catalogue. `formNoteId(item, version)`. */
export const formNote = defineChild({
	name: 'catalog_form_note',
	of: catalogItem,
	fields: { version, note, by: ref(), byName: text(120), at: instant() },
	audience: () => 'internal'
});

export type CatalogItem = RowOf<typeof catalogItem>;
export type FormDraft = RowOf<typeof formDraft>;
export type FormVersion = RowOf<typeof formVersion>;
export type FormNote = RowOf<typeof formNote>;

export const catalogTables = [catalogItem, formDraft, formVersion, formNote] as const;
