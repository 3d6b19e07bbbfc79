import { draft, newMid, type Draft } from '#client/index.ts';
import type { CatalogItem } from '#domain/catalog/index.ts';
import { reasonWords, remedyWords } from '#ui/outbox/failure-words.ts';
import { PhotoList } from '#ui/tickets/photo-list.svelte.ts';
import { save } from '#ui/tickets/ticket-commands.ts';
import { ticketIdOf } from '#ui/tickets/ticket-words.ts';
import {
	createArgs,
	emptyRequest,
	hasWork,
	requestErrors,
	type FormError,
	type RequestDraft
} from './request-draft.ts';

/** A request while it is being written: a draft that survives, its photos, what stops it, and the sending. */
export class RequestForm {
	readonly #draft: Draft<RequestDraft>;
	readonly photos: PhotoList;
	errors = $state.raw<readonly FormError[]>([]);
	/** The device could not store it; the text is still here. */
	notSaved = $state(false);
	sending = $state(false);

	/** @param key names the draft: one per item; @param text what was typed before the form opened */
	constructor(key: string, text: string) {
		this.#draft = draft(`request/${key}`, emptyRequest(newMid(), text));
		this.photos = new PhotoList(
			() => this.value.photos,
			(photos) => (this.value.photos = photos)
		);
	}

	get value(): RequestDraft {
		return this.#draft.value;
	}

	get ready(): boolean {
		return this.#draft.ready;
	}

	get hasWork(): boolean {
		return hasWork(this.value);
	}

	errorOf(field: string): string | undefined {
		return this.errors.find((error) => error.field === field)?.message;
	}

	async startOver(): Promise<void> {
		this.errors = [];
		this.notSaved = false;
		await this.#draft.clear();
		// A new form, so a new ticket.
		this.value.mid = newMid();
	}

	/** Saves the request on this device; answers the ticket's id, or undefined when something stops it. */
	async send(item: CatalogItem | undefined): Promise<string | undefined> {
		if (this.sending || this.photos.busy) return undefined;
		this.notSaved = false;
		this.errors = requestErrors(this.value, item);
		if (this.errors.length > 0) return undefined;
		this.sending = true;
		const { mid } = this.value;
		try {
			const saved = await save({ name: 'tickets.create', args: createArgs(this.value, item), mid });
			if (saved.kind === 'not_saved') this.notSaved = true;
			if (saved.kind === 'refused') {
				const { failure } = saved;
				const message = `${reasonWords(failure)} ${remedyWords(failure)}`;
				this.errors = [{ field: failure.field ?? 'text', message }];
			}
			if (saved.kind !== 'saved') return undefined;
			await this.startOver();
			return ticketIdOf(mid);
		} finally {
			this.sending = false;
		}
	}
}
