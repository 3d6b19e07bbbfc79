import type { Instant } from '#domain/kernel/index.ts';
import type { DeviceState, OutboxEntry, TabUpdate } from '#store/index.ts';
import type { OutcomeRecord, SyncStatus } from '#sync/replica/index.ts';
import type { DataLink } from './data-link.ts';
import { KeptItems } from './kept-items.ts';
import { link } from './link.ts';
import { doneOf, type Done } from './run.svelte.ts';

const nothing: SyncStatus = {
	state: 'idle',
	waiting: 0,
	received: 0,
	needsPerson: 0,
	defects: 0
};

/** How this device stands with the server. */
export class Sync {
	status = $state.raw<SyncStatus>(nothing);
	/** What the browser says of the network; the status knows better whether the server answers. */
	online = $state(true);
	/** How the local database is. */
	device = $state<DeviceState>('fine');
	readonly #link: DataLink;

	constructor(of: DataLink) {
		this.#link = of;
		of.listen((update) => this.#take(update));
		if (typeof window !== 'undefined') this.#followPage();
	}

	kick(): void {
		if (this.#link.connected) void this.#link.data().then((data) => data.kick());
	}

	/** The next person starts from nothing. */
	reset(): void {
		this.status = nothing;
		this.device = 'fine';
	}

	#take({ status, device }: TabUpdate): void {
		if (status) this.status = status;
		if (device) this.device = device;
	}

	/** Background Sync is missing in half of the browsers, so the page itself says when to try (SYNC-P10). */
	#followPage(): void {
		this.online = navigator.onLine;
		addEventListener('online', () => {
			this.online = true;
			this.kick();
		});
		addEventListener('offline', () => (this.online = false));
		document.addEventListener('visibilitychange', () => {
			if (!this.#link.connected) return;
			const visible = document.visibilityState === 'visible';
			void this.#link.data().then((data) => data.setVisible(visible));
		});
	}
}

/** What was done here and is not settled yet. */
export class Outbox {
	/** Unsent and unconfirmed work, oldest first. */
	entries = $state.raw<readonly OutboxEntry[]>([]);
	/** What came of settled work, newest first; those that need the person stay until dismissed. */
	outcomes = $state.raw<readonly OutcomeRecord[]>([]);
	readonly #link: DataLink;
	readonly #entries = new KeptItems<number, OutboxEntry>();
	readonly #outcomes = new KeptItems<string, OutcomeRecord>();

	constructor(of: DataLink) {
		this.#link = of;
		of.listen(({ outbox, outcomes }) => {
			if (outbox) this.entries = [...this.#entries.take(outbox)].sort((a, b) => a.id - b.id);
			if (outcomes)
				this.outcomes = [...this.#outcomes.take(outcomes)].sort((a, b) => b.storedAt - a.storedAt);
		});
	}

	/** Takes an entry back. False when it is not there any more, or was already asked for. */
	async discard(id: number): Promise<boolean> {
		return (await this.#link.data()).discard(id);
	}

	/** Runs the work of a refused command anew; undefined when its card is gone. */
	async sendAgain(mid: string): Promise<Done | undefined> {
		const ran = await (await this.#link.data()).sendAgain(mid);
		return ran && doneOf(ran);
	}

	async dismiss(mid: string): Promise<void> {
		await (await this.#link.data()).dismiss(mid);
	}

	/** Device time of the oldest entry that the server has not acknowledged. */
	get oldestAt(): Instant | undefined {
		return this.entries.find((entry) => entry.state !== 'received')?.deviceAt;
	}

	reset(): void {
		this.#entries.clear();
		this.#outcomes.clear();
		this.entries = [];
		this.outcomes = [];
	}
}

export const sync = new Sync(link);
export const outbox = new Outbox(link);
