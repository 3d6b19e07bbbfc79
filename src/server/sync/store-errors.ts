import { StoreUnavailable } from '#sync/authority/ports.ts';

/**
 * Errors that say nothing about the mutation: serialization failure and deadlock, lock and statement time-outs, limits of
 * the server, shutting down, and everything about the connection. The SQLSTATE's first two digits are its class.
 */
const passingClasses = new Set(['08', '40', '53', '57', '58']);
const passingCodes = new Set([
	'55P03', // lock_not_available
	'25P03', // idle_in_transaction_session_timeout
	'25P04', // transaction_timeout
	'25006' // read_only_sql_transaction: a failover left us on a standby
]);
const connectionCodes = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);

export function isPassing(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const code = String((error as { code?: unknown }).code ?? '');
	if (/^[0-9A-Z]{5}$/.test(code)) {
		if (passingCodes.has(code) || passingClasses.has(code.slice(0, 2))) return true;
	}
	return connectionCodes.has(code) || /^Connection terminated|not queryable/.test(error.message);
}

/** StoreUnavailable for what passes by itself; anything else as it is. */
export function storeError(error: unknown): unknown {
	return isPassing(error) ? new StoreUnavailable('the database', { cause: error }) : error;
}

export function isUniqueViolation(error: unknown): boolean {
	return error instanceof Error && (error as { code?: unknown }).code === '23505';
}
