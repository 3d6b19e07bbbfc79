import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';

/** A file that is not there yet, in a folder that goes when the test ends. */
export function newFile(name = 'a.waypost'): string {
	const folder = mkdtempSync(join(tmpdir(), 'waypost-backup-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, name);
}

/** One query in a session of its own, which is nobody's running server. */
export async function query<Row extends object>(url: string, text: string): Promise<Row[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query<Row>(text)).rows;
	} finally {
		await client.end();
	}
}

/** Every row of every table by table, but for what a restore changes on purpose. */
export async function contentOf(url: string): Promise<Record<string, string>> {
	const tables = await query<{ name: string }>(
		url,
		`select table_schema || '."' || table_name || '"' as name from information_schema.tables
		where table_schema in ('public', 'auth') and table_type = 'BASE TABLE' order by 1`
	);
	const changed =
		/sync_(epoch|clock|chain)|number_series|schema_migration|audit_entry|auth."session"/;
	const found: Record<string, string> = {};
	for (const { name } of tables.filter((table) => !changed.test(table.name))) {
		const [row] = await query<{ sum: string }>(
			url,
			`select count(*) || ' ' || coalesce(md5(string_agg(t::text, e'\\n' order by t::text collate "C")), '') as sum from ${name} t`
		);
		found[name] = row?.sum ?? '';
	}
	return found;
}
