import { untrack } from 'svelte';
import { draft, outbox, type Draft } from '#client/index.ts';
import { baseOf, type Failure, type JsonObject } from '#domain/kernel/index.ts';
import { articleDraft, type ArticleDraft } from '#domain/knowledge/index.ts';
import { save } from '#ui/tickets/ticket-commands.ts';
import {
	isDirty,
	keptMine,
	opened,
	received,
	saved,
	tookTheirs,
	written,
	type WrittenField
} from '#ui/content/written-field.ts';

export const wordFields = ['title', 'summary', 'body'] as const;
export type WordField = (typeof wordFields)[number];
type Words = Record<WordField, string>;

/** What is typed and not yet in a command: survives closing and a crash. */
type Kept = { mine: Words | null; seen: Words | null };

/** Typing is saved when it pauses for so long: long enough that a thought is one command. */
const PAUSE = 1_200;
/** While an earlier save still waits for the network, further ones may wait longer; the device keeps each word anyway. */
const PAUSE_WHILE_WAITING = 8_000;

/** The words of an article in one language, while somebody writes them. To be made while a component starts. */
export class WordsEditor {
	fields: Readonly<Record<WordField, WrittenField>> = $state.raw(allOpened(undefined));
	/** Why the last save was refused; the words are still here. */
	refused = $state.raw<Failure>();
	/** The device had no room for it. */
	notSaved = $state(false);
	saving = $state(false);
	readonly #row: () => ArticleDraft;
	readonly #waiting: () => boolean;
	readonly #kept: Draft<Kept>;
	#mids: readonly string[] = [];
	/** Saves whose refusal has been looked at, also if it is told only later. */
	#settled = $state.raw<readonly string[]>([]);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#run: Promise<void> = Promise.resolve();

	/** @param row the draft as this device has it; @param waiting does it carry own changes that are not acknowledged? */
	constructor(row: () => ArticleDraft, waiting: () => boolean) {
		this.#row = row;
		this.#waiting = waiting;
		const first = untrack(row);
		this.fields = allOpened(first);
		this.#kept = draft(`article/${first.id}`, { mine: null, seen: null });
		$effect(() => this.#receive(row(), waiting()));
		$effect(() => this.#restore(this.#kept.ready));
		$effect(() => this.#followPage());
		$effect(() => this.#dismiss(this.#settled));
	}

	mine(field: WordField): string {
		return this.fields[field].mine;
	}

	/** The words as they stand in the boxes, which the record may show a moment later. */
	get words(): Words & { readonly language: string } {
		const { language } = this.#row();
		return {
			language,
			title: this.mine('title'),
			summary: this.mine('summary'),
			body: this.mine('body')
		};
	}

	get dirty(): boolean {
		return wordFields.some((name) => isDirty(this.fields[name]));
	}

	/** Fields in which somebody else wrote meanwhile. */
	get clashes(): readonly { readonly field: WordField; readonly mine: string; theirs: string }[] {
		return wordFields.flatMap((field) => {
			const { mine, theirs } = this.fields[field];
			return theirs === undefined ? [] : [{ field, mine, theirs }];
		});
	}

	write(field: WordField, text: string): void {
		this.#set(field, written(this.fields[field], text));
		this.#keep();
		this.#schedule();
	}

	/** Settles a clash: the own words on top of the others', or the others' in place of the own. */
	settle(field: WordField, whose: 'mine' | 'theirs'): void {
		const settled = whose === 'mine' ? keptMine : tookTheirs;
		this.#set(field, settled(this.fields[field]));
		this.#keep();
		this.#settled = this.#mids;
		void this.flush();
	}

	/** What was refused has been looked at: its card in the outbox has nothing more to ask. */
	#dismiss(settled: readonly string[]): void {
		for (const { outcome } of outbox.outcomes) {
			if (settled.includes(outcome.mid)) void outbox.dismiss(outcome.mid);
		}
	}

	/** Saves what is not saved yet; resolves when it is durable or refused. True when nothing is left. */
	async flush(): Promise<boolean> {
		clearTimeout(this.#timer);
		this.#run = this.#run.then(() => this.#save());
		await this.#run;
		return !this.dirty;
	}

	async #save(): Promise<void> {
		const names = wordFields.filter(
			(name) => isDirty(this.fields[name]) && (name !== 'title' || this.mine(name).trim() !== '')
		);
		if (names.length === 0) return;
		const { root, language, id } = this.#row();
		const changes = Object.fromEntries(names.map((name) => [name, this.mine(name)])) as JsonObject;
		const seen = Object.fromEntries(names.map((name) => [name, this.fields[name].seen]));
		this.saving = true;
		const done = await save({
			name: 'knowledge.saveDraft',
			args: { article: root, language, changes },
			base: baseOf(seen, names),
			seen: { table: articleDraft.name, id, values: seen }
		});
		this.saving = false;
		this.notSaved = done.kind === 'not_saved';
		// A clash shows by itself, as soon as the record brings the other words.
		this.refused =
			done.kind === 'refused' && done.failure.code !== 'conflict' ? done.failure : undefined;
		if (done.kind !== 'saved') return;
		this.#mids = [...this.#mids, done.mid].slice(-50);
		for (const name of names) this.#set(name, saved(this.fields[name], String(changes[name])));
		this.#keep();
	}

	#receive(row: ArticleDraft, waiting: boolean): void {
		untrack(() => {
			for (const name of wordFields)
				this.#set(name, received(this.fields[name], row[name], waiting));
		});
	}

	#restore(ready: boolean): void {
		if (!ready) return;
		untrack(() => {
			const { mine, seen } = this.#kept.value;
			if (!mine || !seen || this.dirty) return;
			const row = this.#row();
			for (const name of wordFields) {
				const kept = { mine: mine[name], seen: seen[name], sent: [] };
				this.#set(name, received(kept, row[name], this.#waiting()));
			}
			this.#schedule();
		});
	}

	#keep(): void {
		const all = (part: 'mine' | 'seen') =>
			Object.fromEntries(wordFields.map((name) => [name, this.fields[name][part]])) as Words;
		const isAtRisk = this.dirty || this.clashes.length > 0;
		this.#kept.value = isAtRisk
			? { mine: all('mine'), seen: all('seen') }
			: { mine: null, seen: null };
	}

	#set(name: WordField, field: WrittenField): void {
		if (field === this.fields[name]) return;
		this.fields = { ...this.fields, [name]: field };
	}

	#schedule(): void {
		clearTimeout(this.#timer);
		const pause = this.#waiting() ? PAUSE_WHILE_WAITING : PAUSE;
		this.#timer = setTimeout(() => void this.flush(), pause);
	}

	/** Leaving the page, or the editor, saves at once. */
	#followPage(): () => void {
		const hidden = () => document.visibilityState === 'hidden' && void this.flush();
		document.addEventListener('visibilitychange', hidden);
		return () => {
			document.removeEventListener('visibilitychange', hidden);
			void this.flush();
		};
	}
}

function allOpened(row: Words | undefined): Record<WordField, WrittenField> {
	return {
		title: opened(row?.title ?? ''),
		summary: opened(row?.summary ?? ''),
		body: opened(row?.body ?? '')
	};
}
