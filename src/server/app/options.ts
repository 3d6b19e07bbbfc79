import { parseArgs } from 'node:util';
import { StartupError } from '#server/startup-error.ts';

export interface AppOptions {
	readonly port: number;
	/** The address to listen on. */
	readonly host: string;
	/** Serve phones on the local network over TLS, with a certificate made here. */
	readonly lan: boolean;
	/** The data folder. */
	readonly home: string;
	/** An operator's own database server; null for the one we bring. */
	readonly databaseUrl: string | null;
	/** Plant the demo company, and a sign-in per role with a password that everybody knows. */
	readonly demo: boolean;
}

export const usage = `Options:
  --port N      port to listen on (default 3000, or PORT)
  --host NAME   address to listen on (default 127.0.0.1, or HOST)
  --lan         serve the local network over HTTPS with a certificate made on this machine`;

/** Reads command line and environment; the command line wins. Throws a StartupError that names the bad option. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): AppOptions {
	const { port, host, lan } = parseOptions(args);
	return {
		port: readPort(port ?? env['PORT'] ?? '3000'),
		host: host ?? env['HOST'] ?? (lan ? '0.0.0.0' : '127.0.0.1'),
		lan: lan ?? false,
		home: env['WAYPOST_DATA_DIR'] || '.waypost',
		databaseUrl: env['DATABASE_URL'] || null,
		demo: env['WAYPOST_DEMO'] === '1'
	};
}

function parseOptions(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				port: { type: 'string' },
				host: { type: 'string' },
				lan: { type: 'boolean' }
			}
		}).values;
	} catch (error) {
		throw new StartupError(`${(error as Error).message}\n${usage}`);
	}
}

function readPort(text: string): number {
	const port = Number(text);
	if (/^\d+$/.test(text) && port <= 65535) return port;
	throw new StartupError(`"${text}" is not a port: give a number from 0 to 65535 (0 picks one).`);
}
