import { choiceHref, type ViewChoice } from '#ui/views/view-address.ts';

export { kindWords } from './kind-words.ts';

export type QueueChoice = ViewChoice;

/** The address of a choice, with a ticket open beside it where one is given; says only what is not usual. */
export function queueHref(choice: QueueChoice, ticket?: string): string {
	return choiceHref(choice, ticket);
}
