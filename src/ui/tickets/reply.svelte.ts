import { draft, newMid, presence, type Draft } from '#client/index.ts';
import { m } from '#messages/generated/messages.js';
import type { ComposerMode } from '#ui/kit/Composer.svelte';
import { toasts } from '#ui/session/toasts.ts';
import { mentionsIn, type Mention } from './mentions.ts';
import { PhotoList, type Photo } from './photo-list.svelte.ts';
import { save, tell } from './ticket-commands.ts';

type ReplyDraft = {
	mid: string;
	mode: ComposerMode;
	text: string;
	photos: Photo[];
	/** Colleagues who were picked; a name that is no longer in the text mentions nobody. */
	mentions: Mention[];
};

/** What one person is writing to one ticket: kept word by word until it is saved as a comment. */
export class Reply {
	readonly #ticket: string;
	readonly #draft: Draft<ReplyDraft>;
	readonly photos: PhotoList;
	sending = $state(false);

	constructor(ticket: string) {
		this.#ticket = ticket;
		const initial: ReplyDraft = {
			mid: newMid(),
			mode: 'public',
			text: '',
			photos: [],
			mentions: []
		};
		this.#draft = draft(`reply/${ticket}`, initial);
		this.photos = new PhotoList(
			() => this.value.photos,
			(photos) => (this.value.photos = photos)
		);
	}

	get value(): ReplyDraft {
		return this.#draft.value;
	}

	get hasWork(): boolean {
		return this.value.text.trim() !== '' || this.value.photos.length > 0;
	}

	/** The person is typing: whoever else looks at the ticket is told. */
	typed(): void {
		if (this.value.text.trim() === '') presence.leave(this.#ticket);
		else presence.write(this.#ticket);
	}

	mention({ id, name }: Mention): void {
		// A draft of before has no list.
		this.value.mentions = [...(this.value.mentions ?? []), { id, name }];
	}

	/**
	 * A template: its words join what is there. An empty box takes its audience; else internal words make the whole a note,
	 * and public ones leave a note a note, so that nothing internal ever becomes public by this.
	 */
	insert(audience: ComposerMode, words: string): void {
		const { text } = this.value;
		if (text.trim() === '' || audience === 'internal') this.value.mode = audience;
		this.value.text = text.trim() === '' ? words : `${text.trimEnd()}\n\n${words}`;
	}

	/** Saves it as a reply or a note. What cannot be saved stays in the box. */
	async send(audience: ComposerMode): Promise<void> {
		if (this.sending || this.photos.busy) return;
		this.sending = true;
		try {
			const { mid, text, photos, mentions: picked = [] } = this.value;
			const files = photos.map(({ hash, name, mime, size }) => ({ blob: hash, name, mime, size }));
			const mentions = audience === 'internal' ? mentionsIn(text, picked) : [];
			const args = { ticket: this.#ticket, audience, body: text.trim(), mentions, files };
			const saved = await save({ name: 'tickets.comment', args, mid });
			tell(saved);
			if (saved.kind !== 'saved') return;
			presence.leave(this.#ticket);
			await this.#draft.clear();
			this.value.mid = newMid();
			toasts.show(m.done_saved());
		} finally {
			this.sending = false;
		}
	}
}
