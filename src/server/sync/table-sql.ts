import type { AnyRow, SqlType, Table } from '#domain/kernel/index.ts';
import type { RowPut, StoredRow } from '#sync/authority/ports.ts';
import { quoted, rowColumns } from './columns.ts';

/** The statements of one declared table, made once. A row arrives as an array: v, cv, born, then `fields` in order. */
export interface TableSql {
	readonly table: Table;
	readonly name: string;
	readonly fields: readonly string[];
	/** Select list of a stored row, with the table's alias `t`. */
	readonly stored: string;
	readonly byId: string;
	readonly byRoot: string;
	readonly lockShare: string;
	readonly lockUpdate: string;
	readonly insert: string;
	readonly update: string;
	readonly touch: string;
	readonly remove: string;
	/** Gives new rows their numbers. */
	readonly number: string;
	readonly numberType: SqlType;
	/** One put as the JSON record that `insert` and `update` unfold. */
	readonly record: (put: RowPut) => Readonly<Record<string, unknown>>;
}

const made = new WeakMap<Table, TableSql>();

export function tableSql(table: Table): TableSql {
	const known = made.get(table);
	if (known) return known;
	const sql = makeTableSql(table);
	made.set(table, sql);
	return sql;
}

function makeTableSql(table: Table): TableSql {
	const columns = rowColumns(table);
	const t = quoted(table.name);
	const own = columns.map(({ name }) => quoted(name));
	const cv = table.kind === 'root' ? 't.sync_cv' : '0';
	const stored = [`t.sync_v, ${cv}, t.sync_born`, ...own.map((name) => `t.${name}`)].join(', ');
	const meta =
		table.kind === 'root'
			? ['sync_order double precision', 'sync_open boolean', 'sync_scopes text[]']
			: ['sync_audience text'];
	const metaNames = meta.map((column) => column.slice(0, column.indexOf(' ')));
	const names = [...own, ...metaNames];
	// $2 is the instant of the transaction, which children do not keep.
	const touchedName = table.kind === 'root' ? ', sync_touched_at' : '';
	const touchedValue = table.kind === 'root' ? ', $2::bigint' : '';
	const touchedSet = table.kind === 'root' ? ', sync_touched_at = $2::bigint' : '';
	const records = `json_to_recordset($1::json) as r(${[
		...columns.map(({ name, type }) => `${quoted(name)} ${type}`),
		...meta
	].join(', ')})`;
	const numberType = table.fields['number']?.sql ?? 'bigint';
	const changing = names.filter((name) => name !== '"id"' && name !== '"root"');
	return {
		table,
		name: t,
		fields: columns.map(({ field }) => field),
		stored,
		byId: `select ${stored} from ${t} t where t.id = any($1::text[])`,
		byRoot: `select ${stored} from ${t} t where t.root = any($1::text[]) order by t.root, t.id`,
		lockShare: `select t.id, t.sync_v, ${cv} from ${t} t where t.id = any($1::text[]) order by t.id for share`,
		lockUpdate: `select t.id, t.sync_v, ${cv} from ${t} t where t.id = any($1::text[]) order by t.id for update`,
		insert: `insert into ${t} (${names.join(', ')}${touchedName}) select ${names.map((name) => `r.${name}`).join(', ')}${touchedValue} from ${records} on conflict (id) do nothing returning id`,
		update: `update ${t} t set ${changing.map((name) => `${name} = r.${name}`).join(', ')}${touchedSet} from ${records} where t.id = r.id`,
		touch: `update ${t} set sync_cv = sync_cv + 1, sync_touched_at = $2::bigint where id = any($1::text[])`,
		remove: `delete from ${t} where id = any($1::text[])`,
		number: `update ${t} t set number = r.number from json_to_recordset($1::json) as r(id text collate "C", number ${numberType}) where t.id = r.id`,
		numberType,
		record: (put) => ({
			...Object.fromEntries(columns.map(({ field, name }) => [name, put.row[field]])),
			...(table.kind === 'root'
				? { sync_order: put.order, sync_open: put.isOpen, sync_scopes: put.scopes }
				: { sync_audience: table.audience(put.row) })
		})
	};
}

/** Reads v, cv, born and the fields of `sql.stored` from an array row, from position `from` on. */
export function storedRow(sql: TableSql, values: readonly unknown[], from = 0): StoredRow {
	const row: Record<string, unknown> = {};
	sql.fields.forEach((field, index) => (row[field] = values[from + 3 + index]));
	return {
		row: row as AnyRow,
		v: values[from] as number,
		cv: values[from + 1] as number,
		born: values[from + 2] as number
	};
}
