/**
 * Tickets: what people report and ask for, and what becomes of it.
 *
 * ticket - an incident (something is broken) or a request (something is wanted); head - the ticket's own row, small;
 * detail - what was said at the start; requester - whom it is for; opener - who entered it; assignee - who has it;
 * step - a move of the lifecycle, named by a verb; code - a reason out of a list; note - the reason in words;
 * comment - a public reply or an internal note; event - what happened, for the timeline; priority - 1 (highest) to 5,
 * from impact and urgency or set by hand (override); link - a relation of two tickets; watcher - who hears of it;
 * merge - a source ends and its work goes on in a target; split - a second matter gets a ticket of its own; parent - an
 * incident with which others (children) resolve; follower - a child, or what was merged into a ticket; major - an incident
 * with a lead and news (updates) at a cadence; check - a line of a checklist; entry - time that was spent, a timer while
 * it runs; macro - a reply with variables and deeds, run as one command; hand-over - a note along with an assignment;
 * likeness - how much two tickets tell of the same matter; recurrence - a matter that keeps coming back.
 */
export { ticketErrors } from './errors.ts';
export * from './lifecycle.ts';
export { draftArticle, ticketArticleId, unuseArticle, useArticle } from './mutators/articles.ts';
export { assign, assignGroups, route } from './mutators/assign.ts';
export { addChecks, editCheck, MAX_CHECKS, removeCheck, tick } from './mutators/checklist.ts';
export { comment } from './mutators/comment.ts';
export { create, detailId } from './mutators/create.ts';
export { edit, editGroups, setPriority } from './mutators/edit.ts';
export { attach } from './mutators/files.ts';
export { followId, followUp, MAX_FOLLOWERS, undoFollow, wake } from './mutators/follow.ts';
export { handOver } from './mutators/hand-over.ts';
export { handMadeLinks, link, linkId, oppositeOf, unlink } from './mutators/link.ts';
export { addMacro, editMacro, reinstateMacro, retireMacro } from './mutators/macros.ts';
export { declareMajor, editMajor, postUpdate, reviewMajor, standDown } from './mutators/major.ts';
export { majorId } from './mutators/major-facts.ts';
export { merge, unmerge } from './mutators/merge.ts';
export { runMacro } from './mutators/run-macro.ts';
export { split, undoSplit } from './mutators/split.ts';
export {
	editTime,
	logTime,
	minutesBetween,
	removeTime,
	startTimer,
	stopTimer
} from './mutators/time.ts';
export { macro, RUNNER, type Macro, type MacroDeeds } from './macro-schema.ts';
export { transition, undoStep, UNDO_WINDOW } from './mutators/step.ts';
export { unwatch, watch, watcherId } from './mutators/watch.ts';
export { ticketMutators } from './mutators.ts';
export { ticketGrants, ticketPermissions } from './permissions.ts';
export {
	macros,
	mine,
	queue,
	ticketQueries,
	ticketsKept,
	viewFilters,
	views,
	type View
} from './queries.ts';
export { ticketColumns, ticketFields, type TicketColumn } from './rules/fields.ts';
export { inverseOf, undoableParts, type Done, type Undo } from './rules/inverse.ts';
export {
	planMacro,
	templateValues,
	type MacroPlan,
	type Surroundings
} from './rules/macro-plan.ts';
export {
	groupKeyOf,
	groups,
	sorts,
	ticketSort,
	type TicketGroup,
	type TicketSort
} from './rules/order.ts';
export { clockFactsOf, pausesOf, unionOf, type Interval } from './rules/pauses.ts';
export { DEFAULT_IMPACT, DEFAULT_URGENCY, priorityMatrix, priorityOf } from './rules/priority.ts';
export {
	recurringMatters,
	similarTickets,
	ticketText,
	type Likeness,
	type Recurrence,
	type TicketText
} from './rules/similar.ts';
export { REOPEN_WINDOW, stepsFor, targetOf } from './rules/steps.ts';
export {
	firstNameOf,
	render,
	templateFailure,
	templateVariables,
	type Rendered,
	type TemplateValues,
	type TemplateVariable
} from './rules/template.ts';
export { ticketTables } from './tables.ts';
export {
	cadenceMs,
	MAX_MINUTES,
	ticketCheck,
	ticketMajor,
	ticketMerge,
	ticketTime,
	type TicketCheck,
	type TicketMajor,
	type TicketMerge,
	type TicketTime
} from './work-schema.ts';
export {
	linkTypes,
	ticket,
	ticketArticle,
	ticketAttachment,
	ticketComment,
	ticketDetail,
	ticketEvent,
	ticketLink,
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
