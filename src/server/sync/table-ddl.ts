import type { Table } from '#domain/kernel/index.ts';
import { metaColumns, quoted, rowColumns, type MetaColumn } from './columns.ts';

/** Free space on every page, so that stamping a row's version stays on the page and touches no index. */
const FILL = 80;

function columnDdl({ name, type, nullable, default: initial }: MetaColumn): string {
	const key = name === 'id' ? ' primary key' : nullable ? '' : ' not null';
	return `\t${quoted(name)} ${type}${key}${initial === undefined ? '' : ` default ${initial}`}`;
}

function indexDdl(table: Table): string[] {
	const on = quoted(table.name);
	const name = (suffix: string) => quoted(`${table.name}_${suffix}`);
	if (table.kind === 'child') return [`create index ${name('root')} on ${on} (root);`];
	return [
		// Page order of a first sync, for scopes that hold much of the table.
		`create index ${name('page')} on ${on} (sync_order desc, id desc);`,
		// For those that hold little of it.
		`create index ${name('scopes')} on ${on} using gin (sync_scopes);`
	];
}

/** CREATE TABLE and its indexes, as a migration would write them. */
export function tableDdl(table: Table): string {
	const columns = [...rowColumns(table), ...metaColumns(table)].map(columnDdl);
	return [
		`create table ${quoted(table.name)} (`,
		columns.join(',\n'),
		`) with (fillfactor = ${FILL});`,
		...indexDdl(table)
	].join('\n');
}
