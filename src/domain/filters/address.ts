import type { Failure } from '#domain/kernel/index.ts';
import {
	conditionFailure,
	fieldNamed,
	MAX_CONDITIONS,
	operators,
	type Condition,
	type Filter,
	type Operator
} from './condition.ts';
import type { FilterFields } from './fields.ts';

/** Name and value as an address carries them, unencoded; `new URLSearchParams(pairs)` makes the text. */
export type Pair = readonly [name: string, value: string];

/**
 * A filter in an address: `state=new&state=assigned`, `kind.not=request`, `opened.over=3d`. One name may stand several
 * times. Conditions over one field and operator meet in one, in the order in which the fields are declared.
 */
export function filterToPairs(filter: Filter): readonly Pair[] {
	return filter.flatMap(({ field, op, values }) =>
		values.map((value): Pair => [op === 'is' ? field : `${field}.${op}`, value])
	);
}

interface Read {
	readonly filter: Filter;
	/** What the address says and the noun does not know, left out of the filter. */
	readonly failures: readonly Failure[];
}

/** Names that are no field's belong to somebody else and are passed over. */
export function filterFromPairs(fields: FilterFields<never>, pairs: Iterable<Pair>): Read {
	const found = new Map<string, { field: string; op: Operator; values: string[] }>();
	for (const [name, value] of pairs) {
		const dot = name.indexOf('.');
		const field = dot < 0 ? name : name.slice(0, dot);
		const op = dot < 0 ? 'is' : operators.find((one) => one === name.slice(dot + 1));
		if (!op || !fieldNamed(fields, field)) continue;
		const condition = found.get(`${field}.${op}`) ?? { field, op, values: [] };
		if (!condition.values.includes(value)) condition.values.push(value);
		found.set(`${field}.${op}`, condition);
	}
	const failures: Failure[] = [];
	const sound = (condition: Condition) => {
		const failure = conditionFailure(fields, condition, condition.field);
		if (failure) failures.push(failure);
		return !failure;
	};
	const filter = normalFilter(fields, [...found.values()])
		.filter(sound)
		.slice(0, MAX_CONDITIONS);
	return { filter, failures };
}

/** The same filter in one order, so that equal filters are equal texts. */
export function normalFilter(fields: FilterFields<never>, filter: Filter): Filter {
	const names = Object.keys(fields);
	const place = ({ field, op }: Condition) =>
		names.indexOf(field) * operators.length + operators.indexOf(op);
	return [...filter].sort((a, b) => place(a) - place(b));
}

/** The filter with `values` for a field and operator; none takes the condition away. */
export function withCondition(filter: Filter, condition: Condition): Filter {
	const others = filter.filter(({ field, op }) => field !== condition.field || op !== condition.op);
	return condition.values.length === 0 ? others : [...others, condition];
}
