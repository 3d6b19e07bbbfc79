/**
 * Views: lists as people want to see them again.
 *
 * view - a filter, columns, a grouping and an order over one noun; share - private, a team's or the desk's; default - the
 * view that opens first, for a person or a team; shape - what a view keeps and an address carries.
 */
export { viewErrors } from './errors.ts';
export {
	defaultId,
	edit as editView,
	reinstate as reinstateView,
	retire as retireView,
	save as saveView,
	setDefault as setDefaultView,
	viewMutators
} from './mutators.ts';
export { viewGrants, viewPermissions } from './permissions.ts';
export { defaults as viewDefaults, saved as savedViews, viewQueries } from './queries.ts';
export {
	defaultViewFor,
	normalView,
	viewFailure,
	viewFromPairs,
	viewToPairs,
	type ReadView,
	type ViewShape
} from './rules.ts';
export {
	nouns,
	savedView,
	viewDefault,
	viewTables,
	type SavedView,
	type ViewDefault
} from './schema.ts';
