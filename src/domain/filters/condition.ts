import * as v from 'valibot';
import { text, type Failure } from '#domain/kernel/index.ts';
import { failed } from './errors.ts';
import { ME, MINE, NONE, type FilterField, type FilterFields } from './fields.ts';

export const operators = ['is', 'not', 'over', 'under'] as const;
export type Operator = (typeof operators)[number];

export const MAX_CONDITIONS = 20;
const MAX_VALUES = 50;

/** The form of a filter; whether its fields and values exist is asked of `filterFailure`, which knows the noun. */
export const filterSchema = v.pipe(
	v.array(
		v.strictObject({
			field: text(40, 1).schema,
			op: v.picklist(operators),
			/** Any of them fits (`is`, `over`, `under`), or none of them does (`not`). */
			values: v.pipe(v.array(text(100, 1).schema), v.minLength(1), v.maxLength(MAX_VALUES))
		})
	),
	v.maxLength(MAX_CONDITIONS)
);

/** All conditions of a filter hold for a row that it keeps. */
export type Filter = v.InferOutput<typeof filterSchema>;
export type Condition = Filter[number];

const opsOf: Readonly<Record<FilterField<never>['kind'], readonly Operator[]>> = {
	choice: ['is', 'not'],
	ref: ['is', 'not'],
	tags: ['is', 'not'],
	age: ['over', 'under'],
	text: ['is', 'not']
};

export function operatorsOf(field: FilterField<never>): readonly Operator[] {
	return opsOf[field.kind];
}

const idForm = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const ageForm = /^([1-9]\d{0,4})(m|h|d)$/;
const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `30m`, `4h`, `3d` (24 hours each) in milliseconds; undefined for anything else. */
export function ageOf(value: string): number | undefined {
	const [, count, name] = ageForm.exec(value) ?? [];
	return count === undefined ? undefined : Number(count) * unit[name as keyof typeof unit];
}

function isValue(field: FilterField<never>, value: string): boolean {
	switch (field.kind) {
		case 'choice':
			return field.options.includes(value);
		case 'ref':
			if (value === ME) return field.means === 'self';
			if (value === MINE) return field.means === 'team';
			return value === NONE || idForm.test(value);
		case 'age':
			return ageOf(value) !== undefined;
		case 'tags':
		case 'text':
			return value.trim() !== '';
	}
}

export function conditionFailure(
	fields: FilterFields<never>,
	condition: Condition,
	at: string
): Failure | null {
	const field = fieldNamed(fields, condition.field);
	if (!field) return failed('filters.field_unknown', `${at}.field`);
	if (!opsOf[field.kind].includes(condition.op)) {
		return failed('filters.op_unfit', `${at}.op`, { field: condition.field });
	}
	// An age has one bound.
	if (field.kind === 'age' && condition.values.length > 1) {
		return failed('filters.value_unknown', `${at}.values.1`, { field: condition.field });
	}
	const wrong = condition.values.findIndex((value) => !isValue(field, value));
	if (wrong < 0) return null;
	return failed('filters.value_unknown', `${at}.values.${wrong}`, { field: condition.field });
}

/** The first thing wrong with a filter over these fields, as a coded failure naming the place; null when it is sound. */
export function filterFailure(
	fields: FilterFields<never>,
	filter: Filter,
	at = 'filter'
): Failure | null {
	for (const [index, condition] of filter.entries()) {
		const failure = conditionFailure(fields, condition, `${at}.${index}`);
		if (failure) return failure;
	}
	return null;
}

/** Own names only: `constructor` is no field. */
export function fieldNamed<Row>(
	fields: FilterFields<Row>,
	name: string
): FilterField<Row> | undefined {
	return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
