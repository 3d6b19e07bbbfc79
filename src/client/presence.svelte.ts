import { SECOND } from '#domain/kernel/index.ts';
import type { TabUpdate } from '#store/index.ts';
import type { DataLink } from './data-link.ts';
import { link } from './link.ts';

/** A word that nobody repeats is forgotten. */
const FADES_AFTER = 30 * SECOND;
/** Whoever goes on writing says so again. */
const REPEAT = 10 * SECOND;

type Seen = {
	readonly root: string;
	readonly subject: string;
	readonly name: string;
	readonly fading: ReturnType<typeof setTimeout>;
};

/** Who is writing where just now. A hint: it comes late or not at all without anybody being worse off. */
export class Presences {
	#seen = $state.raw<readonly Seen[]>([]);
	/** The ticket on which this person writes, and when that was last said. */
	#told: { readonly ticket: string; readonly at: number } | undefined;
	readonly #post: (body: object) => void;

	constructor(of: Pick<DataLink, 'listen'>, post: (body: object) => void) {
		this.#post = post;
		of.listen(({ presence }) => presence && this.#take(presence));
	}

	/** Names of the others who are writing on the ticket. */
	writing(ticket: string): readonly string[] {
		return this.#seen.filter(({ root }) => root === ticket).map(({ name }) => name);
	}

	/** This person is typing on the ticket. To be said with every key; told at most every ten seconds. */
	write(ticket: string): void {
		const now = Date.now();
		if (this.#told?.ticket === ticket && now - this.#told.at < REPEAT) return;
		this.#told = { ticket, at: now };
		this.#post({ ticket, is: 'writing' });
	}

	/** No longer: sent, or given up. */
	leave(ticket: string): void {
		if (this.#told?.ticket !== ticket) return;
		this.#told = undefined;
		this.#post({ ticket, is: 'gone' });
	}

	/** The next person starts from nothing. */
	reset(): void {
		for (const { fading } of this.#seen) clearTimeout(fading);
		this.#seen = [];
		this.#told = undefined;
	}

	#take({ is, ...who }: NonNullable<TabUpdate['presence']>): void {
		const isSame = (seen: Seen) => seen.root === who.root && seen.subject === who.subject;
		clearTimeout(this.#seen.find(isSame)?.fading);
		const others = this.#seen.filter((seen) => !isSame(seen));
		if (is === 'gone') {
			this.#seen = others;
			return;
		}
		const fading = setTimeout(() => this.#take({ ...who, is: 'gone' }), FADES_AFTER);
		this.#seen = [...others, { ...who, fading }];
	}
}

function postPresence(body: object): void {
	if (!navigator.onLine) return;
	const request = {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		keepalive: true
	};
	fetch('/api/presence', request).catch(() => undefined);
}

export const presence = new Presences(link, postPresence);
