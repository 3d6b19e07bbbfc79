import type { Session } from '#sync/authority/request.ts';
import { isRefusal, type Poke, type PushRequest } from '#sync/protocol/index.ts';
import { TransportFailure, type Transport } from '#sync/replica/ports.ts';
import type { RunningAuthority } from './authority-world.ts';

type Call = 'push' | 'pull' | 'snapshot' | 'detail';

/** Straight to the authority, through the form in which messages travel. Tests cut it and look in. */
export class DirectTransport implements Transport {
	readonly calls: Call[] = [];
	/** Throws in place of an answer when it answers a kind of failure; `lost` = the answer is lost, not the request. */
	fault: (call: Call) => TransportFailure['kind'] | 'lost' | undefined = () => undefined;
	/** Awaited between the answer of the authority and its arrival. */
	beforeArrival: (call: Call) => Promise<void> = async () => undefined;
	/** Awaited between the making of a request and its arrival at the authority. */
	beforeSending: (call: Call) => Promise<void> = async () => undefined;
	/** Looks at what is sent. */
	beforePush: (request: PushRequest) => void = () => undefined;
	running: RunningAuthority;
	session: Session;

	constructor(running: RunningAuthority, subject: string) {
		this.running = running;
		this.session = { subject };
	}

	push: Transport['push'] = (request) => {
		this.beforePush(request);
		return this.#call('push', () =>
			this.running.authority.push(this.session, copy(request), this.running.world.now())
		);
	};

	pull: Transport['pull'] = (request) =>
		this.#call('pull', () => this.running.authority.pull(this.session, copy(request)));

	detail: Transport['detail'] = (request) =>
		this.#call('detail', () => this.running.authority.detail(this.session, copy(request)));

	async *snapshot(request: Parameters<Transport['snapshot']>[0]) {
		for await (const page of this.running.authority.snapshot(this.session, copy(request))) {
			yield await this.#call('snapshot', async () => page);
			if (isRefusal(page)) return;
		}
	}

	live(onPoke: (poke: Poke) => void, onEnd: () => void) {
		void [onPoke, onEnd];
		return { close: () => undefined };
	}

	async #call<T>(call: Call, ask: () => Promise<T>): Promise<T> {
		this.calls.push(call);
		const fault = this.fault(call);
		if (fault && fault !== 'lost') throw new TransportFailure(fault);
		await this.beforeSending(call);
		const answer = copy(await ask());
		if (fault === 'lost') throw new TransportFailure('offline');
		await this.beforeArrival(call);
		return answer;
	}
}

function copy<T>(message: T): T {
	return JSON.parse(JSON.stringify(message)) as T;
}
