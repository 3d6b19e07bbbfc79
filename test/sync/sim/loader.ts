import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Patch } from './patches.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Replaces pieces of source as modules are loaded from now on, in this thread only. Fails when one does not fit. */
export function patchSources(patches: readonly Patch[]): void {
	registerHooks({
		load(url, context, nextLoad) {
			const loaded = nextLoad(url, context);
			if (!url.startsWith('file:')) return loaded;
			const file = fileURLToPath(url);
			const fitting = patches.filter((patch) => file === root + patch.file);
			if (fitting.length === 0) return loaded;
			return { ...loaded, source: fitting.reduce(applied, String(loaded.source)) };
		}
	});
}

function applied(source: string, { file, find, put }: Patch): string {
	const parts = source.split(find);
	if (parts.length !== 2) throw new Error(`${file}: ${parts.length - 1} times: ${find}`);
	return parts.join(put);
}
