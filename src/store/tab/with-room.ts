import { StorageFull } from '#sync/replica/index.ts';

/**
 * Does `work`, and on a full disk again after one of `ways` has made room, in their order; each answers how much it gave.
 * Throws StorageFull when none gives any more.
 */
export async function withRoom<T>(
	work: () => Promise<T>,
	ways: readonly (() => Promise<number>)[]
): Promise<T> {
	const left = [...ways];
	for (;;) {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof StorageFull)) throw error;
			for (let given = 0; given === 0;) {
				const way = left.shift();
				if (!way) throw error;
				given = await way();
			}
		}
	}
}
