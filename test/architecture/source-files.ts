import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from '../../scripts/lib/steps.mjs';

export interface SourceFile {
	/** Relative to the root, with forward slashes. */
	readonly path: string;
	readonly text: string;
}

/** Generated texts are not ours to judge. */
const generated = 'src/messages/generated/';

/** The files of the work tree that match, in order of their paths. */
export function readSources(pattern: string): SourceFile[] {
	return globSync(pattern, { cwd: root })
		.map((path) => path.split(sep).join('/'))
		.filter((path) => !path.startsWith(generated))
		.sort()
		.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

export function countLines(text: string): number {
	return text.replace(/\n$/, '').split('\n').length;
}
