import { MAX_DEPTH } from './limits.ts';

/**
 * Have arguments a form in which they may travel: no deeper than MAX_DEPTH levels, and no key that names a prototype? The
 * server refuses a whole message over either, so neither may ever enter a queue. Walks without recursion, since the input
 * may be nested to break one.
 */
export function arePlainArgs(args: unknown): boolean {
	let level: unknown[] = [args];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > MAX_DEPTH) return false;
		const objects = level.filter((value) => value !== null && typeof value === 'object');
		if (objects.some((value) => Object.hasOwn(value as object, '__proto__'))) return false;
		level = objects.flatMap((value) => Object.values(value as object));
	}
	return true;
}
