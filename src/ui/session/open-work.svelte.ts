import { untrack } from 'svelte';

/** Forms with words in them that nobody has sent yet: while there are any, no update asks to reload. */
class OpenWork {
	#count = $state(0);

	get any(): boolean {
		return this.#count > 0;
	}

	/** Counts one form until the answer is called; to be returned from the form's effect. */
	begin(): () => void {
		// The effect that begins must not follow the count that it changes.
		untrack(() => (this.#count += 1));
		return () => {
			this.#count -= 1;
		};
	}
}

export const openWork = new OpenWork();
