import { readFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { root } from '../../../scripts/lib/steps.mjs';

const types: Readonly<Record<string, string>> = {
	'.html': 'text/html',
	'.js': 'text/javascript'
};

/** Our pages lie beside the app's, on one origin, so that both have the same storage. */
export const LAB = '/lab/';

/** Builds a folder of plain pages with Vite, readable for a profile; answers where they lie. */
export async function buildSite(folder: string): Promise<string> {
	const outDir = join(root, '.cache', folder);
	await build({
		root: join(root, folder),
		base: LAB,
		configFile: false,
		logLevel: 'error',
		worker: { format: 'es' },
		build: {
			outDir,
			emptyOutDir: true,
			target: 'esnext',
			minify: false,
			chunkSizeWarningLimit: 5_000
		}
	});
	return outDir;
}

export interface SiteOptions {
	/** Where everything else goes; none: it fails. */
	readonly api?: string;
	/** Hears of what pages post to /collect. */
	readonly onCollect?: (body: string) => void;
	/** The same address again, which is what a browser's storage hangs on. */
	readonly port?: number;
}

/** Our pages under /lab/ and the app behind all other paths, from localhost, which is a secure context. */
export class Site {
	readonly #folder: string;
	readonly #options: SiteOptions;
	readonly #server = createServer((incoming, outgoing) => this.#answer(incoming, outgoing));
	/** True: whatever goes to the app breaks. */
	offline = false;

	private constructor(folder: string, options: SiteOptions) {
		this.#folder = folder;
		this.#options = options;
	}

	static async serve(folder: string, options: SiteOptions = {}): Promise<Site> {
		const site = new Site(folder, options);
		await new Promise<void>((resolve) =>
			site.#server.listen(options.port ?? 0, '127.0.0.1', resolve)
		);
		return site;
	}

	get origin(): string {
		return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
	}

	/** Cuts the way to the app: streams break too. */
	goOffline(): void {
		this.offline = true;
		this.#server.closeAllConnections();
	}

	close(): void {
		this.#server.closeAllConnections();
		this.#server.close();
	}

	#answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
		const { pathname } = new URL(incoming.url ?? '/', 'http://localhost');
		if (pathname === '/collect') this.#collect(incoming, outgoing);
		else if (pathname.startsWith(LAB)) void this.#serve(pathname.slice(LAB.length), outgoing);
		else this.#forward(incoming, outgoing);
	}

	async #serve(pathname: string, outgoing: ServerResponse): Promise<void> {
		const file = pathname === '' ? 'index.html' : pathname;
		try {
			const body = await readFile(join(this.#folder, file));
			outgoing.writeHead(200, {
				'content-type': types[extname(file)] ?? 'application/octet-stream'
			});
			outgoing.end(body);
		} catch {
			outgoing.writeHead(404).end();
		}
	}

	#collect(incoming: IncomingMessage, outgoing: ServerResponse): void {
		let body = '';
		incoming.on('data', (chunk) => (body += chunk));
		incoming.on('end', () => {
			this.#options.onCollect?.(body);
			outgoing.writeHead(204).end();
		});
	}

	#forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
		const { api } = this.#options;
		if (this.offline || !api) {
			outgoing.destroy();
			return;
		}
		const { hostname, port } = new URL(api);
		const upstream = request(
			{ hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers },
			(reply) => {
				outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
				reply.pipe(outgoing);
			}
		);
		upstream.on('error', () => outgoing.destroy());
		outgoing.on('close', () => upstream.destroy());
		incoming.pipe(upstream);
	}
}
