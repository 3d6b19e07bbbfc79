import { failure, type Failure, type JsonObject } from '#domain/kernel/index.ts';

/** Failure code -> message key of what the person can do about it. */
export const filterErrors = {
	'filters.field_unknown': 'remedy_mend_the_filter',
	'filters.op_unfit': 'remedy_mend_the_filter',
	'filters.value_unknown': 'remedy_mend_the_filter'
} as const;

export function failed(
	code: keyof typeof filterErrors,
	field: string,
	facts?: JsonObject
): Failure {
	return failure(code, field, facts);
}
