const KEY = 'waypost.keys';

function readKeys(): boolean {
	try {
		return localStorage.getItem(KEY) !== 'off';
	} catch {
		return true;
	}
}

/** Are single letters shortcuts? Whoever steers by speech switches them off (WCAG 2.1.4). */
class KeyChoice {
	#letters = $state(readKeys());

	get letters(): boolean {
		return this.#letters;
	}

	set letters(on: boolean) {
		this.#letters = on;
		try {
			localStorage.setItem(KEY, on ? 'on' : 'off');
		} catch {
			// Without storage the choice lasts as long as the page.
		}
	}
}

export const keyChoice = new KeyChoice();
