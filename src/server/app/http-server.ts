import { randomUUID } from 'node:crypto';
import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { securityHeaders } from '#server/http/security-headers.ts';
import { isDraining } from '#server/lifecycle.ts';
import { StartupError } from '#server/startup-error.ts';
import type { LanCertificate } from './lan-certificate.ts';

/** The header that tells Kit whether a request came over TLS; set here, so nobody outside can forge it. */
export const protocolHeader = 'x-waypost-protocol';
/** Ties log lines and error reports of one request together. A proxy may set it. */
export const requestIdHeader = 'x-request-id';
/** Where a phone fetches the certificate that `--lan` made. */
export const authorityPath = '/waypost-lan.crt';

const wellFormedId = /^[\w-]{8,64}$/;

export interface AppServer {
	readonly server: Server;
	/** What answers requests; until it is set they get 503, so the port can be taken before anything else starts. */
	setHandler(handler: RequestListener): void;
}

export function createAppServer(certificate: LanCertificate | null): AppServer {
	let handler: RequestListener = answerStarting;
	const listener: RequestListener = (request, response) => {
		prepare(request, response, certificate ? 'https' : 'http');
		if (certificate && request.url === authorityPath) answerAuthority(response, certificate);
		else handler(request, response);
	};
	const server = certificate
		? createTlsServer({ key: certificate.key, cert: certificate.cert }, listener)
		: createServer(listener);
	// Longer than the 60 s after which common proxies drop an idle connection, so that the proxy is the one to close.
	server.keepAliveTimeout = 65_000;
	return { server, setHandler: (next) => void (handler = next) };
}

function prepare(request: IncomingMessage, response: ServerResponse, protocol: string): void {
	request.headers[protocolHeader] = protocol;
	const given = request.headers[requestIdHeader];
	const id = typeof given === 'string' && wellFormedId.test(given) ? given : randomUUID();
	request.headers[requestIdHeader] = id;
	response.setHeader(requestIdHeader, id);
	for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
	// A default that answers override: left to guess, a browser keeps an old shell that names files since gone.
	response.setHeader('cache-control', 'no-cache');
	if (isDraining()) response.setHeader('connection', 'close');
}

function answerStarting(_request: IncomingMessage, response: ServerResponse): void {
	response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '2' });
	response.end('Waypost is starting.\n');
}

function answerAuthority(response: ServerResponse, certificate: LanCertificate): void {
	response.writeHead(200, { 'content-type': 'application/x-x509-ca-cert' });
	response.end(certificate.authority);
}

/** Answers the port, which matters when 0 was asked for. Rejects with a StartupError when it cannot be had. */
export function listen(server: Server, port: number, host: string): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			reject(new StartupError(listenSentence(error, port, host)));
		});
		server.listen(port, host, () => {
			const address = server.address();
			resolve(address && typeof address === 'object' ? address.port : port);
		});
	});
}

function listenSentence({ code, message }: NodeJS.ErrnoException, port: number, host: string) {
	if (code === 'EADDRINUSE')
		return `Port ${port} is in use: stop the program that holds it, or choose another with --port.`;
	if (code === 'EACCES') return `Port ${port} is reserved: choose one above 1023 with --port.`;
	return `Cannot listen on ${host}:${port} (${message}): choose another address with --host.`;
}

/** Lets requests in flight finish, at most for `patience` milliseconds; what is open after that is cut. */
export function close(server: Server, patience: number): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => server.closeAllConnections(), patience);
		// A connection turns idle, and is kept alive, only when the request that it carries has been answered.
		const sweep = setInterval(() => server.closeIdleConnections(), 50);
		server.close(() => {
			clearTimeout(timer);
			clearInterval(sweep);
			resolve();
		});
	});
}
