// Prints the tables that the domain declares, all of them or those named, for writing the next migration file by hand.
import { registry } from '#domain/registry.ts';
import { tableDdl } from '#server/sync/table-ddl.ts';

const wanted = new Set(process.argv.slice(2));
const tables = registry.tables.filter(({ name }) => wanted.size === 0 || wanted.has(name));
console.log(tables.map(tableDdl).join('\n\n'));
