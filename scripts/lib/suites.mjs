// The test suites. A suite runs when one of its files exists, so a new one needs no more than its first file.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name what `vitest --project` takes
 * @property {string[]} folders
 * @property {string[]} [without] folders inside them that belong to another suite
 * @property {string[]} [globalSetup]
 * @property {number} [timeout] milliseconds for one test or hook
 * @property {number} [workers] files at the same time; one, unless they mostly wait
 */

/** @type {Suite[]} In the order of `npm run verify`: what is quick and close to the cause comes first. */
export const suites = [
	{
		name: 'unit',
		workers: 2,
		folders: ['test/architecture', 'test/domain', 'test/sync', 'test/client', 'test/ui'],
		without: ['test/sync/sim']
	},
	{ name: 'store', folders: ['test/store'] },
	{ name: 'sim', folders: ['test/sync/sim'], timeout: 600_000 },
	{
		name: 'server',
		folders: ['test/server'],
		globalSetup: ['test/support/build-setup.ts', 'test/support/postgres-setup.ts'],
		timeout: 60_000,
		workers: 2
	},
	{
		name: 'browser',
		folders: ['test/e2e'],
		globalSetup: ['test/support/build-setup.ts', 'test/support/postgres-setup.ts'],
		timeout: 120_000,
		workers: 2
	}
];

/** @param {Suite} suite */
export function hasTests({ folders, without = [] }) {
	return folders.some((folder) =>
		testFiles(folder).some((file) => !without.some((other) => file.startsWith(`${other}/`)))
	);
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function testFiles(folder) {
	if (!existsSync(join(root, folder))) return [];
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		if (entry.isDirectory()) return testFiles(path);
		return entry.name.endsWith('.test.ts') ? [path] : [];
	});
}
