import { link } from './link.ts';

/** Typing is saved at once, and then no more often than this: a page may be gone before it could be told. */
const PAUSE = 300;

/**
 * Text in the making, kept on the device under a key: survives closing, a crash and the end of a session (UX-29).
 * `value` is deeply reactive; change it in place.
 */
export class Draft<T extends object> {
	value: T = $state() as T;
	/** What was kept has been read; before that, `value` is the initial one. */
	ready = $state(false);
	readonly #key: string;
	readonly #initial: T;
	/** As it was last read or saved. */
	#kept: string;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#savedAt = 0;

	constructor(key: string, initial: T) {
		this.#key = key;
		this.#initial = structuredClone($state.snapshot(initial) as T);
		this.value = structuredClone(this.#initial);
		this.#kept = JSON.stringify(this.#initial);
		void this.#load();
		$effect(() => {
			const text = JSON.stringify(this.value);
			if (text === this.#kept) return;
			clearTimeout(this.#timer);
			const rest = Math.max(0, this.#savedAt + PAUSE - Date.now());
			this.#timer = setTimeout(() => void this.#save(), rest);
		});
		$effect(() => this.#followPage());
	}

	/** Forgets it, on the screen and on the device. */
	async clear(): Promise<void> {
		clearTimeout(this.#timer);
		this.value = structuredClone(this.#initial);
		this.#kept = JSON.stringify(this.#initial);
		await (await link.data()).putDraft(this.#key, undefined);
	}

	async #load(): Promise<void> {
		const kept = await (await link.data()).getDraft(this.#key);
		// Whoever typed in the meantime is right.
		if (kept !== undefined && JSON.stringify(this.value) === this.#kept) {
			this.value = kept as T;
			this.#kept = JSON.stringify(kept);
		}
		this.ready = true;
	}

	async #save(): Promise<void> {
		clearTimeout(this.#timer);
		const text = JSON.stringify(this.value);
		if (text === this.#kept) return;
		this.#kept = text;
		this.#savedAt = Date.now();
		await (await link.data()).putDraft(this.#key, $state.snapshot(this.value));
	}

	/** Leaving the page, or the view, saves at once. */
	#followPage(): () => void {
		const save = () => void this.#save();
		const hidden = () => document.visibilityState === 'hidden' && save();
		addEventListener('pagehide', save);
		document.addEventListener('visibilitychange', hidden);
		return () => {
			removeEventListener('pagehide', save);
			document.removeEventListener('visibilitychange', hidden);
			save();
		};
	}
}

/** Create during component initialisation. */
export function draft<T extends object>(key: string, initial: T): Draft<T> {
	return new Draft(key, initial);
}
