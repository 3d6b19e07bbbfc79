import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

export interface RunResult {
	readonly code: number;
	readonly output: string;
}

/**
 * Runs one PostgreSQL tool to its end under `account`. Detached, so that Ctrl+C in the terminal does not reach it: the app
 * drains first and stops the database after that. No `PG*` variable of the caller's leaks in.
 */
export function run(
	file: string,
	args: readonly string[],
	account: Account | null,
	folder: string
): Promise<RunResult> {
	return new Promise((resolve, reject) => {
		const child = spawn(file, args, {
			cwd: folder,
			detached: process.platform !== 'win32',
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { PATH: process.env['PATH'], SYSTEMROOT: process.env['SYSTEMROOT'], LC_ALL: 'C' },
			...(account ?? {})
		});
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.on('error', reject);
		child.on('exit', (code) => resolve({ code: code ?? -1, output: output.trim() }));
	});
}
