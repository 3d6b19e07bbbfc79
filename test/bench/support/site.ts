import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { root } from '../../../scripts/lib/steps.mjs';

const types: Readonly<Record<string, string>> = {
	'.html': 'text/html',
	'.js': 'text/javascript'
};

export interface Site {
	readonly origin: string;
	close(): void;
}

/** Builds a folder of plain pages with Vite and serves it from localhost, which is a secure context. */
export async function serveSite(folder: string, name: string): Promise<Site> {
	const outDir = join(root, '.cache', name);
	await build({
		root: join(root, folder),
		configFile: false,
		logLevel: 'error',
		worker: { format: 'es' },
		build: { outDir, emptyOutDir: true, target: 'esnext', chunkSizeWarningLimit: 5_000 }
	});
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? '/', 'http://localhost').pathname;
		const file = path.endsWith('/') ? `${path}index.html` : path;
		readFile(join(outDir, file)).then(
			(body) => {
				response.writeHead(200, {
					'content-type': types[extname(file)] ?? 'application/octet-stream'
				});
				response.end(body);
			},
			() => response.writeHead(404).end()
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		origin: `http://localhost:${port}`,
		close: () => {
			server.closeAllConnections();
			server.close();
		}
	};
}
