import { randomBytes } from 'node:crypto';
import type { Registry } from '#domain/kernel/index.ts';
import { log } from '#server/log.ts';
import { createAuthority, type AuthorityStore } from '#sync/authority/index.ts';

export type RunningAuthority = ReturnType<typeof createAuthority>;

/** The authority on the clock, chance and timers of this process. */
export function startAuthority(registry: Registry, store: AuthorityStore): RunningAuthority {
	const world = { now: () => Date.now(), salt: () => randomBytes(16).toString('hex') };
	return createAuthority(registry, store, world, {
		later: (ms, task) => void setTimeout(task, ms),
		onFault: (error, mid) => log.error({ err: error, mid }, 'a mutator failed')
	});
}
