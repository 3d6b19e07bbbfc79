/**
 * Catalogue: what people can ask for.
 *
 * item - one thing on offer, an incident to report or a request to make; form - the questions that it asks; question -
 * one of them, with a type; condition - when it is asked at all; rule - what its answer must obey; draft - questions that
 * are being worked on; version - a publication of the questions, kept for ever; answer - what somebody said, kept with the
 * question's label as it was then; popularity - how many tickets came of it lately; retired - no longer on offer, kept for
 * the tickets that came from it.
 */
export { catalogErrors } from './errors.ts';
export {
	discardForm,
	formDraftId,
	formNoteId,
	formVersionId,
	publishForm,
	revertForm,
	saveForm
} from './mutators/forms.ts';
export { addItem, countItem, editItem, reinstateItem, retireItem } from './mutators/items.ts';
export { catalogMutators } from './mutators.ts';
export { catalogPermissions } from './permissions.ts';
export { catalogQueries, items, popular } from './queries.ts';
export {
	answerSchema,
	answersOf,
	answersSchema,
	questionsAsked,
	validateAnswers,
	type Answer,
	type Answers
} from './rules/answers.ts';
export { formFailures } from './rules/form-check.ts';
export {
	MAX_FILES,
	MAX_QUESTIONS,
	questionTypes,
	textFormats,
	type Form,
	type Question,
	type QuestionType,
	type TextFormat
} from './rules/form.ts';
export { resolveAnswers } from './rules/resolve.ts';
export { catalogItem, catalogTables, formDraft, formNote, formVersion } from './schema.ts';
export type { CatalogItem, FormDraft, FormVersion } from './schema.ts';
