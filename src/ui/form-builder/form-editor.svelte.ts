import { untrack } from 'svelte';
import { draft, outbox, type Draft, type LiveChildren } from '#client/index.ts';
import type { CatalogItem, Form, FormDraft } from '#domain/catalog/index.ts';
import { canonicalJson, valueHash, type Failure, type JsonObject } from '#domain/kernel/index.ts';
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
import { save, type Saved } from '#ui/tickets/ticket-commands.ts';
import { withNames } from './form-edit.ts';
import { formFlaws } from './form-flaws.ts';

/** Questions that were changed here and are not in a command yet, as text: they survive closing and a crash. */
type Kept = { mine: string | null; seen: string | null };

const textOf = (form: Form): string => canonicalJson(form);
const formOf = (text: string): Form => JSON.parse(text) as Form;

/** An item's questions while they are being worked on. To be made while a component starts. */
export class FormEditor {
	#field: WrittenField = $state.raw(opened('[]'));
	refused = $state.raw<Failure>();
	notSaved = $state(false);
	busy = $state(false);
	readonly #item: () => CatalogItem;
	readonly #kept: Draft<Kept>;
	#mids: readonly string[] = [];

	constructor(item: () => CatalogItem, drafts: LiveChildren<FormDraft>) {
		this.#item = item;
		const row = (): FormDraft | undefined => drafts.rows[0];
		const current = (): string => textOf(row()?.form ?? item().form);
		this.#field = opened(untrack(current));
		this.#kept = draft(`form/${untrack(item).id}`, { mine: null, seen: null });
		$effect(() => {
			const waiting = row() !== undefined && drafts.unsent(row()?.id ?? '');
			const value = current();
			untrack(() => (this.#field = received(this.#field, value, waiting)));
		});
		$effect(() => {
			if (!this.#kept.ready) return;
			untrack(() => this.#restore(current()));
		});
	}

	readonly form: Form = $derived.by(() => formOf(this.#field.mine));
	readonly flaws = $derived.by(() => formFlaws(this.form));
	/** What somebody else has saved meanwhile. */
	readonly theirs: Form | undefined = $derived.by(() =>
		this.#field.theirs === undefined ? undefined : formOf(this.#field.theirs)
	);

	get dirty(): boolean {
		return isDirty(this.#field);
	}

	change(form: Form): void {
		this.#field = written(this.#field, textOf(form));
		this.#keep();
	}

	settle(whose: 'mine' | 'theirs'): void {
		this.#field = whose === 'mine' ? keptMine(this.#field) : tookTheirs(this.#field);
		this.#keep();
		for (const { outcome } of outbox.outcomes) {
			if (this.#mids.includes(outcome.mid)) void outbox.dismiss(outcome.mid);
		}
	}

	/** Saves the questions as the draft that all builders see; true when nothing is left to save. */
	async save(): Promise<boolean> {
		if (this.flaws.length > 0 || this.theirs) return false;
		if (!this.dirty) return true;
		const form = withNames(this.form);
		const { seen } = this.#field;
		const done = await this.#run(
			'catalog.saveForm',
			{ form: form as unknown as JsonObject[] },
			seen
		);
		if (done.kind !== 'saved') return false;
		this.#field = saved({ ...this.#field, mine: textOf(form) }, textOf(form));
		this.#keep();
		return true;
	}

	/** Publishes what is shown, and nothing else. */
	async publish(note: string): Promise<boolean> {
		if (!(await this.save())) return false;
		const done = await this.#run('catalog.publishForm', { note }, this.#field.mine);
		return done.kind === 'saved';
	}

	/** Gives the questions in work up; what is published stays. */
	async discard(): Promise<boolean> {
		const done = await this.#run('catalog.discardForm', {});
		if (done.kind !== 'saved') return false;
		this.#field = opened(textOf(this.#item().form));
		this.#keep();
		return true;
	}

	async #run(name: string, args: JsonObject, seen?: string): Promise<Saved> {
		this.busy = true;
		const base = seen === undefined ? {} : { base: { form: valueHash(formOf(seen)) } };
		const done = await save({ name, args: { item: this.#item().id, ...args }, ...base });
		this.busy = false;
		this.notSaved = done.kind === 'not_saved';
		// A conflict shows by itself, as soon as the record brings the other questions.
		this.refused =
			done.kind === 'refused' && done.failure.code !== 'conflict' ? done.failure : undefined;
		if (done.kind === 'saved') this.#mids = [...this.#mids, done.mid].slice(-50);
		return done;
	}

	#restore(current: string): void {
		const { mine, seen } = this.#kept.value;
		if (mine === null || seen === null || this.dirty) return;
		this.#field = received({ mine, seen, sent: [] }, current, false);
	}

	#keep(): void {
		const { mine, seen } = this.#field;
		this.#kept.value = this.dirty || this.theirs ? { mine, seen } : { mine: null, seen: null };
	}
}
