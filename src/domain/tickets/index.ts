/**
 * Tickets: what people report and ask for, and what becomes of it.
 *
 * ticket - an incident (something is broken) or a request (something is wanted); head - the ticket's own row, small;
 * detail - what was said at the start; requester - whom it is for; opener - who entered it; assignee - who has it;
 * step - a move of the lifecycle, named by a verb; code - a reason out of a list; note - the reason in words;
 * comment - a public reply or an internal note; event - what happened, for the timeline; priority - 1 (highest) to 5,
 * from impact and urgency or set by hand (override); link - a relation of two tickets; watcher - who hears of it.
 */
export { ticketErrors } from './errors.ts';
export * from './lifecycle.ts';
export { draftArticle, ticketArticleId, unuseArticle, useArticle } from './mutators/articles.ts';
export { assign, assignGroups, route } from './mutators/assign.ts';
export { comment } from './mutators/comment.ts';
export { create, detailId } from './mutators/create.ts';
export { edit, editGroups, setPriority } from './mutators/edit.ts';
export { attach } from './mutators/files.ts';
export { link, linkId, oppositeOf, unlink } from './mutators/link.ts';
export { transition, undoStep, UNDO_WINDOW } from './mutators/step.ts';
export { unwatch, watch, watcherId } from './mutators/watch.ts';
export { ticketMutators } from './mutators.ts';
export { ticketGrants, ticketPermissions } from './permissions.ts';
export { mine, queue, sorts, ticketQueries, views } from './queries.ts';
export { inverseOf, type Done, type Undo } from './rules/inverse.ts';
export { DEFAULT_IMPACT, DEFAULT_URGENCY, priorityMatrix, priorityOf } from './rules/priority.ts';
export { REOPEN_WINDOW, stepsFor, targetOf } from './rules/steps.ts';
export {
	linkTypes,
	ticket,
	ticketArticle,
	ticketAttachment,
	ticketComment,
	ticketDetail,
	ticketEvent,
	ticketLink,
	ticketTables,
	ticketWatcher
} from './schema.ts';
export type {
	LinkType,
	Ticket,
	TicketArticle,
	TicketAttachment,
	TicketComment,
	TicketDetail,
	TicketEvent,
	TicketLink,
	TicketWatcher
} from './schema.ts';
