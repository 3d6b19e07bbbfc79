import { SECOND, type Registry } from '#domain/kernel/index.ts';
import {
	Replica,
	StorageFull,
	StorageLost,
	type Command,
	type Enqueued,
	type Preview,
	type ReplicaStorage,
	type ReplicaWorld,
	type Transport
} from '#sync/replica/index.ts';
import type { ListWatch } from '../live/live-lists.ts';
import type { RecordWatch } from '../live/live-records.ts';
import { TabViews } from '../live/tab-views.ts';
import type { NamedBy } from '../blobs/http-uploads.ts';
import { Drafts } from './drafts.ts';
import { EarlyViews } from './early-views.ts';
import { Files } from './files.ts';
import type { Hint, HintChannel } from './hints.ts';
import { Leadership, type LockPort } from './leadership.ts';
import { SavedWindows } from './saved-windows.ts';
import { SureWrites } from './sure-writes.ts';
import { TabSearch } from './tab-search.ts';
import { TabStatus } from './tab-status.ts';
import type { DeviceState, ListUpdate, TabUpdate } from './updates.ts';
import type { UploadPort } from '../blobs/uploads.ts';

/** One frame: changes of a frame reach the screen together. */
const FRAME = 16;
/** Patience with a page that shows no list, before everything is read. */
const FIRST_LIST = 150;
const SAVE_WINDOWS = SECOND;
const PREPARE = 100;
/** A loop that says `working` and has got nowhere for this long is stuck. */
const STUCK = 10 * SECOND;

export interface TabParts {
	readonly registry: Registry;
	readonly subject: string;
	readonly storage: ReplicaStorage;
	readonly transport: Transport;
	readonly uploads: UploadPort;
	readonly fetchBlob: (hash: string, from: NamedBy) => Promise<Response | undefined>;
	readonly world: Omit<ReplicaWorld, 'announce'>;
	readonly locks: LockPort;
	readonly hints: HintChannel;
	readonly tell: (update: TabUpdate) => void;
}

/** A command that did not fit on the disk: nothing was written. */
export type Ran = Enqueued | { readonly full: true };

/**
 * What one tab's data worker does: holds the replica, keeps what is on screen in step, leads the sync loop when it is
 * this tab's turn. All its answers are about this device; none waits for the network.
 */
export class TabData {
	readonly #parts: TabParts;
	readonly #replica: Replica;
	readonly #views: TabViews;
	readonly #status: TabStatus;
	readonly #windows: SavedWindows;
	readonly #leadership: Leadership;
	readonly #early: EarlyViews;
	readonly #writes: SureWrites;
	readonly files: Files;
	readonly drafts: Drafts;
	readonly search: TabSearch;
	readonly #ready: Promise<void>;
	#loaded = false;
	#visible = true;
	#flushing = false;
	#flushedAt = 0;
	#cancelSave: () => void = () => undefined;

	constructor(parts: TabParts) {
		this.#parts = parts;
		const { storage, hints, world, subject, registry } = parts;
		this.#replica = new Replica({
			registry,
			storage,
			transport: parts.transport,
			world: { ...world, announce: (rev) => hints.post({ kind: 'rev', rev }) },
			subject,
			listeners: {
				onRows: (changes) => {
					if (this.#loaded) this.#views.changed(changes);
					this.search.changed(changes);
					this.#flushSoon();
				},
				onStatus: () => this.#onStatus(),
				onError: (error) => this.#onStorageError(error)
			}
		});
		this.#views = new TabViews(registry, this.#replica.memory, subject);
		this.#status = new TabStatus(this.#replica);
		this.#windows = new SavedWindows(storage);
		this.drafts = new Drafts(storage);
		const access = registry.access.table.name;
		this.#early = new EarlyViews({ windows: this.#windows, access, tell: parts.tell });
		this.files = new Files({
			storage,
			uploads: parts.uploads,
			fetchBlob: parts.fetchBlob,
			isHere: ({ table, id }) => this.#replica.row(table, id) !== undefined,
			now: () => world.now(),
			gen: () => this.#replica.memory.meta.gen,
			textWaits: () => this.#replica.status().waiting > 0,
			onChange: (uploads) => parts.tell({ uploads }),
			onAdded: () => this.#kickUploads()
		});
		this.#writes = new SureWrites({
			replica: this.#replica,
			evictFiles: () => this.files.evict(),
			isShown: (table, id) => this.#views.records.shows(table, id),
			onFull: () => this.tellDevice('full')
		});
		this.search = new TabSearch({
			registry,
			source: this.#views.source,
			ready: () => this.ready(),
			after: world.after
		});
		this.#leadership = new Leadership({
			locks: parts.locks,
			name: `waypost:${subject}`,
			now: () => world.now(),
			after: world.after,
			onLead: () => this.#replica.loop.start(),
			onFollow: () => this.#replica.loop.stop(),
			isAlive: () => !this.#stuck(),
			beat: () => hints.post({ kind: 'beat', state: this.#replica.loop.state })
		});
		hints.listen((hint) => this.#onHint(hint));
		this.#ready = this.#load();
		// Whoever needs it awaits it; a page without a command must not die of it.
		this.#ready.catch((error: unknown) => this.#onStorageError(error));
	}

	/** Rejects when the local database cannot be read. */
	ready(): Promise<void> {
		return this.#ready;
	}

	async openList(id: number, watch: ListWatch): Promise<void> {
		if (!this.#loaded) return this.#early.openList(id, watch);
		this.#views.openList(id, watch);
		this.flush();
	}

	async listRows(id: number, from: number, to: number) {
		await this.#ready;
		return this.#views.lists.rows(id, from, to);
	}

	/** The list as it stands now, under an id of its own for `listRows` and `close`. Answers how many rows it has. */
	async freezeList(id: number, as: number): Promise<number> {
		await this.#ready;
		return this.#views.lists.freeze(id, as);
	}

	async openRecord(id: number, watch: RecordWatch): Promise<void> {
		this.#views.openRecord(id, watch);
		if (!this.#loaded) return this.#early.openRecord(id, watch);
		this.#wantChildren(watch);
		this.flush();
	}

	async close(id: number): Promise<void> {
		this.#early.close(id);
		this.#views.close(id);
	}

	/** Resolves when the command is durable, or was refused here and nothing was written. */
	async run(command: Command): Promise<Ran> {
		const named = { ...command, mid: command.mid ?? this.#parts.world.newMid() };
		return this.#enqueue(() => this.#replica.run(named));
	}

	/** As `run`, in one transaction; each may be refused by itself. */
	async runAll(commands: readonly Command[]): Promise<readonly Enqueued[] | { full: true }> {
		const { newMid } = this.#parts.world;
		const named = commands.map((command) => ({ ...command, mid: command.mid ?? newMid() }));
		return this.#enqueue(() => this.#replica.runAll(named));
	}

	/** What each command would come to by itself; nothing is written. */
	preview(commands: readonly Command[]): Promise<readonly Preview[]> {
		return this.#ready.then(() => this.#replica.preview(commands));
	}

	async discard(id: number): Promise<boolean> {
		await this.#ready;
		const done = await this.#replica.discard(id);
		this.#afterWrite();
		return done;
	}

	async sendAgain(mid: string): Promise<Ran | undefined> {
		return this.#enqueue(() => this.#replica.sendAgain(mid));
	}

	async dismiss(mid: string): Promise<void> {
		await this.#ready;
		await this.#replica.dismiss(mid);
		this.flush();
	}

	/** Fetches the children of a root now, if there is a way. */
	async want(table: string, id: string): Promise<void> {
		if (this.#leadership.leading) this.#replica.loop.want(table, id);
		else this.#parts.hints.post({ kind: 'want', table, id });
	}

	/** There may be a way again: `online`, a sign-in, somebody pressed the chip. */
	async kick(): Promise<void> {
		this.#leadership.want(true);
		if (this.#leadership.leading) this.#replica.loop.kick();
		else this.#parts.hints.post({ kind: 'kick' });
		this.#kickUploads();
	}

	/** A tab in the background leads only until its work is sent (UX-47). */
	async setVisible(visible: boolean): Promise<void> {
		this.#visible = visible;
		if (visible) await this.kick();
		else this.#stepAside();
	}

	/** How much the server has not acknowledged. */
	async unsent(): Promise<number> {
		await this.#ready;
		return this.#replica.status().waiting;
	}

	tellDevice(device: DeviceState): void {
		this.#parts.tell({ device });
	}

	/** Tells the screen what changed, at once. */
	flush(): void {
		if (!this.#loaded) return;
		const { lists, records } = this.#views.take();
		const update: TabUpdate = {
			...this.#status.take(),
			...(lists.size === 0
				? {}
				: { lists: [...lists].map(([id, list]): ListUpdate => ({ id, ready: true, ...list })) }),
			...(records.size === 0 ? {} : { records: [...records].map(([id, state]) => ({ id, state })) })
		};
		if (Object.keys(update).length > 0) {
			this.#flushedAt = this.#parts.world.now();
			this.#parts.tell(update);
		}
		if (lists.size > 0) this.#saveWindowsSoon();
	}

	/** First what was saved for the start, then everything: reading it keeps the worker busy for a while. */
	async #load(): Promise<void> {
		await this.#early.start();
		await Promise.race([
			this.#early.told,
			new Promise<void>((resolve) => void this.#parts.world.after(FIRST_LIST, resolve))
		]);
		await this.#replica.load();
		this.#loaded = true;
		for (const [id, watch] of this.#early.lists) this.#views.openList(id, watch);
		this.#early.end();
		this.#parts.tell({ loaded: true });
		this.flush();
		for (const watch of this.#views.records.watches()) this.#wantChildren(watch);
		this.#leadership.want(this.#visible);
		this.#saveWindowsSoon();
		this.#prepareSoon();
		await this.files.refresh();
	}

	async #enqueue<T>(work: () => Promise<T>): Promise<T | { full: true }> {
		await this.#ready;
		return this.#writes.do(async () => {
			const done = await work();
			this.#afterWrite();
			return done;
		});
	}

	/** The leader may be another tab, which learns of it by a hint; and a write must show at once. */
	#afterWrite(): void {
		if (!this.#leadership.leading) this.#parts.hints.post({ kind: 'kick' });
		this.flush();
	}

	#onHint(hint: Hint): void {
		if (hint.kind === 'rev') {
			this.#replica.heard(hint.rev).catch((error: unknown) => this.#onStorageError(error));
		} else if (hint.kind === 'beat') {
			this.#leadership.heard();
			this.#status.leaderState = hint.state;
			this.#flushSoon();
		} else if (hint.kind === 'blobs') {
			this.#kickUploads(false);
		} else if (hint.kind === 'presence') {
			this.#parts.tell({ presence: hint.presence });
		} else if (this.#leadership.leading) {
			if (hint.kind === 'kick') this.#replica.loop.kick();
			else this.#replica.loop.want(hint.table, hint.id);
		}
	}

	#onStatus(): void {
		if (this.#leadership.leading) {
			const { state } = this.#replica.loop;
			this.#status.leaderState = state;
			this.#parts.hints.post({ kind: 'beat', state });
			if (state === 'idle') this.#kickUploads(false);
			if (!this.#visible) this.#stepAside();
		}
		this.#flushSoon();
	}

	#stepAside(): void {
		const { waiting, state } = this.#replica.status();
		if (state !== 'working' && waiting === 0) this.#leadership.want(false);
	}

	/** Only the leader sends; the others tell it that there is something, and look at what it got done. */
	#kickUploads(hint = true): void {
		if (hint) this.#parts.hints.post({ kind: 'blobs' });
		if (!this.#leadership.leading) {
			this.files.refresh().catch((error: unknown) => this.#onStorageError(error));
			return;
		}
		// Without an answer the next idle turn, kick or file tries again.
		this.files.send().then(
			(sent) => sent && this.#parts.hints.post({ kind: 'blobs' }),
			() => undefined
		);
	}

	#stuck(): boolean {
		const { state, progressAt } = this.#replica.loop;
		return state === 'working' && this.#parts.world.now() - progressAt > STUCK;
	}

	#wantChildren(watch: RecordWatch): void {
		if (watch.kind !== 'children') return;
		const table = this.#replica.memory.tableOf(watch.table);
		if (table?.kind !== 'child') return;
		if (!this.#replica.memory.isComplete(table.of, watch.root))
			void this.want(table.of, watch.root);
	}

	/** Other orders of the lists on screen are made one by one, some time apart, while nothing else is to do. */
	#prepareSoon(): void {
		this.#parts.world.after(PREPARE, () => {
			if (this.#views.lists.prepare()) this.#prepareSoon();
		});
	}

	/** At once after a quiet frame, else when the frame is over. */
	#flushSoon(): void {
		if (this.#flushing || !this.#loaded) return;
		this.#flushing = true;
		const rest = this.#flushedAt + FRAME - this.#parts.world.now();
		this.#parts.world.after(Math.min(FRAME, Math.max(0, rest)), () => {
			this.#flushing = false;
			this.flush();
		});
	}

	#saveWindowsSoon(): void {
		this.#cancelSave();
		this.#cancelSave = this.#parts.world.after(SAVE_WINDOWS, () => {
			this.#saveWindows().catch((error: unknown) => this.#onStorageError(error));
		});
	}

	async #saveWindows(): Promise<void> {
		const { memory } = this.#replica;
		const { name: table } = this.#parts.registry.access.table;
		const own = { table, row: memory.rowHeld(table, this.#parts.subject) };
		const now = this.#parts.world.now();
		await this.#windows.save(this.#views.lists.states(), own, memory.meta.rev, now);
	}

	#onStorageError(error: unknown): void {
		if (error instanceof StorageFull) this.tellDevice('full');
		else if (!(error instanceof StorageLost)) console.error(error);
	}
}
