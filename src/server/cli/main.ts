/** The command line. Started by `npm run -s waypost -- COMMAND`. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { commands } from './registry.ts';
import { runCommandLine } from './run-command.ts';

/** Milliseconds before progress is told at all, and between two sentences of it. */
const PATIENCE = 2_000;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => stop.abort(new Error(signal)));
}
// The starting script holds the other end.
process.on('disconnect', () => stop.abort(new Error('the starting script is gone')));
process.on('message', (message) => void (message === 'stop' && stop.abort(new Error('stop'))));

const say = (sentence: string) => void process.stderr.write(`${sentence}\n`);

let doing: string | undefined;
// The latest only, and again while it lasts: what is stuck is told too.
setInterval(() => doing !== undefined && say(`${doing} ...`), PATIENCE).unref();

async function print(value: object): Promise<void> {
	if (!process.stdout.write(`${JSON.stringify(value)}\n`)) await once(process.stdout, 'drain');
}

// Whoever reads our output may have had enough, as `head` does.
process.stdout.on('error', () => stop.abort(new Error('the output is closed')));

process.exitCode = await runCommandLine(commands, process.argv.slice(2), {
	env: process.env,
	lines: {
		[Symbol.asyncIterator]: () =>
			createInterface({ input: process.stdin, crlfDelay: Infinity })[Symbol.asyncIterator]()
	},
	print,
	say,
	progress: (sentence) => void (doing = sentence),
	signal: stop.signal
});
// An open channel would keep us alive.
if (process.connected) process.disconnect();
