import type pg from 'pg';
import { quoted } from '#server/sync/columns.ts';

/** A table as the catalogue of the database knows it. */
export interface StoredTable {
	/** `schema.table`, quoted. */
	readonly name: string;
	readonly columns: readonly string[];
	/** Names of the tables that its foreign keys point at. */
	readonly needs: readonly string[];
}

/** Jobs are not copied: what of them is still to be done comes along as effects (`effects.ts`). */
const jobSchema = 'pgboss';

const ofOurs = `n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
	and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;

const catalogue = `select n.nspname as schema, c.relname as table,
		array(
			select a.attname::text from pg_attribute a
			where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum
		) as columns,
		array(
			select fn.nspname || '.' || f.relname from pg_constraint k
			join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
			where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
		) as needs
	from pg_class c join pg_namespace n on n.oid = c.relnamespace
	where c.relkind in ('r', 'p') and not c.relispartition and ${ofOurs}
	order by n.nspname, c.relname`;

/** All tables with content of ours, those that others point at first. The record of migrations is not among them. */
export async function tablesIn(client: pg.ClientBase): Promise<readonly StoredTable[]> {
	const { rows } = await client.query<{
		schema: string;
		table: string;
		columns: string[];
		needs: string[];
	}>(catalogue);
	const found = rows
		.filter(({ schema, table }) => schema !== jobSchema && table !== 'schema_migration')
		.map(({ schema, table, columns, needs }) => ({
			key: `${schema}.${table}`,
			needs,
			stored: { name: `${quoted(schema)}.${quoted(table)}`, columns, needs }
		}));
	const placed = new Set<string>();
	const ordered: StoredTable[] = [];
	while (ordered.length < found.length) {
		const next = found.filter(
			({ key, needs }) => !placed.has(key) && needs.every((need) => placed.has(need))
		);
		if (next.length === 0) throw new Error('Foreign keys go round in a circle');
		for (const { key, stored } of next) {
			placed.add(key);
			ordered.push(stored);
		}
	}
	return ordered;
}

export function columnList(columns: readonly string[]): string {
	return columns.map(quoted).join(', ');
}

export async function tableExists(client: pg.ClientBase, name: string): Promise<boolean> {
	const { rows } = await client.query<{ there: boolean }>(
		'select to_regclass($1) is not null as there',
		[name]
	);
	return rows[0]?.there ?? false;
}

/** Removes every table and function of ours in the running transaction; extensions stay. */
export async function dropEverything(client: pg.ClientBase): Promise<void> {
	const schemas = await client.query<{ name: string }>(
		`select quote_ident(nspname) as name from pg_namespace
		where nspname <> 'public' and nspname <> 'information_schema' and nspname not like 'pg\\_%'`
	);
	for (const { name } of schemas.rows) await client.query(`drop schema ${name} cascade`);
	const tables = await client.query<{ name: string }>(
		`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and ${ofOurs}`
	);
	const list = tables.rows.map(({ name }) => name).join(', ');
	if (list !== '') await client.query(`drop table ${list} cascade`);
	const functions = await client.query<{ name: string }>(
		`select c.oid::regprocedure::text as name from pg_proc c join pg_namespace n on n.oid = c.pronamespace
		where n.nspname = 'public' and ${ofOurs}`
	);
	for (const { name } of functions.rows) await client.query(`drop routine ${name} cascade`);
}
