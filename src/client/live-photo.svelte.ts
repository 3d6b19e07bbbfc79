import { photoUrl } from './photo-addresses.ts';

/** Milliseconds until bytes that could not be had are asked for again; doubled each time, up to the longest. */
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

/** The row through which the bytes may be read; own ones need none. */
export interface PhotoSource {
	readonly table: string;
	readonly id: string;
}

/** A picture of a row, which shows itself as soon as its bytes can be had: they travel apart from the row that names them. */
export class LivePhoto {
	url = $state<string | undefined>(undefined);
	/** It was asked for and is neither here nor with the server yet. */
	missing = $state(false);

	constructor(hash: () => string, from: () => PhotoSource | undefined) {
		$effect(() => this.#follow(hash(), from()));
	}

	/** Asks until it is there; nobody looks at a page that is hidden. Answers how to stop. */
	#follow(hash: string, from: PhotoSource | undefined): () => void {
		let wait = FIRST_WAIT;
		let timer: ReturnType<typeof setTimeout> | undefined;
		let isOver = false;
		const ask = async (): Promise<void> => {
			if (document.visibilityState === 'visible') {
				const url = await photoUrl(hash, from).catch(() => undefined);
				if (isOver) return;
				this.url = url;
				this.missing = url === undefined;
				if (url !== undefined) return;
			}
			timer = setTimeout(() => void ask(), wait);
			wait = Math.min(wait * 2, LONGEST_WAIT);
		};
		void ask();
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}
}

/** Create during component initialisation. Both are read reactively. */
export function livePhoto(hash: () => string, from: () => PhotoSource | undefined): LivePhoto {
	return new LivePhoto(hash, from);
}
