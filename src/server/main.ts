/** The server process. Started by the scripts behind `npm run demo` and `npm start`; needs a finished build. */
import { join } from 'node:path';
import { startApp, type App } from './app/app.ts';
import { readOptions } from './app/options.ts';
import { log } from './log.ts';
import { StartupError } from './startup-error.ts';

const root = join(import.meta.dirname, '../..');
const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

const FIRST_ADMIN = 'npm run -s waypost -- admin create --email you@example.org --name "Your Name"';

/** Set as soon as the start begins, so that a signal during it waits for it and then takes all down in order. */
let starting: Promise<App> | undefined;
let stopping = false;

async function main(): Promise<void> {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => void end(0));
	// The starting script holds our other end: when it is gone, however it went, we go too.
	process.on('disconnect', () => void end(0));
	process.on('message', (message) => void (message === 'stop' && end(0)));
	process.on('uncaughtException', (error) => {
		log.fatal({ err: error }, 'uncaught exception');
		void end(1);
	});
	const options = readOptions(process.argv.slice(2), process.env);
	starting = startApp(options, join(root, 'build/handler.js'), (sentence) =>
		say(`${sentence} ...`)
	);
	const app = await starting;
	if (stopping) return;
	log.info({ addresses: app.addresses }, 'ready');
	say(`\nWaypost is ready:\n${app.addresses.map((address) => `  ${address}`).join('\n')}`);
	if (app.certificateAddress)
		say(`A phone has to trust this certificate once:\n  ${app.certificateAddress}`);
	if (app.signIns.length > 0) say(`\nSign in as:\n${app.signIns.map(signInLine).join('\n')}\n`);
	if (app.needsAdmin) {
		log.warn('nobody can sign in yet: make the first administrator');
		say(`\nNobody can sign in yet. Make the first administrator:\n  ${FIRST_ADMIN}\n`);
	}
	say('Ctrl+C stops it.');
}

function signInLine({ role, name, email, password }: App['signIns'][number]): string {
	return `  ${role.padEnd(10)}  ${email.padEnd(28)}  ${password}  (${name})`;
}

async function end(code: number): Promise<void> {
	if (stopping) return;
	stopping = true;
	say('\nStopping: requests in flight finish, then the database closes ...');
	try {
		await (await starting)?.stop();
	} catch {
		// The start failed; it has said so and cleaned up.
	}
	say('Stopped.');
	process.exit(code);
}

try {
	await main();
} catch (error) {
	if (error instanceof StartupError) say(error.message);
	else log.fatal({ err: error }, 'start failed');
	process.exit(1);
}
