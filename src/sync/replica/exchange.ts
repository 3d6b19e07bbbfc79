import { DAY } from '#domain/kernel/index.ts';
import {
	isRefusal,
	PROTO,
	SCHEMA,
	type Cookie,
	type Mutation,
	type Position,
	type PullAnswer,
	type PullRequest,
	type SyncRefusal
} from '../protocol/index.ts';
import { applyDetail, applyPages, openRun } from './apply-page.ts';
import { applyPull, wholePull } from './apply-pull.ts';
import { askedNow, type Asked } from './asked.ts';
import type { Committer } from './commit.ts';
import { fetchAnew, markReceived, markSent, resendAfter, takeNewGroup, tidy } from './history.ts';
import type { Memory } from './memory.ts';
import { nextBatch } from './next-batch.ts';
import { Pace } from './pace.ts';
import { TransportFailure, type ReplicaWorld, type Transport } from './ports.ts';
import type { RunRecord } from './records.ts';
import { missingScopes } from './scopes.ts';
import { together } from './together.ts';
import { WantedRoots } from './wanted-roots.ts';

const AUDIT_EVERY = DAY;
/** Rounds of a run, or of details, in which nothing came of what was asked; then it is left for the next turn. */
const FRUITLESS_ROUNDS = 3;

/** The other side lives in another history: the turn begins anew, so that what is offered again goes first. */
export class HistoryChanged extends Error {}

/** Nothing to retry until somebody does something. */
export class Halt extends Error {
	readonly state: 'wrong_subject' | 'unsupported';
	constructor(state: Halt['state']) {
		super(state);
		this.state = state;
	}
}

export interface ExchangeParts {
	readonly memory: Memory;
	readonly committer: Committer;
	readonly transport: Transport;
	readonly world: ReplicaWorld;
	readonly subject: string;
	/** A step was taken: the leader is alive, and the status may have changed. */
	readonly onProgress: () => void;
	/** The tab no longer leads: nothing more is asked. */
	readonly isStopped: () => boolean;
}

/**
 * What a leader says to the authority in one turn: push what waits, pull until nothing is left, go on with the run,
 * fetch single roots. Nothing is ever marked sent or dropped here but by an answer that says so. Throws
 * TransportFailure, HistoryChanged, Halt, or what the storage throws.
 */
export class Exchange {
	readonly #parts: ExchangeParts;
	readonly #memory: Memory;
	readonly #committer: Committer;
	readonly #transport: Transport;
	readonly #pace: Pace;
	readonly #wanted: WantedRoots;
	#poked = 0;

	constructor(parts: ExchangeParts) {
		this.#parts = parts;
		this.#memory = parts.memory;
		this.#committer = parts.committer;
		this.#transport = parts.transport;
		this.#pace = new Pace(parts.world);
		this.#wanted = new WantedRoots(parts.memory);
	}

	/** Fetch the children of a root that a screen shows. */
	want(table: string, id: string): void {
		this.#wanted.want(table, id);
	}

	/** Notes that `main` has come to `v`; answers whether that is news. */
	poked(v: number): boolean {
		this.#poked = Math.max(this.#poked, v);
		return this.#isBehind();
	}

	/** One turn. Every `await` in it may be the last one before a crash. */
	async turn(): Promise<void> {
		await this.#committer.catchUp();
		if (this.#memory.meta.group === '') await this.#newGroup(askedNow(this.#memory.meta));
		await this.#beforeResend();
		await this.#pushAll();
		await this.#pullAll();
		await this.#runPages();
		await this.#details();
	}

	#isBehind(): boolean {
		return this.#poked > (this.#memory.meta.cookie?.spaces.main.v ?? -1);
	}

	#newGroup(asked: Asked): Promise<void> {
		const group = this.#parts.world.newUuid();
		return takeNewGroup(this.#memory, this.#committer, asked, group);
	}

	#envelope({ group }: Asked) {
		return { proto: PROTO, schema: SCHEMA, subject: this.#parts.subject, group };
	}

	/** The furthest that rows were read beyond the cookie, `read` by an answer of the pull under way included. */
	#ahead(read?: Position) {
		const { ahead } = this.#memory.meta;
		const furthest = read && read.v > (ahead?.v ?? 0) ? read : ahead;
		return furthest ? { ahead: furthest } : {};
	}

	/**
	 * What was sent without an answer goes again only when a pull has shown that the authority is there. So a time without
	 * a network counts as one attempt, and only pushes that fail where a pull does not raise the suspicion of poison.
	 */
	async #beforeResend(): Promise<void> {
		const [first] = nextBatch(this.#memory);
		if (first && this.#attemptsOf(first) > 0) await this.#pullAll();
	}

	#attemptsOf({ id }: Mutation): number {
		return this.#memory.queue.get(id)?.attempts ?? 0;
	}

	async #pushAll(): Promise<void> {
		while (!this.#parts.isStopped()) {
			const batch = nextBatch(this.#memory);
			const [first] = batch;
			if (!first) return;
			const ids = batch.map((mutation) => mutation.id);
			const asked = askedNow(this.#memory.meta);
			const attempt = this.#attemptsOf(first);
			// Another tab may have changed the queue since: what is frozen is what is sent.
			if (!(await markSent(this.#memory, this.#committer, asked.group, batch))) continue;
			const answer = await this.#transport.push({
				...this.#envelope(asked),
				at: asked.cookie && { epoch: asked.cookie.epoch, spaces: asked.cookie.spaces },
				attempt,
				mutations: [...batch]
			});
			if (isRefusal(answer)) {
				await this.#refused(answer, asked);
				continue;
			}
			await markReceived(this.#memory, this.#committer, asked.group, answer.outcomes);
			this.#poked = Math.max(this.#poked, answer.v.main);
			this.#parts.onProgress();
			const known = new Set(answer.outcomes.map((outcome) => outcome.id));
			if (!ids.some((id) => known.has(id))) return;
		}
	}

	/** Returns when the request may be made anew at once. */
	async #refused(answer: SyncRefusal, asked: Asked): Promise<void> {
		const { code, facts } = answer.error;
		const { group, gen } = this.#memory.meta;
		if (group !== asked.group || gen !== asked.gen) throw new HistoryChanged();
		if (code === 'wrong_subject' || code === 'unsupported') throw new Halt(code);
		if (code === 'unauthenticated') throw new TransportFailure('signed_out');
		if (code === 'scopes') return;
		if (code === 'epoch' || code === 'unknown_group' || code === 'foreign_group') {
			await this.#newGroup(asked);
		} else if (code === 'resnapshot') {
			await fetchAnew(this.#memory, this.#committer, asked);
		} else if (code === 'gap') {
			const last = Number(facts?.last ?? 0);
			const isHere = await resendAfter(this.#memory, this.#committer, asked.group, last);
			if (!isHere) await this.#newGroup(asked);
		} else throw new TransportFailure('server');
		throw new HistoryChanged();
	}

	async #pullAll(): Promise<void> {
		let before: number;
		do {
			before = this.#poked;
			await this.#pace.beforePull();
			await this.#pullOnce();
			// What was poked before the pull and is still ahead of it belongs to a history that is gone.
			if (this.#poked === before) this.#poked = 0;
		} while (this.#isBehind() && !this.#parts.isStopped());
	}

	/** Pulls to the end and applies; asks again while the cookie changes under it. */
	async #pullOnce(): Promise<void> {
		while (!this.#parts.isStopped()) {
			const asked = askedNow(this.#memory.meta);
			const answers = await this.#pullAnswers(asked);
			if (isRefusal(answers)) {
				await this.#refused(answers, asked);
				continue;
			}
			const { memory, committer, subject } = this.#parts;
			const isApplied = await applyPull(memory, committer, subject, asked, wholePull(answers));
			this.#parts.onProgress();
			if (!isApplied) continue;
			// Packs of rows that left are rewritten before anything else comes.
			while (await tidy(memory, committer)) this.#parts.onProgress();
			return;
		}
	}

	async #pullAnswers(asked: Asked): Promise<readonly [PullAnswer, ...PullAnswer[]] | SyncRefusal> {
		const first = await this.#transport.pull(this.#pullRequest(asked, asked.cookie));
		if (isRefusal(first)) return first;
		const answers: [PullAnswer, ...PullAnswer[]] = [first];
		for (let last: PullAnswer = first; last.more;) {
			this.#parts.onProgress();
			const answer = await this.#transport.pull(this.#pullRequest(asked, last.cookie, last.read));
			if (isRefusal(answer)) return answer;
			answers.push((last = answer));
		}
		return answers;
	}

	#pullRequest(asked: Asked, cookie: Cookie | null, read?: Position): PullRequest {
		const { acked, auditedAt, contactAt, run, held } = this.#memory.meta;
		const isSettled = cookie !== null && !run && missingScopes(cookie, held).length === 0;
		const audit = isSettled && contactAt - auditedAt > AUDIT_EVERY;
		const request = { ...this.#envelope(asked), cookie, acked, ...this.#ahead(read) };
		return audit ? { ...request, audit } : request;
	}

	/** Goes on with the run until it is done, with a pull wherever the scopes turn out to have changed. */
	async #runPages(): Promise<void> {
		const { memory, committer, subject, world } = this.#parts;
		let fruitless = 0;
		while (!this.#parts.isStopped()) {
			const run =
				this.#memory.meta.run ?? (await openRun(memory, committer, subject, world.newUuid()));
			if (!run) return;
			const pages = run.isRead ? 0 : await this.#streamPages(run);
			fruitless = pages > 0 ? 0 : fruitless + 1;
			if (fruitless > FRUITLESS_ROUNDS) throw new TransportFailure('server');
			await this.#pullAll();
		}
	}

	/** Applies the pages of one stream; answers how many. */
	async #streamPages(run: RunRecord): Promise<number> {
		const asked = askedNow(this.#memory.meta);
		const { cookie } = asked;
		if (!cookie) return 0;
		const scopes = run.scopes.filter((scope) => cookie.scopes.includes(scope));
		const place = { run: run.id, scopes, v0: run.v0, after: run.after };
		const request = { ...this.#envelope(asked), cookie, ...place, ...this.#ahead() };
		const { memory, committer, subject } = this.#parts;
		let applied = 0;
		for await (const pages of together(this.#transport.snapshot(request), run.after === null)) {
			if (isRefusal(pages)) {
				await this.#refused(pages, asked);
				break;
			}
			const fitting = await applyPages(memory, committer, subject, asked, pages);
			applied += fitting;
			this.#parts.onProgress();
			if (fitting < pages.length || this.#parts.isStopped()) break;
		}
		return applied;
	}

	/** Children of roots on screen first, then of those marked for fetching. */
	async #details(): Promise<void> {
		const { memory, committer, subject } = this.#parts;
		let fruitless = 0;
		while (!this.#parts.isStopped()) {
			const roots = this.#wanted.missing();
			const asked = askedNow(this.#memory.meta);
			const { cookie } = asked;
			if (!cookie || roots.length === 0) return;
			const request = { ...this.#envelope(asked), cookie, ...this.#ahead(), roots: [...roots] };
			const answer = await this.#transport.detail(request);
			this.#wanted.asked(roots);
			if (isRefusal(answer)) await this.#refused(answer, asked);
			else await applyDetail(memory, committer, subject, asked, answer);
			this.#parts.onProgress();
			const isLeft = roots.every(({ table, id }) => !memory.isComplete(table, id));
			fruitless = isLeft ? fruitless + 1 : 0;
			if (fruitless > FRUITLESS_ROUNDS) throw new TransportFailure('server');
			// Not complete yet: the root has another version by now, or has left.
			await this.#pullAll();
		}
	}
}
