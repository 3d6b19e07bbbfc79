import { proxy, wrap } from 'comlink';
import type { AnyRow } from '#domain/kernel/index.ts';
import {
	withChanges,
	type ListUpdate,
	type ListWatch,
	type OutboxEntry,
	type TabUpdate
} from '#store/index.ts';
import type { SyncStatus } from '#sync/replica/index.ts';
import type { DataWorker } from '#workers/contracts/data-worker.ts';
import { painted } from './painted.ts';

export interface Painted {
	/** Milliseconds since the navigation began. */
	readonly at: number;
	readonly rows: number;
	readonly total: number;
	/** False for the rows of the last visit. */
	readonly ready: boolean;
}

interface Shown {
	readonly id: number;
	readonly isEnough: (painted: Painted, rows: readonly AnyRow[]) => boolean;
	readonly resolve: (painted: Painted) => void;
}

/**
 * The real data worker on a bare page: a list of 50 rows and nothing else, so that what is measured here is the
 * replica, its storage and the sync, and not a screen.
 */
export class Lab {
	readonly paints: Painted[] = [];
	status: SyncStatus | undefined;
	/** The sync loop has begun. */
	hasWorked = false;
	loaded = false;
	/** What is not settled, by place. */
	outbox: ReadonlyMap<number, OutboxEntry> = new Map();
	data!: DataWorker;
	#list = 0;
	#shown: readonly AnyRow[] = [];
	#waiting: Shown[] = [];

	async signIn(email: string, password: string): Promise<string> {
		const answer = await fetch('/api/session', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ email, password })
		});
		if (!answer.ok) throw new Error(`Sign-in: ${answer.status} ${await answer.text()}`);
		return ((await answer.json()) as { subject: string }).subject;
	}

	async start(subject: string): Promise<void> {
		const worker = new Worker(new URL('../../../workers/data.worker.ts', import.meta.url), {
			type: 'module'
		});
		const remote = wrap<DataWorker>(worker);
		this.data = remote as unknown as DataWorker;
		await remote.open(
			subject,
			proxy((update) => this.#take(update))
		);
	}

	/** Opens a list in place of the one on screen. Resolves when its rows are painted. */
	show(watch: ListWatch, isEnough: Shown['isEnough'] = ({ ready }) => ready): Promise<Painted> {
		if (this.#list > 0) void this.data.close(this.#list);
		this.#list += 1;
		const shown = this.until(isEnough);
		void this.data.openList(this.#list, watch);
		return shown;
	}

	/** Resolves with the first paint of the list on screen that is enough. */
	until(isEnough: Shown['isEnough']): Promise<Painted> {
		return new Promise((resolve) => this.#waiting.push({ id: this.#list, isEnough, resolve }));
	}

	/** All rows of the list on screen. */
	rows(to = 10_000_000): Promise<readonly AnyRow[]> {
		return this.data.listRows(this.#list, 0, to);
	}

	/** Rows that are on screen now. */
	get shown(): readonly AnyRow[] {
		return this.#shown;
	}

	#take(update: TabUpdate): void {
		if (update.loaded) this.loaded = true;
		if (update.status) this.status = update.status;
		if (update.status?.state === 'working') this.hasWorked = true;
		if (update.outbox) this.outbox = withChanges(this.outbox, update.outbox);
		const list = update.lists?.find(({ id }) => id === this.#list);
		if (list) void this.#paint(list);
	}

	async #paint({ id, first, total, ready }: ListUpdate): Promise<void> {
		const items = first.map((row) => {
			const item = document.createElement('li');
			item.textContent = `${String(row['number'])} ${String(row['title'])} ${String(row['state'])}`;
			return item;
		});
		document.getElementById('rows')?.replaceChildren(...items);
		this.#shown = first;
		const paint = { at: await painted(), rows: first.length, total, ready };
		this.paints.push(paint);
		const done = this.#waiting.filter((one) => one.id === id && one.isEnough(paint, first));
		this.#waiting = this.#waiting.filter((one) => !done.includes(one));
		for (const { resolve } of done) resolve(paint);
	}
}
