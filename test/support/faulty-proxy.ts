import {
	createServer,
	request,
	type IncomingMessage,
	type Server,
	type ServerResponse
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What stands in the way and answers in the place of the app. */
export interface OtherAnswer {
	readonly status: number;
	readonly type: string;
	readonly body: string;
}

/**
 * A proxy between a browser and the app that breaks the way on purpose: no network at all, replies that are lost after
 * the server has answered, which is how a commit gets lost from the sight of its client, or somebody else's answers.
 */
export class FaultyProxy {
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	readonly #target: URL;
	#cuts: { path: string; left: number }[] = [];
	#offline = false;
	#other: { path: string; answer: OtherAnswer } | undefined;
	/** Replies that were lost so far. */
	lost = 0;
	/** Requests that something else answered so far. */
	misled = 0;

	private constructor(target: string) {
		this.#target = new URL(target);
		this.#server = createServer((incoming, outgoing) => this.#forward(incoming, outgoing));
		this.#server.on('connection', (socket) => {
			this.#sockets.add(socket);
			socket.on('close', () => this.#sockets.delete(socket));
			if (this.#offline) socket.destroy();
		});
	}

	/** Listens on a free port of localhost, a secure context for browsers. */
	static async to(target: string): Promise<FaultyProxy> {
		const proxy = new FaultyProxy(target);
		await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
		return proxy;
	}

	get origin(): string {
		return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
	}

	/** Cuts the wire: open connections break, new ones are refused. */
	goOffline(): void {
		this.#offline = true;
		for (const socket of this.#sockets) socket.destroy();
	}

	goOnline(): void {
		this.#offline = false;
	}

	/** The next `count` requests to a path starting so reach the server, and their replies are lost. */
	loseReplies(path: string, count: number): void {
		this.#cuts.push({ path, left: count });
	}

	/** From now on requests to a path starting so get this answer and never reach the server; undefined ends it. */
	answerFor(path: string, answer: OtherAnswer | undefined): void {
		this.#other = answer && { path, answer };
	}

	async close(): Promise<void> {
		this.goOffline();
		await new Promise<void>((resolve) => this.#server.close(() => resolve()));
	}

	#forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
		if (this.#other && incoming.url?.startsWith(this.#other.path)) {
			const { status, type, body } = this.#other.answer;
			this.misled += 1;
			incoming.resume();
			outgoing.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
			return;
		}
		const { hostname, port } = this.#target;
		const upstream = request(
			{ hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers },
			(reply) => {
				if (this.#loses(incoming.url ?? '')) {
					// The whole reply has come, so the server has committed; the client sees a broken connection.
					reply.on('end', () => outgoing.destroy());
					reply.resume();
					return;
				}
				outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
				reply.pipe(outgoing);
			}
		);
		upstream.on('error', () => outgoing.destroy());
		outgoing.on('close', () => upstream.destroy());
		incoming.pipe(upstream);
	}

	#loses(path: string): boolean {
		const cut = this.#cuts.find((other) => path.startsWith(other.path) && other.left > 0);
		if (!cut) return false;
		cut.left -= 1;
		this.lost += 1;
		return true;
	}
}
