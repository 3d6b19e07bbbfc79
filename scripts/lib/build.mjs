import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root, step, StepFailed } from './steps.mjs';

/** All that a build depends on; what is missing counts as empty. */
const inputs = [
	'src',
	'workers',
	'static',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json'
];
const stamp = join(root, 'build/.inputs');

/** Builds unless the build at hand was made from these very sources. */
export async function ensureBuilt() {
	const name = hashInputs();
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === name) return;
	rmSync(stamp, { force: true });
	const vite = join(root, 'node_modules/vite/bin/vite.js');
	const done = await step('Building', pinnedNode, [vite, 'build'], {
		env: { WAYPOST_BUILD: name, NODE_ENV: 'production' }
	});
	if (!done) throw new StepFailed('The build failed: see above.');
	writeFileSync(stamp, name);
}

/** The same sources give the same name on every machine; it is the version that clients compare. */
function hashInputs() {
	const hash = createHash('sha256');
	for (const input of inputs)
		for (const file of filesUnder(input)) {
			hash.update(`${file}\0`);
			hash.update(readFileSync(join(root, file)));
		}
	return hash.digest('hex').slice(0, 12);
}

/** Made by the compiler of the texts, from the texts and `settings.json`, which are inputs themselves. */
const project = 'src/messages/project.inlang';
const made = [
	'src/messages/generated',
	...['.gitignore', '.meta.json', 'README.md', 'cache'].map((name) => `${project}/${name}`)
];

/**
 * @param {string} path relative to the root
 * @returns {string[]}
 */
function filesUnder(path) {
	const full = join(root, path);
	if (!existsSync(full) || made.includes(path)) return [];
	if (!statSync(full).isDirectory()) return [path];
	return readdirSync(full)
		.sort()
		.flatMap((name) => filesUnder(`${path}/${name}`));
}
