import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '../../..');
const SITE = join(ROOT, '.cache/gallery/site');
const TYPES: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.webmanifest': 'application/manifest+json'
};
/** As strict as the product's own policy, so that a component that breaks it is found here. */
const POLICY = [
	"default-src 'self'",
	"img-src 'self' blob:",
	"style-src 'self'",
	"object-src 'none'",
	"base-uri 'none'",
	"require-trusted-types-for 'script'"
].join('; ');

/** The built gallery on a free port. */
export type GallerySite = {
	readonly address: string;
	readonly browser: Browser;
	close(): Promise<void>;
};

/** Builds the gallery, serves it and starts Chromium (CHROMIUM_PATH, else the system's). */
export async function openGallery(): Promise<GallerySite> {
	await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' });
	const server = createServer((request, response) => void answer(request, response));
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const browser = await chromium.launch({
		executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync'
		]
	});
	return { address: addressOf(server), browser, close: () => closeAll(server, browser) };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const path = normalize(new URL(request.url ?? '/', 'http://gallery').pathname);
	const file = path === '/' ? 'index.html' : path;
	try {
		const body = await readFile(join(SITE, file));
		response.writeHead(200, {
			'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
			'content-security-policy': POLICY
		});
		response.end(body);
	} catch {
		response.writeHead(404).end();
	}
}

function addressOf(server: Server): string {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The gallery has no port.');
	return `http://127.0.0.1:${address.port}/`;
}

async function closeAll(server: Server, browser: Browser): Promise<void> {
	await browser.close();
	server.closeAllConnections();
	await new Promise<void>((done) => server.close(() => done()));
}
