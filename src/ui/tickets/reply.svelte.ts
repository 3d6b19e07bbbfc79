import { draft, newMid, type Draft } from '#client/index.ts';
import { m } from '#messages/generated/messages.js';
import type { ComposerMode } from '#ui/kit/Composer.svelte';
import { toasts } from '#ui/session/toasts.ts';
import { PhotoList, type Photo } from './photo-list.svelte.ts';
import { save, tell } from './ticket-commands.ts';

type ReplyDraft = { mid: string; mode: ComposerMode; text: string; photos: Photo[] };

/** What one person is writing to one ticket: kept word by word until it is saved as a comment. */
export class Reply {
	readonly #ticket: string;
	readonly #draft: Draft<ReplyDraft>;
	readonly photos: PhotoList;
	sending = $state(false);

	constructor(ticket: string) {
		this.#ticket = ticket;
		const initial: ReplyDraft = { mid: newMid(), mode: 'public', text: '', photos: [] };
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

	/** Saves it as a reply or a note. What cannot be saved stays in the box. */
	async send(audience: ComposerMode): Promise<void> {
		if (this.sending || this.photos.busy) return;
		this.sending = true;
		try {
			const { mid, text, photos } = this.value;
			const files = photos.map(({ hash, name, mime, size }) => ({ blob: hash, name, mime, size }));
			const args = { ticket: this.#ticket, audience, body: text.trim(), files };
			const saved = await save({ name: 'tickets.comment', args, mid });
			tell(saved);
			if (saved.kind !== 'saved') return;
			await this.#draft.clear();
			this.value.mid = newMid();
			toasts.show(m.done_saved());
		} finally {
			this.sending = false;
		}
	}
}
