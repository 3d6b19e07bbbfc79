// `npm run -s waypost -- COMMAND`: one command on the data of this installation. Stdout belongs to the command.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pinnedNode, root } from './lib/steps.mjs';

if (!existsSync(pinnedNode)) {
	process.stderr.write('Waypost is not installed here yet: run npm ci first.\n');
	process.exit(2);
}
const child = spawn(pinnedNode, [join(root, 'src/server/cli/main.ts'), ...process.argv.slice(2)], {
	// Files are named from where the person stands.
	cwd: process.env.INIT_CWD ?? process.cwd(),
	// The same folder as the server's, which runs in the root.
	env: {
		...process.env,
		WAYPOST_DATA_DIR: resolve(root, process.env.WAYPOST_DATA_DIR || '.waypost')
	},
	stdio: ['inherit', 'inherit', 'inherit', 'ipc']
});
// Ctrl+C reaches the command by itself; what is sent to us alone is handed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => child.connected && child.send('stop'));
child.on('exit', (code) => process.exit(code ?? 2));
