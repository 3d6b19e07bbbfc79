/**
 * Filters: which rows of a list, as data.
 *
 * field - something that can be asked of a row, declared by the row's module; condition - a field, an operator and
 * values; filter - conditions that all hold; `me`, `mine`, `none` - the reader, the reader's teams, nobody; age - how
 * long ago (`30m`, `4h`, `3d`); pairs - the filter in an address.
 */
export {
	filterFromPairs,
	filterToPairs,
	normalFilter,
	withCondition,
	type Pair
} from './address.ts';
export {
	ageOf,
	filterFailure,
	filterSchema,
	operators,
	operatorsOf,
	type Condition,
	type Filter,
	type Operator
} from './condition.ts';
export { filterErrors } from './errors.ts';
export { compileFilter, usesAge, type Reader } from './evaluate.ts';
export { ME, MINE, NONE, type FilterField, type FilterFields } from './fields.ts';
