import * as v from 'valibot';
import { sharedScopes, sharingFields } from '#domain/identity/index.ts';
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
import { ownCommandVerbs, verbs } from './lifecycle.ts';
import { audiences, level, tags } from './schema.ts';

/** Whom a macro gives the ticket to: a person by id, the one who runs it, or nobody. */
export const RUNNER = 'me';

/** What a macro does besides its words. Everything that is missing stays as it is. */
export const macroDeeds = v.strictObject({
	impact: v.exactOptional(level.schema),
	urgency: v.exactOptional(level.schema),
	addTags: v.exactOptional(tags.schema),
	team: v.exactOptional(nullable(ref()).schema),
	assignee: v.exactOptional(nullable(ref()).schema),
	priority: v.exactOptional(
		v.strictObject({ level: int(1, 5).schema, reason: filledText(1_000).schema })
	),
	step: v.exactOptional(
		v.strictObject({
			verb: v.pipe(
				oneOf(verbs).schema,
				v.check((verb) => !ownCommandVerbs.includes(verb), 'verb.own_command')
			),
			code: nullable(text(32, 1)).schema,
			/** A template, as the body is. */
			note: text(4_000).schema
		})
	),
	checks: v.exactOptional(v.pipe(v.array(filledText(200).schema), v.minLength(1), v.maxLength(30)))
});
export type MacroDeeds = v.InferOutput<typeof macroDeeds>;

/** A reply with variables, and what is done with the ticket along with it. One without deeds is a reply template. */
export const macro = defineRoot({
	name: 'macro',
	fields: {
		...sharingFields,
		title: filledText(80),
		audience: oneOf(audiences),
		/** Empty when the macro says nothing. */
		body: text(10_000),
		deeds: json(macroDeeds),
		active: bool()
	},
	scopes: sharedScopes,
	order: (row) => (row.active ? 1 : 0),
	search: ['title']
});

export type Macro = RowOf<typeof macro>;
