import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

function filesIn(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name));
}

/** Where the protocol, the stores and the server's core live; a feature must not have to touch them. */
const cores = [
	'src/sync',
	'src/store',
	'src/client',
	'src/server/sync',
	'src/server/db',
	'workers'
];

describe('a feature is a folder under src/domain plus views', () => {
	it('knows nothing of the catalogue in sync, store, client and server cores', () => {
		const mentions = cores
			.flatMap((folder) => filesIn(folder))
			.filter((file) => /catalog_?item|domain\/catalog/i.test(readFileSync(file, 'utf8')));
		expect(mentions).toEqual([]);
	});

	it('joins the catalogue to the rest in the registry alone', () => {
		const joins = filesIn('src/domain')
			.filter((file) => !file.includes('/domain/catalog/'))
			.filter((file) => readFileSync(file, 'utf8').includes("'#domain/catalog/index.ts'"))
			.map((file) => file.slice(file.indexOf('src/domain')));
		expect(joins).toContain('src/domain/registry.ts');
		expect(joins.filter((file) => /kernel|identity|audit/.test(file))).toEqual([]);
	});
});
