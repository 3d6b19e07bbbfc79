import type pg from 'pg';
import { isDatabaseReachable } from '#server/db/pool.ts';
import { isDraining } from '#server/lifecycle.ts';

export interface Health {
	/** `ok`: send traffic. `stopping` and `failing`: send none. */
	readonly status: 'ok' | 'stopping' | 'failing';
	/** The build's name, the same on every machine that built the same sources. */
	readonly version: string;
	readonly database: 'ok' | 'unreachable';
}

export async function readHealth(pool: pg.Pool, version: string): Promise<Health> {
	const reachable = await isDatabaseReachable(pool);
	const healthy = isDraining() ? 'stopping' : 'ok';
	return {
		status: reachable ? healthy : 'failing',
		version,
		database: reachable ? 'ok' : 'unreachable'
	};
}
