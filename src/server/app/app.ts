/**
 * One Waypost process: port, database, schema, Kit's handler, in this order, and the way back down. The port comes first
 * because it is the likeliest thing to fail and the cheapest to try.
 */
import type { RequestListener } from 'node:http';
import { pathToFileURL } from 'node:url';
import { hasAccounts } from '#server/auth/first-account.ts';
import { startEmbeddedPostgres } from '#server/db/embedded/supervisor.ts';
import { migrate } from '#server/db/migrate.ts';
import { drain, onStop, stop } from '#server/lifecycle.ts';
import { log } from '#server/log.ts';
import { plantDemo, type DemoSignIn } from '#server/seed/plant.ts';
import {
	authorityPath,
	close,
	createAppServer,
	listen,
	protocolHeader,
	type AppServer
} from './http-server.ts';
import { lanAddresses, lanCertificate } from './lan-certificate.ts';
import type { AppOptions } from './options.ts';

/** Kit's own limit (512K) is below a photo's chunk; endpoints set tighter ones for what they take. */
const bodySizeLimit = '16M';
/** Milliseconds that requests in flight get to finish. */
const drainPatience = 10_000;

export interface App {
	/** Where people reach it, the nearest first. */
	readonly addresses: readonly string[];
	/** With `--lan`: where a phone fetches the certificate to trust. */
	readonly certificateAddress: string | null;
	/** Of the demo only. */
	readonly signIns: readonly DemoSignIn[];
	/** Nobody can sign in yet: the first administrator is to be made. */
	readonly needsAdmin: boolean;
	/** Ends streams, lets requests finish, stops the database. */
	stop(): Promise<void>;
}

/** `handlerFile` is what the build made. Rejects with a StartupError when the operator can put it right. */
export async function startApp(
	options: AppOptions,
	handlerFile: string,
	onProgress: (sentence: string) => void
): Promise<App> {
	const networks = options.lan ? lanAddresses() : [];
	const certificate = options.lan ? await lanCertificate(options.home, networks, new Date()) : null;
	const app = createAppServer(certificate);
	const port = await listen(app.server, options.port, options.host);
	let signIns: readonly DemoSignIn[] = [];
	let needsAdmin: boolean;
	try {
		const url = await openDatabase(options, onProgress);
		process.env['DATABASE_URL'] = url;
		if (options.demo) signIns = await plantDemo(url, onProgress);
		needsAdmin = !(await hasAccounts(url));
		app.setHandler(await loadHandler(handlerFile));
	} catch (error) {
		await stopApp(app);
		throw error;
	}
	const scheme = certificate ? 'https' : 'http';
	const hosts = options.lan ? ['localhost', ...networks] : [shownHost(options.host)];
	const addresses = hosts.map((host) => `${scheme}://${host}:${port}`);
	return {
		addresses,
		certificateAddress: certificate ? `${addresses.at(-1)}${authorityPath}` : null,
		signIns,
		needsAdmin,
		stop: () => stopApp(app)
	};
}

/** `localhost` where it reaches us: browsers count it as a secure context, and cookies hang on the name. */
function shownHost(host: string): string {
	if (['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)) return 'localhost';
	return host.includes(':') ? `[${host}]` : host;
}

async function openDatabase(
	{ databaseUrl, home }: AppOptions,
	onProgress: (sentence: string) => void
): Promise<string> {
	const url = databaseUrl ?? (await openEmbedded(home, onProgress));
	const applied = await migrate(url);
	if (applied.length > 0) log.info({ applied }, 'database migrated');
	return url;
}

async function openEmbedded(home: string, onProgress: (sentence: string) => void) {
	const postgres = await startEmbeddedPostgres({ home, onProgress });
	onStop(() => postgres.stop());
	if (postgres.tookOver) log.warn('took over the PostgreSQL of a killed process');
	return postgres.url;
}

/** Kit reads its settings from the environment while it loads. */
async function loadHandler(file: string): Promise<RequestListener> {
	process.env['BODY_SIZE_LIMIT'] ??= bodySizeLimit;
	if (!process.env['ORIGIN']) process.env['PROTOCOL_HEADER'] ??= protocolHeader;
	const built = (await import(pathToFileURL(file).href)) as { handler: RequestListener };
	return built.handler;
}

async function stopApp({ server }: AppServer): Promise<void> {
	const failures = await drain();
	await close(server, drainPatience);
	failures.push(...(await stop()));
	for (const error of failures) log.error({ err: error }, 'a part did not stop cleanly');
}
