import { draft, newMid, sharedRequests, type Draft } from '#client/index.ts';
import type { CatalogItem } from '#domain/catalog/index.ts';
import type { FormatSettings } from '#ui/format/format-settings.ts';
import { reasonWords, remedyWords } from '#ui/outbox/failure-words.ts';
import { installHint } from '#ui/pwa/install-hint.svelte.ts';
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
	/** By question. */
	readonly #answering: Record<string, PhotoList> = {};
	errors = $state.raw<readonly FormError[]>([]);
	/** The device could not store it; the text is still here. */
	notSaved = $state(false);
	sending = $state(false);

	/** @param item absent for "Something is broken"; there is one draft per item */
	constructor(item: CatalogItem | undefined) {
		this.#draft = draft(`request/${item?.id ?? 'broken'}`, emptyRequest(newMid()));
		this.photos = new PhotoList(
			() => this.value.photos,
			(photos) => (this.value.photos = photos)
		);
		for (const { id, type } of item?.form ?? []) if (type === 'files') this.filesFor(id);
	}

	/** The files that answer a question. */
	filesFor(question: string): PhotoList {
		const list =
			this.#answering[question] ??
			new PhotoList(
				() => this.value.files?.[question] ?? [],
				(files) => (this.value.files = { ...this.value.files, [question]: files })
			);
		this.#answering[question] = list;
		return list;
	}

	/** Photos are being made smaller. */
	get preparing(): boolean {
		return [this.photos, ...Object.values(this.#answering)].some(({ busy }) => busy);
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

	/** Words that were typed before the form opened join what is here already, once. */
	takeText(text: string): void {
		const { text: kept } = this.value;
		if (!kept.includes(text)) this.value.text = [kept, text].filter(Boolean).join('\n\n');
	}

	/** Takes in what another app shared, once: it joins what is here already. */
	async takeShared(id: string): Promise<void> {
		const { forgetShared, readShared } = await sharedRequests();
		const shared = await readShared(id);
		if (!shared) return;
		this.takeText(shared.text);
		await this.photos.add(shared.files);
		await forgetShared();
	}

	async startOver(): Promise<void> {
		this.errors = [];
		this.notSaved = false;
		await this.#draft.clear();
		// A new form, so a new ticket.
		this.value.mid = newMid();
	}

	/** Saves the request on this device; answers the ticket's id, or undefined when something stops it. */
	async send(item: CatalogItem | undefined, format: FormatSettings): Promise<string | undefined> {
		if (this.sending || this.preparing) return undefined;
		this.notSaved = false;
		this.errors = requestErrors(this.value, item, format);
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
			installHint.useful();
			return ticketIdOf(mid);
		} finally {
			this.sending = false;
		}
	}
}
