import { lookUp, search, type FoundRow, type RowRef } from '#client/index.ts';
import { searchedTables } from './found-rows.ts';

/** Most lines of each kind. */
const SHOWN = 8;
/** While the index is being read, what was typed is asked again after this long. */
const AGAIN = 250;

/** Nothing, or a letter with which half of all words begin; one sign of other scripts may be a word. */
const ONE_LETTER = /^\s*[a-z]?\s*$/i;

/** Records that fit what is typed, from this device alone. Old answers never replace newer ones. */
export class PaletteSearch {
	rows = $state.raw<readonly FoundRow[]>([]);
	/** False while rows of this device are still being read into the index. */
	complete = $state(true);
	#asked = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	async find(text: string): Promise<void> {
		const asked = ++this.#asked;
		clearTimeout(this.#timer);
		if (ONE_LETTER.test(text)) {
			this.rows = [];
			this.complete = true;
			return;
		}
		const found = await search({ text, tables: searchedTables, size: SHOWN });
		if (asked !== this.#asked) return;
		this.rows = found.rows;
		this.complete = found.complete;
		if (!found.complete) this.#timer = setTimeout(() => void this.find(text), AGAIN);
	}

	/** What was opened last, as far as it is still on this device. */
	async recall(refs: readonly RowRef[]): Promise<readonly FoundRow[]> {
		return lookUp(refs.slice(0, SHOWN));
	}

	end(): void {
		this.#asked += 1;
		clearTimeout(this.#timer);
	}
}

/** Begins the index, so that the first question finds it read. */
export async function warmSearch(): Promise<void> {
	await search({ text: '', tables: [], size: 0 });
}
