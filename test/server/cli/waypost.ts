import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pinnedNode } from '../../../scripts/lib/steps.mjs';

export interface Ended {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

export interface Start {
	readonly env?: Readonly<Record<string, string>>;
	/** All of stdin. */
	readonly input?: string;
	/** Called with all of stderr so far, each time there is more. Only the first interrupt is sent: a second one kills. */
	readonly onErr?: (text: string, interrupt: () => void) => void;
}

const main = join(import.meta.dirname, '../../../src/server/cli/main.ts');

/** Runs the command line as a process of its own, on nothing but what `env` names. */
export function waypost(
	words: readonly string[],
	{ env = {}, input = '', onErr }: Start = {}
): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const none = { DATABASE_URL: '', WAYPOST_DATA_DIR: '' };
		const child = spawn(pinnedNode, [main, ...words], {
			env: { ...process.env, ...none, ...env },
			stdio: 'pipe'
		});
		let [out, err] = ['', ''];
		let isInterrupted = false;
		const interrupt = () => {
			if (!isInterrupted) child.kill('SIGINT');
			isInterrupted = true;
		};
		child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
		child.stderr.on('data', (bytes: Buffer) => {
			err += bytes.toString();
			onErr?.(err, interrupt);
		});
		child.stdin.end(input);
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, out, err }));
	});
}
