import { describe, expect, it } from 'vitest';
import { findImpurities } from './impurities.ts';
import { countLines, readSources, type SourceFile } from './source-files.ts';

const code = [
	...readSources('src/**/*.{ts,svelte}'),
	...readSources('workers/**/*.ts'),
	...readSources('scripts/**/*.mjs')
];

/** Lines at most. */
function sizeLimit(path: string): number {
	if (/^workers\/[^/]+\.worker\.ts$/.test(path)) return 40;
	if (path.startsWith('src/routes/')) return 60;
	return path.endsWith('.svelte') ? 250 : 400;
}

function isWellNamed(path: string): boolean {
	const name = path.slice(path.lastIndexOf('/') + 1);
	if (path.startsWith('src/routes/') && name.startsWith('+')) return true;
	if (name.endsWith('.svelte')) return /^[A-Z][A-Za-z0-9]*\.svelte$/.test(name);
	return /^[a-z0-9]+(-[a-z0-9]+)*(\.(svelte|worker|test|d|client|server))*\.(ts|mjs)$/.test(name);
}

const paths = (files: readonly SourceFile[]) => files.map(({ path }) => path);

describe('every source file', () => {
	it('stays small enough to read at one go', () => {
		const large = code.filter(({ path, text }) => countLines(text) > sizeLimit(path));
		expect(paths(large)).toEqual([]);
	});

	it('is named kebab-case, a component PascalCase', () => {
		expect(paths(code.filter(({ path }) => !isWellNamed(path)))).toEqual([]);
	});

	it('lies in a folder that says what it is about', () => {
		const vague = /(^|\/)(utils?|helpers?|common|misc|managers?)(\/|\.|$)/;
		expect(paths(code.filter(({ path }) => vague.test(path)))).toEqual([]);
	});

	it.each([
		['src/ui/kit/button.svelte', false],
		['src/ui/kit/Button.svelte', true],
		['src/domain/tickets/Rules.ts', false],
		['src/ui/shell/sync-state.svelte.ts', true],
		['src/routes/desk/+page.svelte', true]
	])('the naming rule judges %s: %s', (path, good) => {
		expect(isWellNamed(path)).toBe(good);
	});
});

describe('domain and sync', () => {
	it('read no clock, no chance and nothing from outside', () => {
		const pure = [...readSources('src/domain/**/*.ts'), ...readSources('src/sync/**/*.ts')];
		const impure = pure.flatMap(({ path, text }) =>
			findImpurities(path, text).map((found) => `${path}: ${found}`)
		);
		expect(impure).toEqual([]);
	});

	it.each([
		'Date.now()',
		'new Date()',
		'Math.random()',
		'crypto.randomUUID()',
		'await fetch("/x")',
		'process.env.X',
		'const f = fetch;',
		'setTimeout(() => {}, 1)'
	])('the rule bites on %s', (text) => {
		expect(findImpurities('x.ts', text)).not.toEqual([]);
	});

	it.each(['new Date(at)', 'ctx.now()', 'ports.fetch(url)', 'const x = { process: 1 };'])(
		'the rule lets %s pass',
		(text) => {
			expect(findImpurities('x.ts', text)).toEqual([]);
		}
	);
});
