import { liveRow } from '#client/index.ts';
import { person } from '#domain/identity/index.ts';
import { ticket } from '#domain/tickets/index.ts';
import { labelOf } from '#ui/tickets/ticket-words.ts';
import { aboutOf, commandWords, type SentCommand } from './command-words.ts';

/** What a command is about, in the person's words, and where to see it. To be made while a component starts. */
export class Subject {
	readonly #command: () => SentCommand;
	readonly #ticket = liveRow(ticket, () => this.#idOf('ticket'));
	readonly #person = liveRow(person, () => this.#idOf('person'));

	constructor(command: () => SentCommand) {
		this.#command = command;
	}

	#idOf(kind: 'ticket' | 'person'): string {
		const about = aboutOf(this.#command());
		return about.kind === kind ? about.id : '';
	}

	get ticket() {
		return this.#ticket.row;
	}

	/** "Reply to INC-12" */
	get title(): string {
		const { row } = this.#ticket;
		return commandWords(this.#command(), row ? labelOf(row) : this.#person.row?.name);
	}

	/** The record's address for this person. */
	href(desk: boolean): string {
		const about = aboutOf(this.#command());
		if (about.kind === 'person') return `/people/${about.id}`;
		return about.kind === 'ticket' ? `${desk ? '/queue' : '/requests'}/${about.id}` : '/outbox';
	}
}

/** Everything that support may ask for, as text. */
export function technicalDetails(what: object): string {
	return JSON.stringify(what, null, '\t');
}
