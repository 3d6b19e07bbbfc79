/** The page of the device tests on a port of its own, with the API of a real server behind it. */
import { readFile } from 'node:fs/promises';
import {
	createServer,
	request as ask,
	type IncomingMessage,
	type Server,
	type ServerResponse
} from 'node:http';
import { extname, join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { root } from '../../../../scripts/lib/steps.mjs';

const site = join(root, '.cache/device/site');
const types: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.css': 'text/css'
};
/** The product's own: a worker that is not started through the policy fails here. */
const policy = [
	"default-src 'self'",
	"img-src 'self' blob:",
	"worker-src 'self'",
	"require-trusted-types-for 'script'",
	'trusted-types waypost svelte-trusted-html'
].join('; ');

export async function buildDevicePage(): Promise<void> {
	await build({
		root: join(import.meta.dirname, '../page'),
		configFile: false,
		logLevel: 'warn',
		cacheDir: join(root, '.cache/device/vite'),
		build: { outDir: site, emptyOutDir: true, assetsInlineLimit: 0 },
		worker: { format: 'es' },
		plugins: [svelte({ configFile: false })]
	});
}

export interface DeviceSite {
	readonly address: string;
	/** Where /api leads; undefined = there is no way. */
	setApi(address: string | undefined): void;
	/** Instead of the API: what a portal answers, say. */
	setAnswer(answer: ((response: ServerResponse) => void) | undefined): void;
	close(): Promise<void>;
}

export async function openDeviceSite(): Promise<DeviceSite> {
	let api: string | undefined;
	let instead: ((response: ServerResponse) => void) | undefined;
	const server = createServer((request, response) => {
		if (!request.url?.startsWith('/api')) void file(request, response);
		else if (instead) instead(response);
		else if (api) pass(api, request, response);
		else request.socket.destroy();
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return {
		address: `http://localhost:${portOf(server)}/`,
		setApi: (address) => {
			api = address;
			server.closeAllConnections();
		},
		setAnswer: (answer) => (instead = answer),
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((done) => server.close(() => done()));
		}
	};
}

function pass(api: string, request: IncomingMessage, response: ServerResponse): void {
	// Of this port, not of the server's.
	const headers = { ...request.headers };
	delete headers.origin;
	delete headers.host;
	const { method } = request;
	const behind = ask(new URL(request.url ?? '', api), { method: method ?? 'GET', headers });
	behind.on('response', (answer) => {
		response.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(response);
		answer.on('error', () => response.destroy());
	});
	behind.on('error', () => response.destroy());
	response.on('close', () => behind.destroy());
	request.pipe(behind);
}

async function file(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname } = new URL(request.url ?? '/', 'http://device');
	const path = extname(pathname) === '' ? '/index.html' : pathname;
	try {
		const body = await readFile(join(site, path));
		response.writeHead(200, {
			'content-type': types[extname(path)] ?? 'application/octet-stream',
			'content-security-policy': policy
		});
		response.end(body);
	} catch {
		response.writeHead(404).end();
	}
}

function portOf(server: Server): number {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return address.port;
}
