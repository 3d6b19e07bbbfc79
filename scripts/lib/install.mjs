import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root, step, StepFailed } from './steps.mjs';

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, extraneous?: boolean }} Package */

/** Installs exactly what the lock file says, unless that is what is there. */
export async function ensureInstalled() {
	if (isInstalled()) return;
	// A shell with NODE_ENV=production must not leave out what builds the app.
	const done = await step('Installing packages', 'npm', ['ci', '--include=dev']);
	if (!done) throw new StepFailed('The packages could not be installed: see above.');
	if (!existsSync(pinnedNode))
		throw new StepFailed(
			'The pinned Node is missing after npm ci: are install scripts off (npm config get ignore-scripts)?'
		);
}

/** npm writes what it installed beside the packages as the last thing it does, so an interrupted install shows. */
function isInstalled() {
	const installed = readPackages('node_modules/.package-lock.json');
	const wanted = readPackages('package-lock.json');
	if (!installed || !wanted || !existsSync(pinnedNode)) return false;
	return Object.entries(wanted).every(
		([path, entry]) => isDispensable(path, entry) || installed[path]?.version === entry.version
	);
}

/**
 * The project itself, what only some platforms get, and what npm lists though nothing needs it (an optional peer).
 * @param {string} path @param {Package} entry
 */
function isDispensable(path, { optional, devOptional, extraneous }) {
	return path === '' || Boolean(optional || devOptional || extraneous);
}

/**
 * @param {string} file
 * @returns {Record<string, Package> | null}
 */
function readPackages(file) {
	const path = join(root, file);
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : null;
}
