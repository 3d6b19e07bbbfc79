import { isRefusal, type Page, type Poke, type SyncRefusal } from '#sync/protocol/index.ts';
import { TransportFailure, type Transport } from '#sync/replica/ports.ts';
import type { Random } from './random.ts';
import type { Scheduler, SimNode } from './scheduler.ts';
import type { SimServer } from './server.ts';

const TIMEOUT = 20_000;

/** Share of messages that meet with each fault; all zero once the network is healed. */
export class NetworkFaults {
	isHealed = false;
	readonly #random: Random;
	readonly #late: number;

	/** `late`: share of messages that take seconds. */
	constructor(random: Random, late: number) {
		this.#random = random;
		this.#late = late;
	}

	is(p: number): boolean {
		return !this.isHealed && this.#random.chance(p);
	}

	/** Milliseconds on the way; now and then very long, so that messages overtake each other. */
	delay(): number {
		if (this.is(this.#late)) return this.#random.between(500, 8000);
		return this.#random.between(2, 60);
	}
}

interface Parts {
	readonly scheduler: Scheduler;
	readonly faults: NetworkFaults;
	readonly server: SimServer;
	readonly subject: string;
	readonly node: SimNode;
	/** 401: the session is over until the person signs in again. */
	readonly onSignedOut: () => void;
}

/** One tab's way to the server, with everything that may happen on it. */
export class SimTransport implements Transport {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	push: Transport['push'] = (request) => {
		const { server, subject } = this.#parts;
		return this.#ask('push', () => server.authority.push({ subject }, copy(request), server.now()));
	};

	pull: Transport['pull'] = (request) => {
		const { server, subject } = this.#parts;
		return this.#ask('pull', () => server.reading(subject).pull({ subject }, copy(request)));
	};

	detail: Transport['detail'] = (request) => {
		const { server, subject } = this.#parts;
		return this.#ask('detail', () => server.reading(subject).detail({ subject }, copy(request)));
	};

	async *snapshot(
		request: Parameters<Transport['snapshot']>[0]
	): AsyncGenerator<Page | SyncRefusal> {
		const { server, subject, faults } = this.#parts;
		const life = server.life;
		await this.#arrive('snapshot');
		const stream = server.reading(subject).snapshot({ subject }, copy(request));
		for (;;) {
			const next = await this.#answered('page', life, () => stream.next());
			if (next.done) return;
			yield copy(next.value);
			if (isRefusal(next.value)) return;
			// The stream breaks between two pages, at once or after a long silence.
			if (faults.is(0.05)) throw new TransportFailure('offline');
			if (faults.is(0.02)) await this.#fail('half-open');
		}
	}

	live(onPoke: (poke: Poke) => void, onEnd: () => void) {
		const { scheduler, node, server, subject, faults } = this.#parts;
		let isOpen = true;
		let close = () => {};
		const isDeaf = faults.is(0.1);
		const end = () => {
			if (!isOpen) return;
			isOpen = false;
			close();
			scheduler.after(isDeaf ? 40_000 : faults.delay(), 'stream ends', node, onEnd);
		};
		const poke = (message: Poke) => {
			if (!isOpen || isDeaf || faults.is(0.1)) return;
			scheduler.after(faults.delay(), `poke ${message.space} ${message.v}`, node, () => {
				if (isOpen) onPoke(message);
			});
		};
		scheduler.after(faults.delay(), 'connects', node, () => {
			if (!isOpen) return;
			if (server.isDown) return end();
			void server.connect(subject, poke, end).then((connection) => {
				close = connection.close;
				if (!isOpen) close();
			});
		});
		return {
			close: () => {
				isOpen = false;
				close();
			}
		};
	}

	async #ask<T>(name: string, ask: () => Promise<T>): Promise<T> {
		const { server, faults, scheduler } = this.#parts;
		await this.#arrive(name);
		const life = server.life;
		if (faults.is(0.04))
			scheduler.after(faults.delay() + 50, `${name} again`, server.node, () => void ask());
		const answer = await this.#answered(name, life, ask);
		return copy(answer);
	}

	/** The way there. */
	async #arrive(name: string): Promise<void> {
		const { scheduler, faults, server, node } = this.#parts;
		await scheduler.wait(faults.delay(), `${name} sent`, node);
		if (faults.is(0.03)) await this.#fail('dropped');
		if (faults.is(0.01)) {
			this.#parts.onSignedOut();
			throw new TransportFailure('signed_out');
		}
		if (faults.is(0.02)) throw new TransportFailure('slow_down');
		if (faults.is(0.02)) throw new TransportFailure('server');
		if (server.isDown) throw new TransportFailure('server');
	}

	/** The way back: lost with the process that works on it, or on the line. */
	async #answered<T>(name: string, life: number, ask: () => Promise<T>): Promise<T> {
		const { scheduler, faults, server, node } = this.#parts;
		const waiting = new Promise<T>((resolve, reject) => {
			let timer = () => {};
			const check = () => {
				if (server.life !== life) reject(new TransportFailure('offline'));
				else timer = scheduler.after(5_000, `${name} waits`, node, check);
			};
			timer = scheduler.after(5_000, `${name} waits`, node, check);
			void ask().then(
				(answer) => (timer(), resolve(answer)),
				(error: unknown) => (timer(), reject(error as Error))
			);
		});
		const answer = await waiting;
		if (server.life !== life) throw new TransportFailure('offline');
		if (faults.is(0.03)) await this.#fail('lost');
		await scheduler.wait(faults.delay(), `${name} answered`, node);
		return answer;
	}

	async #fail(why: string): Promise<never> {
		const { scheduler, node } = this.#parts;
		await scheduler.wait(TIMEOUT, why, node);
		throw new TransportFailure('offline');
	}
}

function copy<T>(message: T): T {
	return JSON.parse(JSON.stringify(message)) as T;
}
