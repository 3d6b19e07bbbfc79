/** What a page loads before anybody signed in, by the bundler's own record of the build. Bytes, never time. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { root } from '../../../scripts/lib/steps.mjs';

/** Twice the 24,867 bytes of a Kit hello world with the versions in the lock file; `npm run size` weighs it anew. */
const LIMIT = 49_734;

interface Chunk {
	readonly file: string;
	readonly imports?: readonly string[];
}

const generated = join(root, '.svelte-kit/generated/client-optimized');
const manifest = JSON.parse(
	readFileSync(join(root, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8')
) as Record<string, Chunk>;

/** The keys of what Kit loads for a page: its entries, the outermost layout, the error page, the page. */
function entriesFor(page: string): readonly string[] {
	const wanted = ['/src/routes/+layout.svelte', '/src/routes/+error.svelte', page];
	const nodes = readdirSync(join(generated, 'nodes')).filter((name) => {
		const source = readFileSync(join(generated, 'nodes', name), 'utf8');
		return wanted.some((file) => source.includes(`${file}"`));
	});
	expect(nodes).toHaveLength(wanted.length);
	const names = nodes.map((name) => `.svelte-kit/generated/client-optimized/nodes/${name}`);
	const start = Object.keys(manifest).filter((key) => key.endsWith('runtime/client/entry.js'));
	return [...start, '.svelte-kit/generated/client-optimized/app.js', ...names];
}

function filesOf(keys: readonly string[]): ReadonlySet<string> {
	const seen = new Set<string>();
	const files = new Set<string>();
	const waiting = [...keys];
	for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
		const chunk = manifest[key];
		if (seen.has(key) || !chunk) continue;
		seen.add(key);
		files.add(chunk.file);
		waiting.push(...(chunk.imports ?? []));
	}
	return files;
}

const textOf = (file: string) => readFileSync(join(root, 'build/client', file));

it('the sign-in page loads at most twice what a Kit hello world does', () => {
	const files = filesOf(entriesFor('/src/routes/sign-in/+page.svelte'));
	const bytes = [...files].map((file) => brotliCompressSync(textOf(file)).length);
	expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(LIMIT);
});
