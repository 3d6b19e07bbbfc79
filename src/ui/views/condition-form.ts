import {
	ageOf,
	filterFailure,
	ME,
	MINE,
	NONE,
	operatorsOf,
	type Condition,
	type FilterField,
	type Operator
} from '#domain/filters/index.ts';
import { ticketFields } from '#domain/tickets/index.ts';
import type { FieldName } from './view-words.ts';

const UNITS = ['m', 'h', 'd'] as const;
export type AgeUnit = (typeof UNITS)[number];

/** What the form for one condition holds; which parts count follows from the field. */
export interface ConditionForm {
	op: Operator;
	/** Of a field with choices. */
	chosen: readonly string[];
	/** Words, or tags with commas between them. */
	typed: string;
	count: string;
	unit: AgeUnit;
}

/** A field as every row of the table would declare it. */
export const fieldOf = (field: FieldName): FilterField<never> => ticketFields[field];

/** Values that stand for somebody or nobody instead of a record. */
export function wordsOfField(field: FieldName): readonly string[] {
	const asked = fieldOf(field);
	if (asked.kind !== 'ref') return [];
	const self = asked.means === 'self' ? [ME] : asked.means === 'team' ? [MINE] : [];
	return field === 'requester' ? self : [...self, NONE];
}

export function formOf(field: FieldName, condition: Condition | undefined): ConditionForm {
	const values = condition?.values ?? [];
	const [, count = '', unit = ''] = /^(\d+)([mhd])$/.exec(values[0] ?? '') ?? [];
	return {
		op: condition?.op ?? operatorsOf(fieldOf(field))[0] ?? 'is',
		chosen: values,
		typed: values.join(', '),
		count,
		unit: UNITS.find((one) => one === unit) ?? 'd'
	};
}

function valuesOf(field: FieldName, form: ConditionForm): readonly string[] {
	switch (fieldOf(field).kind) {
		case 'choice':
		case 'ref':
			return form.chosen;
		case 'age':
			return [`${form.count.trim()}${form.unit}`];
		case 'tags':
			return [...new Set(form.typed.split(','))]
				.map((tag) => tag.trim())
				.filter((tag) => tag !== '');
		case 'text':
			return form.typed.trim() === '' ? [] : [form.typed.trim()];
	}
}

/** The condition that the form says; undefined while it says none that can be asked. */
export function conditionFrom(field: FieldName, form: ConditionForm): Condition | undefined {
	const condition = { field, op: form.op, values: [...valuesOf(field, form)] };
	if (condition.values.length === 0) return undefined;
	if (fieldOf(field).kind === 'age' && ageOf(condition.values[0] ?? '') === undefined)
		return undefined;
	return filterFailure(ticketFields, [condition]) ? undefined : condition;
}
