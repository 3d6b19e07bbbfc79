/** A real server process on the build at hand. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pinnedNode, root } from '../../scripts/lib/steps.mjs';

export interface RunningApp {
	readonly process: ChildProcess;
	/** The first address it printed. */
	readonly address: string;
	/** All it wrote so far, stdout and stderr. */
	output(): string;
	/** Sends the signal, SIGTERM if none is named, and answers the exit code once it is gone; null after a kill. */
	end(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface AppSettings {
	readonly args?: readonly string[];
	/** DATABASE_URL, WAYPOST_DATA_DIR and the like. */
	readonly env?: Readonly<Record<string, string>>;
}

/** Rejects with what the process wrote when it ends before it is ready. */
export async function startTestApp(settings: AppSettings = {}): Promise<RunningApp> {
	const { args = [], env = {} } = settings;
	const child = spawn(pinnedNode, [join(root, 'src/server/main.ts'), '--port', '0', ...args], {
		cwd: root,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	const exited = once(child, 'exit') as Promise<[number | null]>;
	const address = await new Promise<string>((resolve, reject) => {
		const read = (chunk: Buffer) => {
			output += chunk.toString();
			const first = /^ {2}(https?:\/\/\S+)$/m.exec(output)?.[1];
			// The last line of the announcement, so that all of it is there to look at.
			if (first && output.includes('Ctrl+C stops it.')) resolve(first);
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		child.on('exit', () => reject(new Error(output)));
	});
	return {
		process: child,
		address,
		output: () => output,
		async end(signal = 'SIGTERM') {
			child.kill(signal);
			const [code] = await exited;
			return code;
		}
	};
}
