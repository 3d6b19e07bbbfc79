// `npm run demands`: holds test/demands.md against the titles of the tests. Every id must be listed once; a proven one names
// a test file in which a title bears the id; an open one gives its reason; some may never be open.
// `npm run demands -- --fill` first writes the files whose titles bear an id beside it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './lib/steps.mjs';

const range = (/** @type {string} */ prefix, /** @type {number} */ last) =>
	Array.from({ length: last }, (_, index) => `${prefix}${index + 1}`);

const core = ['SYNC-ISO', 'SYNC-CLOCK', 'SYNC-AUD', 'SYNC-EFFECT', ...range('SYNC-I', 11)];
const wanted = [...core, ...range('SYNC-P', 15), ...range('UX-', 68)];

/**
 * @typedef {object} Demand
 * @property {string} id
 * @property {string} text
 * @property {string[]} files test files named as proof
 * @property {string} open reason why nothing proves it yet, or ''
 */

/**
 * Rows of the tables in test/demands.md: id, demand, state; the state is `open: reason` or the files that prove it.
 * @param {string} markdown
 * @returns {Demand[]}
 */
export function readDemands(markdown) {
	return markdown.split('\n').flatMap((line) => {
		const [, id, text, state] = line.split('|').map((cell) => cell.trim());
		if (!id || !text || state === undefined || !/^(SYNC|UX)-[A-Z]*\d*$/.test(id)) return [];
		const open = /^open: (.+)$/.exec(state)?.[1] ?? '';
		const files = open ? [] : [...state.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
		return [{ id, text, files, open }];
	});
}

/** Titles given to describe, it and test in a source text. @param {string} source */
export function titlesIn(source) {
	const calls = /\b(?:describe|it|test)(?:\.\w+)*(?:\([^()]*\))?\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;
	return [...source.matchAll(calls)].map((match) => match[2] ?? '');
}

/** True when a title bears an id: `SYNC-I3: ...`, `SYNC-I3, SYNC-I4: ...`. @param {string} title @param {string} id */
export function bears(title, id) {
	return new RegExp(`(^|[^A-Z0-9-])${id}(?![0-9A-Z])`).test(title);
}

/** @param {Demand[]} demands @param {(file: string) => string | undefined} read */
export function complaints(demands, read) {
	const found = [];
	const listed = demands.map((demand) => demand.id);
	for (const id of wanted) {
		const times = listed.filter((other) => other === id).length;
		if (times !== 1) found.push(`${id} is listed ${times} times`);
	}
	for (const { id, files, open } of demands) {
		if (!wanted.includes(id)) found.push(`${id} is not a known demand`);
		if (!open && files.length === 0)
			found.push(`${id} names neither a test file nor why it is open`);
		if (open && core.includes(id)) found.push(`${id} may not be open`);
		for (const file of files) {
			const source = read(file);
			if (source === undefined) found.push(`${id} names ${file}, which does not exist`);
			else if (!titlesIn(source).some((title) => bears(title, id)))
				found.push(`${id}: no test title in ${file} bears it`);
		}
	}
	return found;
}

/** @param {string} file */
function readFile(file) {
	try {
		return readFileSync(join(root, file), 'utf8');
	} catch {
		return undefined;
	}
}

/** What is wrong with the list as it stands. */
export function checkDemands() {
	return complaints(readDemands(readFile('test/demands.md') ?? ''), readFile);
}

/**
 * The list with the proof cells written anew; a row that no title bears stays as it is.
 * @param {string} markdown @param {ReadonlyMap<string, readonly string[]>} titles of each test file
 */
export function filled(markdown, titles) {
	const lines = markdown.split('\n').map((line) => {
		const [demand] = readDemands(line);
		if (!demand) return line;
		const files = [...titles].filter(([, all]) => all.some((title) => bears(title, demand.id)));
		const proof = files.map(([file]) => `\`${file}\``).join(', ');
		return proof === '' ? line : `| ${demand.id} | ${demand.text} | ${proof} |`;
	});
	return lines.join('\n');
}

async function fill() {
	const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.test.ts') && file !== 'architecture/demands.test.ts')
		.map((file) => `test/${file}`)
		.sort();
	const titles = new Map(files.map((file) => [file, titlesIn(readFile(file) ?? '')]));
	const path = join(root, 'test/demands.md');
	const text = filled(readFileSync(path, 'utf8'), titles);
	writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}

if (import.meta.filename === process.argv[1]) {
	if (process.argv.includes('--fill')) await fill();
	const found = checkDemands();
	const demands = readDemands(readFile('test/demands.md') ?? '');
	for (const line of found) console.log(`✗ ${line}`);
	const open = demands.filter((demand) => demand.open).length;
	console.log(`${demands.length - open} demands proven, ${open} open, ${found.length} complaints`);
	process.exitCode = found.length === 0 ? 0 : 1;
}
