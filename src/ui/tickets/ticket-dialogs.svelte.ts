import type { Component } from 'svelte';
import type { Ticket, TicketMajor } from '#domain/tickets/index.ts';
import type { TicketAction } from './ticket-actions.ts';

/** What is known already when a dialog opens. */
export type Given = {
	/** The ticket that the dialog is about, where it is not the one on screen. */
	readonly about?: Ticket;
	readonly action?: TicketAction;
	/** The other ticket of a merge or a link. */
	readonly other?: Ticket;
	readonly facts?: TicketMajor;
	/** Which words about a major incident are asked for. */
	readonly words?: 'update' | 'standDown' | 'review';
};

export type TicketDialogProps = {
	row: Ticket;
	given: Given;
	onclose: () => void;
};

/** Each is loaded when it is first asked for. */
const LOADERS = {
	step: () => import('./StepDialog.svelte'),
	assign: () => import('./AssignDialog.svelte'),
	edit: () => import('./EditDialog.svelte'),
	priority: () => import('./PriorityDialog.svelte'),
	handOver: () => import('./HandOverDialog.svelte'),
	merge: () => import('./MergeDialog.svelte'),
	split: () => import('./SplitDialog.svelte'),
	link: () => import('./LinkDialog.svelte'),
	declareMajor: () => import('./DeclareMajorDialog.svelte'),
	editMajor: () => import('./EditMajorDialog.svelte'),
	majorWords: () => import('./MajorWordsDialog.svelte')
} as const satisfies Record<string, () => Promise<{ default: Component<TicketDialogProps> }>>;
export type TicketDialogName = keyof typeof LOADERS;

type Asked = { readonly Dialog: Component<TicketDialogProps>; readonly given: Given };

/** The one dialog that is open over a ticket, whoever of its parts asked for it. */
export class TicketDialogs {
	asked = $state.raw<Asked>();

	show(name: TicketDialogName, given: Given = {}): void {
		LOADERS[name]()
			.then((module) => (this.asked = { Dialog: module.default, given }))
			.catch(reportError);
	}

	close(): void {
		this.asked = undefined;
	}
}
