import type pg from 'pg';

/** Statements with a name are planned once per connection; past this many different texts they go unnamed. */
const MAX_NAMED = 400;
const namesByText = new Map<string, string>();

function nameOf(text: string): string | undefined {
	const known = namesByText.get(text);
	if (known !== undefined || namesByText.size >= MAX_NAMED) return known;
	const name = `sync_${namesByText.size}`;
	namesByText.set(text, name);
	return name;
}

export type ArrayRow = readonly unknown[];

/** Runs a prepared statement; rows as arrays, in the order of the select list. */
export async function run(
	client: pg.ClientBase,
	text: string,
	values: readonly unknown[]
): Promise<readonly ArrayRow[]> {
	return (await runCounting(client, text, values)).rows;
}

/** As `run`, with the number of rows that were written. */
export async function runCounting(
	client: pg.ClientBase,
	text: string,
	values: readonly unknown[]
): Promise<{ readonly rows: readonly ArrayRow[]; readonly count: number }> {
	const name = nameOf(text);
	const { rows, rowCount } = await client.query<unknown[]>({
		text,
		values: [...values],
		rowMode: 'array',
		...(name === undefined ? {} : { name })
	});
	return { rows, count: rowCount ?? 0 };
}

/**
 * Runs a statement that is planned anew for its values: the right plan depends on them (a scope that holds everything
 * wants another index than one that holds ten rows).
 */
export async function runPlanned(
	client: pg.ClientBase,
	text: string,
	values: readonly unknown[]
): Promise<readonly ArrayRow[]> {
	return (await client.query<unknown[]>({ text, values: [...values], rowMode: 'array' })).rows;
}
