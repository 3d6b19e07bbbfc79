/** Once per run: the build that browser tests look at is of the sources at hand. */
import { ensureBuilt } from '../../scripts/lib/build.mjs';

export async function setup(): Promise<void> {
	await ensureBuilt();
}
