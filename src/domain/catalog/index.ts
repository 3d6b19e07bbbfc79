/**
 * Catalogue: what people can ask for.
 *
 * item - one thing on offer, an incident to report or a request to make; form - the questions that it asks; question -
 * one of them, with a type; answer - what somebody said, kept with the question's label as it was then; retired - no
 * longer on offer, kept for the tickets that came from it.
 */
export { catalogErrors } from './errors.ts';
export { addItem, catalogMutators, editItem, reinstateItem, retireItem } from './mutators.ts';
export { catalogPermissions } from './permissions.ts';
export { catalogQueries, items } from './queries.ts';
export {
	answerSchema,
	answersOf,
	answersSchema,
	validateAnswers,
	type Answer,
	type Answers
} from './rules/answers.ts';
export { questionTypes, type Question } from './rules/form.ts';
export { catalogItem, catalogTables, type CatalogItem } from './schema.ts';
