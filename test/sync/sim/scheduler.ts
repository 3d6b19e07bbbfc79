import type { Random } from './random.ts';

/** Something that can die or freeze: a tab, or a life of the server. What it was waiting for dies with it. */
export class SimNode {
	readonly name: string;
	isDead = false;
	frozenUntil = 0;

	constructor(name: string) {
		this.name = name;
	}
}

interface Item {
	readonly due: number;
	readonly label: string;
	readonly node: SimNode;
	readonly run: () => void;
}

const TRACE_KEPT = 60;

/** Virtual time. All that happens is an item here, and the seed picks which of those that are due comes next. */
export class Scheduler {
	now = 0;
	picks = 0;
	/** Nothing goes on beyond so many. */
	picksAllowed = Infinity;
	/** With steps off, port calls pass at once: for setting the scene. */
	hasSteps = false;
	readonly trace: string[] = [];
	readonly #random: Random;
	readonly #idle: () => Promise<void>;
	#items: Item[] = [];
	#hash = 0x811c9dc5;

	/** `idle` resolves when all that went on has come to wait for an item. */
	constructor(random: Random, idle: () => Promise<void>) {
		this.#random = random;
		this.#idle = idle;
	}

	get isSpent(): boolean {
		return this.picks >= this.picksAllowed;
	}

	get hash(): string {
		return this.#hash.toString(16).padStart(8, '0');
	}

	/** A port call: some pass at once, at others anybody may come between. */
	async step(label: string, node: SimNode): Promise<void> {
		if (node.isDead) return forever();
		if (!this.hasSteps || (node.frozenUntil <= this.now && this.#random.chance(0.7))) return;
		await this.wait(0, label, node);
	}

	wait(ms: number, label: string, node: SimNode): Promise<void> {
		return new Promise((resolve) => void this.after(ms, label, node, resolve));
	}

	after(ms: number, label: string, node: SimNode, run: () => void): () => void {
		const item = { due: this.now + ms, label, node, run };
		this.#items.push(item);
		return () => void (this.#items = this.#items.filter((each) => each !== item));
	}

	note(text: string): void {
		this.trace.push(`${Math.round(this.now)} ${text}`);
		if (this.trace.length > TRACE_KEPT) this.trace.shift();
		for (let at = 0; at < text.length; at += 1)
			this.#hash = Math.imul(this.#hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
	}

	/** Goes on until `isDone`, or until `end` in virtual time. Answers false when time ran out. */
	async run(isDone: () => boolean, end: number): Promise<boolean> {
		for (;;) {
			await this.#idle();
			if (isDone()) return true;
			const item = this.#pick(end);
			if (!item) return isDone();
			this.picks += 1;
			this.note(`${item.node.name} ${item.label}`);
			item.run();
		}
	}

	/** Nothing when nothing is due before `end`: then time has come to it. */
	#pick(end: number): Item | undefined {
		if (this.#items.some(({ node }) => node.isDead))
			this.#items = this.#items.filter(({ node }) => !node.isDead);
		if (this.now > end || this.isSpent) return undefined;
		const dueOf = ({ due, node }: Item) => Math.max(due, node.frozenUntil);
		let due = this.#items.filter((item) => dueOf(item) <= this.now);
		if (due.length === 0) {
			const next = this.#items.reduce((least, item) => Math.min(least, dueOf(item)), Infinity);
			if (next > end) {
				this.now = Math.max(this.now, end);
				return undefined;
			}
			this.now = next;
			due = this.#items.filter((item) => dueOf(item) <= next);
		}
		const item = this.#random.pick(due);
		this.#items.splice(this.#items.indexOf(item), 1);
		this.now += this.#random.next();
		return item;
	}
}

export function forever(): Promise<never> {
	return new Promise(() => undefined);
}
