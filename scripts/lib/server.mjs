import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { pinnedNode, root, say, StepFailed } from './steps.mjs';

/**
 * Installs and builds what is missing, then runs the server until it ends, and ends as it does. A Ctrl+C reaches the server
 * too, since it shares our terminal; a signal sent to us alone is handed on over the channel that it watches.
 * @param {Record<string, string>} env defaults that the caller's environment overrides
 */
export async function runServer(env) {
	try {
		await ensureInstalled();
		await ensureBuilt();
	} catch (error) {
		if (!(error instanceof StepFailed)) throw error;
		say(error.message);
		process.exit(1);
	}
	const server = spawn(pinnedNode, [join(root, 'src/server/main.ts'), ...process.argv.slice(2)], {
		cwd: root,
		env: { ...env, ...process.env },
		stdio: ['inherit', 'inherit', 'inherit', 'ipc']
	});
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
		process.on(signal, () => server.connected && server.send('stop'));
	server.on('exit', (code) => process.exit(code ?? 1));
}
