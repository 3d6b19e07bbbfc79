import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

export interface PoolOptions {
	readonly url: string;
	/** Connections at most. The database allows 200 in all, for every process of the installation together. */
	readonly size?: number;
	/** How its sessions are called in the database; those called `waypost` are a running server's. */
	readonly name?: string;
	/** Told when an idle connection breaks, as it does when the database restarts. The pool replaces it. */
	readonly onIdleError?: (error: Error) => void;
}

/** `int8` arrives as text: `pg` fears for precision. Our versions and counts stay far below 2^53; a larger value throws. */
function parseInt8(text: string): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a number`);
	return value;
}

const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (id, format) =>
	id === pg.types.builtins.INT8 && format !== 'binary'
		? parseInt8
		: (pg.types.getTypeParser(id, format) as unknown);

/** Connects lazily: an unreachable database shows at the first query. `int8` columns are numbers. */
export function createPool({
	url,
	size = 20,
	name = 'waypost',
	onIdleError = () => {}
}: PoolOptions): pg.Pool {
	const pool = new pg.Pool({
		connectionString: url,
		max: size,
		connectionTimeoutMillis: 5_000,
		idleTimeoutMillis: 30_000,
		// A transaction that nobody goes on with would hold its locks, and everyone behind them, for good.
		idle_in_transaction_session_timeout: 60_000,
		application_name: name,
		types: { getTypeParser }
	});
	pool.on('error', onIdleError);
	return pool;
}

/** Query builder over `pool`; `Schema` maps table names to row types. Destroying it ends the pool. */
export function createDatabase<Schema>(pool: pg.Pool): Kysely<Schema> {
	return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** Whether the database answers a trivial query within `timeout` milliseconds. Never rejects. */
export async function isDatabaseReachable(pool: pg.Pool, timeout = 2_000): Promise<boolean> {
	const answer = pool.query('select 1').then(
		() => true,
		() => false
	);
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<boolean>((resolve) => {
		timer = setTimeout(() => resolve(false), timeout);
	});
	try {
		return await Promise.race([answer, late]);
	} finally {
		clearTimeout(timer);
	}
}
