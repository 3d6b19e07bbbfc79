import type { Failure } from '#domain/kernel/index.ts';
import type { Ticket } from '#domain/tickets/index.ts';
import { failureWords } from '#ui/outbox/failure-words.ts';
import { offerUndo, save, tell, type TicketCommand } from './ticket-commands.ts';

export type FieldError = { readonly field: string; readonly message: string };

/**
 * What every dialog over a ticket does: it checks when the person is done, runs one command, closes when that is durable,
 * and stays with the words in it and the reason above when it was refused.
 */
export class TicketForm {
	open = $state(true);
	busy = $state(false);
	#tried = $state(false);
	#refusal = $state.raw<Failure>();
	readonly #wrong: () => readonly FieldError[];

	/** @param wrong what is missing, asked for again with every change once the person has tried */
	constructor(wrong: () => readonly FieldError[] = () => []) {
		this.#wrong = wrong;
	}

	get errors(): readonly FieldError[] {
		if (!this.#tried) return [];
		const wrong = this.#wrong();
		if (wrong.length > 0 || !this.#refusal) return wrong;
		const { field = '' } = this.#refusal;
		return [{ field: field.split('.').at(-1) ?? '', message: failureWords(this.#refusal) }];
	}

	errorOf(field: string): string | undefined {
		return this.errors.find((error) => error.field === field)?.message;
	}

	/**
	 * @param command made only when nothing is wrong; undefined = there is nothing to do
	 * @param before the ticket as the person saw it
	 * @param done the sentence of the toast, which offers the way back where there is one
	 */
	async send(
		command: () => TicketCommand | undefined,
		before: Ticket,
		done: string
	): Promise<void> {
		this.#tried = true;
		this.#refusal = undefined;
		if (this.busy || this.#wrong().length > 0) return;
		const wanted = command();
		if (!wanted) return this.close();
		this.busy = true;
		const saved = await save(wanted);
		this.busy = false;
		if (saved.kind === 'refused') this.#refusal = saved.failure;
		else if (saved.kind === 'not_saved') tell(saved);
		else {
			offerUndo(done, [{ command: wanted, mid: saved.mid, before }]);
			this.close();
		}
	}

	close(): void {
		this.open = false;
	}
}
