// Running a command as a step that a person can follow. Plain JavaScript for any Node from 20 on, with nothing installed.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The pinned Node, once installed. */
export const pinnedNode = join(
	root,
	'node_modules/node/bin',
	process.platform === 'win32' ? 'node.exe' : 'node'
);

/** A bad ending that is told in one sentence, without a stack. */
export class StepFailed extends Error {}

/** @param {number} began what `performance.now()` gave */
export function since(began) {
	return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/** @param {string} line */
export function say(line) {
	process.stdout.write(`${line}\n`);
}

/** Installed commands first, so that a bare `node` is the pinned one for all that a step starts. */
function environment(extra = {}) {
	const path = join(root, 'node_modules/.bin') + delimiter + (process.env.PATH ?? '');
	return { ...process.env, ...extra, PATH: path };
}

/**
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, show?: boolean }} [options] `show` passes the output through as it comes
 * @returns {Promise<{ code: number, output: string }>} output only when it was not shown
 */
export function run(file, args, { env = {}, show = false } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(file, args, {
			cwd: root,
			env: environment(env),
			stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
			// npm is a command file there.
			shell: process.platform === 'win32' && !file.endsWith('.exe')
		});
		let output = '';
		child.stdout?.on('data', (chunk) => (output += chunk));
		child.stderr?.on('data', (chunk) => (output += chunk));
		child.on('error', reject);
		child.on('close', (code) => resolve({ code: code ?? 1, output }));
	});
}

/**
 * Runs a command quietly; says when it begins, that it still runs, and how long it took. Its output is shown only when it fails.
 * @param {string} title
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string> }} [options]
 * @returns {Promise<boolean>} whether it went well
 */
export async function step(title, file, args, options = {}) {
	const began = performance.now();
	say(`… ${title}`);
	const pulse = setInterval(() => say(`  ${title}: still running, ${since(began)}`), 10_000);
	try {
		const { code, output } = await run(file, args, options);
		say(`${code === 0 ? '✓' : '✗'} ${title} (${since(began)})`);
		if (code !== 0) say(output.trimEnd());
		return code === 0;
	} finally {
		clearInterval(pulse);
	}
}
