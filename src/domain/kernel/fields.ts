import * as v from 'valibot';

/**
 * A column, declared once: its validator (client, server, API) and its PostgreSQL type. Everything else, row type,
 * DDL check, Dexie record, is derived from it.
 */
export interface Field<Schema extends v.GenericSchema = v.GenericSchema> {
	readonly schema: Schema;
	readonly sql: SqlType;
	readonly nullable: boolean;
}

export type SqlType = 'text' | 'bigint' | 'double precision' | 'boolean' | 'jsonb';

const noNul = v.check<string, string>(
	// PostgreSQL text cannot hold NUL, and a lone surrogate has no UTF-8 form.
	(text) => !text.includes('\u0000') && text.isWellFormed(),
	'text.characters'
);

function field<Schema extends v.GenericSchema>(schema: Schema, sql: SqlType): Field<Schema> {
	return { schema, sql, nullable: false };
}

/** Text of `min` to `max` UTF-16 units. */
export function text(max: number, min = 0) {
	return field(v.pipe(v.string(), v.minLength(min), v.maxLength(max), noNul), 'text');
}

/** Text that says something: 1 to `max` UTF-16 units, not only blanks. */
export function filledText(max: number) {
	const { schema } = text(max, 1);
	return field(
		v.pipe(
			schema,
			v.check<string, string>((said) => said.trim() !== '', 'text.blank')
		),
		'text'
	);
}

const idSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, 'id.form'));

/** Id of a row: 1 to 64 characters, letters, digits, `._:-`. */
export function ref() {
	return field(idSchema, 'text');
}

/** SHA-256 of a file's bytes, 64 lower-case hex digits. */
export function blobHash() {
	return field(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'blob.form')), 'text');
}

export function int(min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
	return field(v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max)), 'bigint');
}

/** Milliseconds since 1970 UTC, within years 1970 to 9999. */
export function instant() {
	return int(0, 253_402_300_799_999);
}

export function bool() {
	return field(v.boolean(), 'boolean');
}

export function oneOf<const Options extends readonly [string, ...string[]]>(options: Options) {
	return field(v.picklist(options), 'text');
}

/** A small structured value stored as JSON; bound its size in the schema given. */
export function json<Schema extends v.GenericSchema>(schema: Schema) {
	return field(schema, 'jsonb');
}

export function listOf<Schema extends v.GenericSchema>(item: Field<Schema>, max: number) {
	return field(v.pipe(v.array(item.schema), v.maxLength(max)), 'jsonb');
}

export function nullable<Schema extends v.GenericSchema>(inner: Field<Schema>) {
	return { schema: v.nullable(inner.schema), sql: inner.sql, nullable: true } satisfies Field;
}

export type Fields = Readonly<Record<string, Field>>;
export type ValuesOf<F extends Fields> = { readonly [K in keyof F]: v.InferOutput<F[K]['schema']> };
