import type { Actor, Instant } from '#domain/kernel/index.ts';
import { ageOf, fieldNamed, type Condition, type Filter } from './condition.ts';
import { ME, MINE, NONE, type FilterField, type FilterFields } from './fields.ts';

/** Whose filter it is, and when. `at` moves ages only. */
export interface Reader {
	readonly actor: Actor;
	readonly at: Instant;
}

type Keeps<Row> = (row: Row) => boolean;

/**
 * The filter as one test of a row: everything that does not depend on the row is worked out once, so that a hundred
 * thousand rows cost a set look-up or two each. Throws for a filter that `filterFailure` refuses.
 */
export function compileFilter<Row>(
	fields: FilterFields<Row>,
	filter: Filter,
	reader: Reader
): Keeps<Row> {
	const tests = filter.map((condition) => compile(fields, condition, reader));
	const [first, second] = tests;
	if (!first) return () => true;
	if (!second) return first;
	return (row) => {
		for (let index = 0; index < tests.length; index += 1) {
			if (!(tests[index] as Keeps<Row>)(row)) return false;
		}
		return true;
	};
}

/** Does what the filter keeps change by time passing alone? Such a list is asked for anew now and then. */
export function usesAge<Row>(fields: FilterFields<Row>, filter: Filter): boolean {
	return filter.some(({ field }) => fieldNamed(fields, field)?.kind === 'age');
}

function compile<Row>(fields: FilterFields<Row>, condition: Condition, reader: Reader): Keeps<Row> {
	const field = fieldNamed(fields, condition.field);
	if (!field) throw new Error(`No filter field ${condition.field}`);
	const test = testOf(field, condition, reader);
	return condition.op === 'not' ? (row) => !test(row) : test;
}

function testOf<Row>(field: FilterField<Row>, condition: Condition, reader: Reader): Keeps<Row> {
	const { values } = condition;
	switch (field.kind) {
		case 'choice': {
			const wanted = new Set(values);
			return (row) => wanted.has(field.of(row));
		}
		case 'ref': {
			const wanted = new Set(values.flatMap((value) => meant(value, reader.actor)));
			return (row) => wanted.has(field.of(row));
		}
		case 'tags': {
			const wanted = new Set(values);
			const isWanted = (tag: string) => wanted.has(tag);
			return (row) => field.of(row).some(isWanted);
		}
		case 'age':
			return ageTest(field.of, condition, reader.at);
		case 'text':
			return textTest(field.of, values);
	}
}

function meant(value: string, actor: Actor): readonly (string | null)[] {
	if (value === NONE) return [null];
	if (value === ME) return [actor.subject];
	return value === MINE ? actor.teams : [value];
}

function ageTest<Row>(
	of: (row: Row) => Instant,
	{ op, values: [value = ''] }: Condition,
	at: Instant
): Keeps<Row> {
	const age = ageOf(value);
	if (age === undefined) throw new Error(`Not an age: ${value}`);
	const bound = at - age;
	return op === 'over' ? (row) => of(row) <= bound : (row) => of(row) > bound;
}

/** Words in any order and place, each in some text, whatever its case. A pattern makes no copy of the text. */
function textTest<Row>(
	of: readonly ((row: Row) => string | null)[],
	values: readonly string[]
): Keeps<Row> {
	const words = values.flatMap((value) => value.split(/\s+/)).filter((word) => word !== '');
	const patterns = words.map(
		(word) => new RegExp(word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'iu')
	);
	return (row) =>
		patterns.every((pattern) =>
			of.some((textOf) => {
				const text = textOf(row);
				return text !== null && pattern.test(text);
			})
		);
}
