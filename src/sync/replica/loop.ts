import { DAY, SECOND, type Instant } from '#domain/kernel/index.ts';
import {
	isRefusal,
	MAX_DETAIL_ROOTS,
	MAX_MUTATIONS,
	MAX_PUSH_BYTES,
	PROTO,
	SCHEMA,
	type Cookie,
	type Mutation,
	type Poke,
	type PullAnswer,
	type SyncRefusal
} from '../protocol/index.ts';
import { applyDetail, applyPage, missingScopes, openRun } from './apply-page.ts';
import { applyPull, wholePull } from './apply-pull.ts';
import type { Committer } from './commit.ts';
import { fetchAnew, markReceived, markSent, takeNewGroup, tidy } from './history.ts';
import type { Memory } from './memory.ts';
import { TransportFailure, type ReplicaWorld, type Transport } from './ports.ts';

/** Pulls a second, at most: pokes coalesce. */
const PULL_GAP = 250;
const POLL = 30 * SECOND;
const RETRY_FIRST = SECOND;
/** Below the 60 s within which a queue must drain after the server recovers (SYNC-P13). */
const RETRY_LAST = 30 * SECOND;
const AUDIT_EVERY = DAY;

export type LoopState =
	'idle' | 'working' | 'offline' | 'signed_out' | 'unsupported' | 'wrong_subject';

/**
 * The leader's loop, one turn at a time: push what waits, pull until nothing is left, go on with the run, fetch single
 * roots. Any kick asks for another turn; a failure asks for one later, with growing, jittered gaps. Nothing is ever
 * marked sent or dropped here but by an answer that says so.
 */
export class SyncLoop {
	readonly #memory: Memory;
	readonly #committer: Committer;
	readonly #transport: Transport;
	readonly #world: ReplicaWorld;
	readonly #subject: string;
	readonly #onState: () => void;
	readonly #wanted = new Map<string, { table: string; id: string }>();
	#state: LoopState = 'idle';
	#running = false;
	#again = false;
	#stopped = true;
	#failures = 0;
	#lastPull: Instant = 0;
	#poked = 0;
	#cancelTimer: () => void = () => undefined;
	#stream: { close(): void } | undefined;
	/** When a turn last got somewhere: a leader that stands still is replaced. */
	progressAt: Instant = 0;

	constructor(parts: {
		memory: Memory;
		committer: Committer;
		transport: Transport;
		world: ReplicaWorld;
		subject: string;
		onState: () => void;
	}) {
		this.#memory = parts.memory;
		this.#committer = parts.committer;
		this.#transport = parts.transport;
		this.#world = parts.world;
		this.#subject = parts.subject;
		this.#onState = parts.onState;
	}

	get state(): LoopState {
		return this.#state;
	}

	start(): void {
		if (!this.#stopped) return;
		this.#stopped = false;
		this.#listen();
		this.kick();
	}

	stop(): void {
		this.#stopped = true;
		this.#cancelTimer();
		this.#stream?.close();
		this.#stream = undefined;
	}

	/** There is, or may be, something to do: a local write, a poke, `online`, a tab coming to the front, a new sign-in. */
	kick(): void {
		if (this.#stopped) return;
		this.#again = true;
		if (this.#running) return;
		this.#cancelTimer();
		void this.#run();
	}

	/** Fetch the children of a root that a screen shows. */
	want(table: string, id: string): void {
		this.#wanted.set(`${table}/${id}`, { table, id });
		this.kick();
	}

	#listen(): void {
		this.#stream = this.#transport.live(
			(poke) => this.#onPoke(poke),
			() => {
				this.#stream = undefined;
				if (this.#stopped) return;
				this.#world.after(RETRY_FIRST * (1 + 4 * this.#world.random()), () => {
					if (this.#stopped || this.#stream) return;
					this.#listen();
					this.kick();
				});
			}
		);
	}

	#onPoke(poke: Poke): void {
		if (poke.space === 'main') this.#poked = Math.max(this.#poked, poke.v);
		if (this.#behind()) this.kick();
	}

	#behind(): boolean {
		return this.#poked > (this.#memory.meta.cookie?.spaces.main.v ?? -1);
	}

	async #run(): Promise<void> {
		this.#running = true;
		try {
			while (this.#again && !this.#stopped) {
				this.#again = false;
				this.#setState('working');
				await this.#turn();
				this.#failures = 0;
				this.#setState('idle');
			}
			this.#schedule(POLL);
		} catch (error) {
			this.#fail(error);
		} finally {
			this.#running = false;
		}
		if (this.#again && !this.#stopped && this.#state === 'idle') this.kick();
	}

	#fail(error: unknown): void {
		if (error instanceof Halt) {
			this.#setState(error.state);
			return;
		}
		if (!(error instanceof TransportFailure)) {
			this.#retryLater();
			throw error;
		}
		this.#setState(error.kind === 'signed_out' ? 'signed_out' : 'offline');
		// Signed out: the queue waits for a sign-in, which kicks.
		if (error.kind !== 'signed_out') this.#retryLater();
	}

	#retryLater(): void {
		this.#failures += 1;
		const gap = Math.min(RETRY_LAST, RETRY_FIRST * 2 ** Math.min(this.#failures - 1, 10));
		this.#schedule(gap * (0.5 + 0.5 * this.#world.random()));
	}

	#schedule(ms: number): void {
		this.#cancelTimer();
		if (this.#stopped) return;
		this.#cancelTimer = this.#world.after(ms, () => this.kick());
	}

	#setState(state: LoopState): void {
		this.progressAt = this.#world.now();
		if (this.#state === state) return;
		this.#state = state;
		this.#onState();
	}

	/** One turn. Every `await` in it may be the last one before a crash. */
	async #turn(): Promise<void> {
		await this.#committer.catchUp();
		if (this.#memory.meta.group === '') await this.#newGroup();
		await this.#pushAll();
		await this.#pullAll();
		await this.#runPages();
		await this.#details();
		while (await tidy(this.#memory, this.#committer, this.#world.now()))
			this.progressAt = this.#world.now();
	}

	#newGroup(): Promise<void> {
		return takeNewGroup(this.#memory, this.#committer, this.#world.newUuid());
	}

	#envelope() {
		return { proto: PROTO, schema: SCHEMA, subject: this.#subject, group: this.#memory.meta.group };
	}

	async #pushAll(): Promise<void> {
		for (;;) {
			const batch = nextBatch(this.#memory);
			const [first] = batch;
			if (!first) return;
			await markSent(
				this.#memory,
				this.#committer,
				batch.map((mutation) => mutation.id)
			);
			const { group, cookie } = this.#memory.meta;
			const answer = await this.#transport.push({
				...this.#envelope(),
				at: cookie && { epoch: cookie.epoch, spaces: cookie.spaces },
				attempt: this.#memory.queue.get(first.id)?.attempts ?? 1,
				mutations: [...batch]
			});
			if (isRefusal(answer)) {
				if (!(await this.#refused(answer, group))) return;
				continue;
			}
			await markReceived(this.#memory, this.#committer, group, answer.outcomes);
			this.#poked = Math.max(this.#poked, answer.v.main);
			this.progressAt = this.#world.now();
			if (answer.outcomes.length === 0) return;
		}
	}

	/** What to do about a refusal; true = the request may be made anew at once. */
	async #refused(answer: SyncRefusal, group: string): Promise<boolean> {
		const { code } = answer.error;
		if (this.#memory.meta.group !== group) return true;
		if (code === 'epoch' || code === 'unknown_group' || code === 'foreign_group') {
			await this.#newGroup();
			return true;
		}
		if (code === 'resnapshot') {
			await fetchAnew(this.#memory, this.#committer);
			return true;
		}
		if (code === 'wrong_subject' || code === 'unsupported') throw new Halt(code);
		if (code === 'unauthenticated') throw new TransportFailure('signed_out');
		if (code === 'scopes') return false;
		throw new TransportFailure('server');
	}

	async #pullAll(): Promise<void> {
		do {
			await this.#pullGap();
			await this.#pullOnce();
		} while (this.#behind() && this.#memory.meta.cookie !== null);
	}

	/** Pokes coalesce: a pull that would follow another too closely waits. */
	#pullGap(): Promise<void> {
		const wait = this.#lastPull + PULL_GAP - this.#world.now();
		this.#lastPull = Math.max(this.#world.now(), this.#lastPull + PULL_GAP);
		if (wait <= 0 || wait > PULL_GAP) return Promise.resolve();
		return new Promise((resolve) => void this.#world.after(wait, resolve));
	}

	async #pullOnce(): Promise<void> {
		for (;;) {
			const asked = this.#memory.meta.cookie;
			const { group } = this.#memory.meta;
			const answers: PullAnswer[] = [];
			let cookie = asked;
			let refused: SyncRefusal | undefined;
			do {
				const answer = await this.#transport.pull(this.#pullRequest(cookie));
				if (isRefusal(answer)) {
					refused = answer;
					break;
				}
				answers.push(answer);
				cookie = answer.cookie;
				this.progressAt = this.#world.now();
			} while (answers.at(-1)?.more);
			if (refused) {
				if (!(await this.#refused(refused, group))) return;
				continue;
			}
			const [first, ...others] = answers;
			if (first && (await this.#apply(asked, [first, ...others]))) return;
		}
	}

	async #apply(
		asked: Cookie | null,
		answers: readonly [PullAnswer, ...PullAnswer[]]
	): Promise<boolean> {
		const defects = this.#memory.meta.defects.length;
		const applied = await applyPull(
			this.#memory,
			this.#committer,
			this.#subject,
			asked,
			wholePull(answers),
			this.#world.now()
		);
		if (applied && this.#memory.meta.defects.length > defects)
			await fetchAnew(this.#memory, this.#committer);
		return applied;
	}

	#pullRequest(cookie: Cookie | null) {
		const { acked, auditedAt, run, held } = this.#memory.meta;
		const settled = cookie !== null && !run && missingScopes(cookie, held).length === 0;
		const audit = settled && this.#world.now() - auditedAt > AUDIT_EVERY;
		return { ...this.#envelope(), cookie, acked, ...(audit ? { audit } : {}) };
	}

	/** Goes on with the run until it is done, with a pull wherever the scopes turn out to have changed. */
	async #runPages(): Promise<void> {
		for (;;) {
			const run =
				this.#memory.meta.run ??
				(await openRun(this.#memory, this.#committer, this.#subject, this.#world.newUuid()));
			const { cookie, group } = this.#memory.meta;
			if (!run || !cookie) return;
			const scopes = run.scopes.filter((scope) => cookie.scopes.includes(scope));
			const request = {
				...this.#envelope(),
				cookie,
				run: run.id,
				scopes,
				v0: run.v0,
				after: run.after
			};
			for await (const page of this.#transport.snapshot(request)) {
				if (isRefusal(page)) {
					await this.#refused(page, group);
					break;
				}
				if (!(await applyPage(this.#memory, this.#committer, this.#subject, cookie, page))) break;
				this.progressAt = this.#world.now();
				this.#onState();
			}
			await this.#pullAll();
		}
	}

	/** Children of roots on screen first, then of those marked for fetching. */
	async #details(): Promise<void> {
		for (;;) {
			const roots = this.#missingRoots();
			const { cookie, group } = this.#memory.meta;
			if (!cookie || roots.length === 0) return;
			const request = { ...this.#envelope(), cookie, roots: [...roots] };
			const answer = await this.#transport.detail(request);
			for (const root of roots) this.#wanted.delete(`${root.table}/${root.id}`);
			if (isRefusal(answer)) {
				await this.#refused(answer, group);
				return;
			}
			await applyDetail(this.#memory, this.#committer, this.#subject, request, answer);
			if (answer.complete.length < roots.length || this.#missingRoots().length >= roots.length)
				return;
		}
	}

	#missingRoots(): readonly { table: string; id: string }[] {
		const onScreen = [...this.#wanted.values()].filter(
			({ table, id }) => !this.#memory.isComplete(table, id) && this.#memory.rowHeld(table, id)
		);
		const marked = [...this.#memory.complete]
			.filter(([, record]) => 'missed' in record)
			.map(([key]) => ({
				table: key.slice(0, key.indexOf('/')),
				id: key.slice(key.indexOf('/') + 1)
			}));
		const all = [...onScreen, ...marked];
		return [...new Map(all.map((root) => [`${root.table}/${root.id}`, root])).values()].slice(
			0,
			MAX_DETAIL_ROOTS
		);
	}
}

/** Nothing to retry until somebody does something. */
class Halt extends Error {
	readonly state: 'wrong_subject' | 'unsupported';
	constructor(state: Halt['state']) {
		super(state);
		this.state = state;
	}
}

/** What waits and was not acknowledged, in order, within the limits of one push. */
export function nextBatch(memory: Memory): readonly Mutation[] {
	const batch: Mutation[] = [];
	let bytes = 0;
	for (const [, { mutation, receivedAt }] of memory.queued()) {
		if (receivedAt !== undefined) continue;
		bytes += JSON.stringify(mutation).length;
		if (batch.length >= MAX_MUTATIONS || (batch.length > 0 && bytes > MAX_PUSH_BYTES - 4096)) break;
		batch.push(mutation);
	}
	return batch;
}
