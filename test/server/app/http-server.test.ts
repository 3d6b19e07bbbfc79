import { createServer, request, type IncomingMessage, type RequestListener } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { authorityPath, close, createAppServer, listen } from '#server/app/http-server.ts';
import { lanCertificate } from '#server/app/lan-certificate.ts';
import { securityHeaders } from '#server/http/security-headers.ts';

async function serve(handler?: RequestListener) {
	const app = createAppServer(null);
	if (handler) app.setHandler(handler);
	const port = await listen(app.server, 0, '127.0.0.1');
	onTestFinished(() => close(app.server, 0));
	return { ...app, address: `http://127.0.0.1:${port}`, port };
}

describe('the HTTP server', () => {
	it('answers 503 until the app is there, with the security headers on that too', async () => {
		const { address, setHandler } = await serve();
		const starting = await fetch(address);
		expect(starting.status).toBe(503);
		expect(Object.fromEntries(starting.headers)).toMatchObject(securityHeaders);
		setHandler((_request, response) => response.end('ready'));
		expect(await (await fetch(address)).text()).toBe('ready');
	});

	it('names the protocol itself, whatever a client claims', async () => {
		const { address } = await serve((incoming, response) =>
			response.end(String(incoming.headers['x-waypost-protocol']))
		);
		const answer = await fetch(address, { headers: { 'x-waypost-protocol': 'https' } });
		expect(await answer.text()).toBe('http');
	});

	it('keeps a well-formed request id and replaces any other', async () => {
		const { address } = await serve((incoming, response) =>
			response.end(String(incoming.headers['x-request-id']))
		);
		const kept = await fetch(address, { headers: { 'x-request-id': 'proxy-0123456789' } });
		expect(await kept.text()).toBe('proxy-0123456789');
		const replaced = await fetch(address, { headers: { 'x-request-id': 'a "forged" line' } });
		const id = await replaced.text();
		expect(id).toMatch(/^[0-9a-f-]{36}$/);
		expect(replaced.headers.get('x-request-id')).toBe(id);
	});

	it('lets a request in flight finish before it closes', async () => {
		const arrived = Promise.withResolvers<() => void>();
		const { address, server } = await serve((_request, response) =>
			arrived.resolve(() => response.end('finished'))
		);
		const answer = fetch(address);
		const finish = await arrived.promise;
		const closed = close(server, 60_000);
		finish();
		expect(await (await answer).text()).toBe('finished');
		await closed;
		await expect(fetch(address)).rejects.toThrow();
	});

	it('cuts a request that does not finish in time', async () => {
		const arrived = Promise.withResolvers<void>();
		const { address, server } = await serve(() => arrived.resolve());
		const answer = fetch(address).catch((error: unknown) => error);
		await arrived.promise;
		await close(server, 10);
		expect(await answer).toBeInstanceOf(Error);
	});

	it('says in one sentence that the port is in use', async () => {
		const { port } = await serve();
		await expect(listen(createServer(), port, '127.0.0.1')).rejects.toThrow(
			`Port ${port} is in use: stop the program that holds it, or choose another with --port.`
		);
	});
});

describe('--lan', () => {
	function temporaryHome(): string {
		const home = mkdtempSync(join(tmpdir(), 'waypost-lan-'));
		onTestFinished(() => rmSync(home, { recursive: true }));
		return home;
	}

	it('serves TLS that a client accepts which trusts the authority, and hands that out', async () => {
		const certificate = await lanCertificate(temporaryHome(), ['10.1.2.3'], new Date());
		const app = createAppServer(certificate);
		app.setHandler((incoming, response) =>
			response.end(String(incoming.headers['x-waypost-protocol']))
		);
		const port = await listen(app.server, 0, '127.0.0.1');
		onTestFinished(() => close(app.server, 0));
		const get = async (path: string) => {
			const outgoing = tlsRequest({ host: 'localhost', port, path, ca: certificate.authority });
			outgoing.end();
			const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
			return (await answer.toArray()).join('');
		};
		expect(await get('/')).toBe('https');
		expect(await get(authorityPath)).toBe(certificate.authority);
		const plain = request({ host: '127.0.0.1', port });
		plain.end();
		await expect(once(plain, 'response')).rejects.toThrow();
	});

	it('keeps the certificate while it covers the addresses and has time left', async () => {
		const home = temporaryHome();
		const day = 86_400_000;
		const at = new Date('2026-03-01T00:00:00Z');
		const later = (days: number) => new Date(at.getTime() + days * day);
		const made = await lanCertificate(home, ['10.1.2.3'], at);
		expect(await lanCertificate(home, ['10.1.2.3'], later(300))).toEqual(made);
		expect(await lanCertificate(home, ['10.1.2.4'], later(300))).not.toEqual(made);
		const renewed = await lanCertificate(home, ['10.1.2.4'], later(300));
		expect(await lanCertificate(home, ['10.1.2.4'], later(300 + 390))).not.toEqual(renewed);
	});
});
