import { describe, expect, it } from 'vitest';
import { Leadership, type LockPort } from '#store/tab/leadership.ts';

/** Web Locks with one lock, as far as leadership uses them. */
class OneLock implements LockPort {
	#holder: { end: (error?: Error) => void } | undefined;
	readonly #queue: (() => void)[] = [];

	request(
		_: string,
		{ signal, steal }: { signal?: AbortSignal; steal?: boolean },
		held: () => Promise<void>
	): Promise<void> {
		return new Promise((resolve, reject) => {
			const grant = () => {
				const holder = {
					end: (error?: Error) => {
						if (this.#holder === holder) this.#holder = undefined;
						if (error) reject(error);
						else resolve();
						if (!this.#holder) this.#queue.shift()?.();
					}
				};
				this.#holder = holder;
				void held().then(() => this.#holder === holder && holder.end());
			};
			if (steal) {
				const robbed = this.#holder;
				grant();
				robbed?.end(new Error('stolen'));
				return;
			}
			if (!this.#holder) {
				grant();
				return;
			}
			this.#queue.push(grant);
			signal?.addEventListener('abort', () => {
				const at = this.#queue.indexOf(grant);
				if (at >= 0) this.#queue.splice(at, 1);
				reject(new Error('withdrawn'));
			});
		});
	}
}

class Clock {
	now = 1_000_000;
	#timers: { at: number; task: () => void }[] = [];
	readonly after = (ms: number, task: () => void) => {
		const timer = { at: this.now + ms, task };
		this.#timers.push(timer);
		return () => (this.#timers = this.#timers.filter((other) => other !== timer));
	};

	async pass(ms: number): Promise<void> {
		const end = this.now + ms;
		for (;;) {
			const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
			if (!next) break;
			this.#timers = this.#timers.filter((timer) => timer !== next);
			this.now = next.at;
			next.task();
			await settle();
		}
		this.now = end;
		await settle();
	}
}

async function settle() {
	for (let i = 0; i < 20; i++) await Promise.resolve();
}

interface Tab {
	readonly leadership: Leadership;
	alive: boolean;
	frozen: boolean;
	starts: number;
}

function tabs() {
	const clock = new Clock();
	const locks = new OneLock();
	const all: Tab[] = [];
	const open = () => {
		const tab: Tab = {
			alive: true,
			frozen: false,
			starts: 0,
			leadership: new Leadership({
				locks,
				name: 'leader',
				now: () => clock.now,
				after: (ms, task) => clock.after(ms, () => !tab.frozen && task()),
				onLead: () => (tab.starts += 1),
				onFollow: () => undefined,
				isAlive: () => tab.alive,
				beat: () => {
					for (const other of all) if (other !== tab) other.leadership.heard();
				}
			})
		};
		all.push(tab);
		return tab;
	};
	const leaders = () => all.filter((tab) => tab.leadership.leading).length;
	return { clock, open, leaders };
}

describe('leadership among tabs', () => {
	it('one leads; the next takes over when it steps aside', async () => {
		const { open, leaders } = tabs();
		const [first, second] = [open(), open()];
		first.leadership.want(true);
		second.leadership.want(true);
		await settle();
		expect([first.leadership.leading, leaders()]).toEqual([true, 1]);
		first.leadership.want(false);
		await settle();
		expect([second.leadership.leading, leaders()]).toEqual([true, 1]);
	});

	it('a leader that gets on is left alone for as long as it does', async () => {
		const { open, clock } = tabs();
		const [first, second] = [open(), open()];
		first.leadership.want(true);
		second.leadership.want(true);
		await clock.pass(600_000);
		expect([first.starts, second.starts]).toEqual([1, 0]);
	});

	it.each([
		['stands still', { alive: false }],
		['is frozen', { frozen: true }]
	])(
		'a leader that %s is replaced within 16 s, and follows when it comes back',
		async (_, state) => {
			const { open, clock, leaders } = tabs();
			const [first, second] = [open(), open()];
			first.leadership.want(true);
			second.leadership.want(true);
			await settle();
			Object.assign(first, state);
			await clock.pass(16_000);
			expect([second.leadership.leading, leaders()]).toEqual([true, 1]);
			Object.assign(first, { alive: true, frozen: false });
			await clock.pass(60_000);
			expect([second.leadership.leading, leaders(), second.starts]).toEqual([true, 1, 1]);
		}
	);

	it('a tab that was asleep itself does not take a healthy leader for dead', async () => {
		const { open, clock } = tabs();
		const [first, second] = [open(), open()];
		first.leadership.want(true);
		second.leadership.want(true);
		await settle();
		clock.now += 3_600_000;
		await clock.pass(60_000);
		expect([first.leadership.leading, second.starts]).toEqual([true, 0]);
	});

	it('who withdrew while waiting does not lead later', async () => {
		const { open, leaders } = tabs();
		const [first, second] = [open(), open()];
		first.leadership.want(true);
		second.leadership.want(true);
		second.leadership.want(false);
		first.leadership.want(false);
		await settle();
		expect(leaders()).toBe(0);
		second.leadership.want(true);
		await settle();
		expect(second.leadership.leading).toBe(true);
	});
});
