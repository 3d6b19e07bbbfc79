/** A passing message; with `undo` it offers to take the act back. */
export type Toast = {
	readonly id: number;
	readonly text: string;
	readonly tone: 'plain' | 'bad';
	readonly undo?: (() => void) | undefined;
};

/** How long a toast stays (UX-13: at least ten seconds for an undo). */
const STAY_MS = 12_000;
/** More than this many hide the work; the oldest goes. */
const MOST = 3;

/** The messages on screen. Time stands still while `held`, so that nobody loses an undo while reaching for it. */
export class Toasts {
	list = $state.raw<readonly Toast[]>([]);
	#next = 1;
	/** Milliseconds left for each; nothing on screen reads them. */
	#left: readonly { readonly id: number; readonly ms: number }[] = [];
	#timer: ReturnType<typeof setInterval> | undefined;
	#held = false;

	/** Shows a message, and returns its id for an early `dismiss`. */
	show(text: string, options: { undo?: () => void; tone?: 'plain' | 'bad' } = {}): number {
		const id = this.#next++;
		this.list = [...this.list, { id, text, tone: options.tone ?? 'plain', undo: options.undo }];
		this.#left = [...this.#left, { id, ms: STAY_MS }];
		const extra = this.list.length - MOST;
		for (const old of this.list.slice(0, Math.max(0, extra))) this.dismiss(old.id);
		this.#timer ??= setInterval(() => this.#tick(1000), 1000);
		return id;
	}

	dismiss(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
		this.#left = this.#left.filter((other) => other.id !== id);
		if (this.list.length > 0 || this.#timer === undefined) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
	}

	/** Takes back the newest act that can be taken back; false when there is none. */
	undoLast(): boolean {
		const last = this.list.findLast((toast) => toast.undo !== undefined);
		if (!last) return false;
		this.dismiss(last.id);
		last.undo?.();
		return true;
	}

	/** Stops or resumes time, while a pointer or the focus is on the stack. */
	hold(held: boolean): void {
		this.#held = held;
	}

	#tick(ms: number): void {
		if (this.#held) return;
		this.#left = this.#left.map((toast) => ({ ...toast, ms: toast.ms - ms }));
		for (const { id } of this.#left.filter((toast) => toast.ms <= 0)) this.dismiss(id);
	}
}
