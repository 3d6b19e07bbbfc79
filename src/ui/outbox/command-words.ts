import type { ArticleVerb } from '#domain/knowledge/index.ts';
import { rowId } from '#domain/kernel/index.ts';
import { ticket, type Verb } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { stepWords } from '#ui/tickets/ticket-words.ts';
import { articleStepWords } from '#ui/workshop/article-words.ts';

/** A command as it lies in the outbox or in an outcome. `args` came from a store, so it is read with care. */
export type SentCommand = { readonly name: string; readonly args: unknown; readonly mid: string };

/** What a command is about: the table and the id of the record. */
export type About = { readonly kind: 'ticket' | 'person' | 'none'; readonly id: string };

function textOf(args: unknown, key: string): string | undefined {
	if (typeof args !== 'object' || args === null) return undefined;
	const value: unknown = (args as Record<string, unknown>)[key];
	return typeof value === 'string' ? value : undefined;
}

export function aboutOf({ name, args, mid }: SentCommand): About {
	if (name === 'tickets.create') return { kind: 'ticket', id: rowId(mid, ticket) };
	const about = textOf(args, 'ticket');
	if (about !== undefined) return { kind: 'ticket', id: about };
	const person = textOf(args, 'person');
	return person === undefined ? { kind: 'none', id: '' } : { kind: 'person', id: person };
}

type Words = (args: unknown, subject: string) => string;
const WORDS: Readonly<Record<string, Words>> = {
	'tickets.create': (args) => m.command_create({ title: textOf(args, 'title') ?? '' }),
	'tickets.comment': (args, ticketLabel) =>
		textOf(args, 'audience') === 'internal'
			? m.command_note({ ticket: ticketLabel })
			: m.command_comment({ ticket: ticketLabel }),
	'tickets.attach': (_, ticketLabel) => m.command_attach({ ticket: ticketLabel }),
	'tickets.transition': (args, ticketLabel) =>
		m.command_step({
			step: stepWords((textOf(args, 'verb') ?? 'start') as Verb, { kind: 'incident' }, false),
			ticket: ticketLabel
		}),
	'tickets.undoStep': (_, ticketLabel) => m.command_undo({ ticket: ticketLabel }),
	'tickets.edit': (_, ticketLabel) => m.command_edit({ ticket: ticketLabel }),
	'tickets.setPriority': (_, ticketLabel) => m.command_priority({ ticket: ticketLabel }),
	'tickets.assign': (_, ticketLabel) => m.command_assign({ ticket: ticketLabel }),
	'tickets.watch': (_, ticketLabel) => m.command_watch({ ticket: ticketLabel }),
	'tickets.unwatch': (_, ticketLabel) => m.command_watch({ ticket: ticketLabel }),
	'tickets.link': (_, ticketLabel) => m.command_link({ ticket: ticketLabel }),
	'tickets.unlink': (_, ticketLabel) => m.command_link({ ticket: ticketLabel }),
	'tickets.useArticle': (_, ticketLabel) => m.command_article_use({ ticket: ticketLabel }),
	'tickets.unuseArticle': (_, ticketLabel) => m.command_article_use({ ticket: ticketLabel }),
	'tickets.draftArticle': (args) => m.command_article({ title: textOf(args, 'title') ?? '' }),
	'knowledge.add': (args) => m.command_article({ title: textOf(args, 'title') ?? '' }),
	'knowledge.rate': () => m.command_rate(),
	'knowledge.saveDraft': () => m.command_article_words(),
	'knowledge.dropLanguage': () => m.command_article_words(),
	'knowledge.edit': () => m.command_article_facts(),
	'knowledge.transition': (args) =>
		m.command_article_step({
			step: articleStepWords((textOf(args, 'verb') ?? 'submit') as ArticleVerb)
		}),
	'knowledge.addImage': () => m.command_article_image(),
	'knowledge.removeImage': () => m.command_article_image(),
	'catalog.addItem': () => m.command_item(),
	'catalog.editItem': () => m.command_item(),
	'catalog.retireItem': () => m.command_item(),
	'catalog.reinstateItem': () => m.command_item(),
	'catalog.saveForm': () => m.command_form(),
	'catalog.discardForm': () => m.command_form(),
	'catalog.publishForm': () => m.command_form(),
	'catalog.revertForm': () => m.command_form(),
	'tickets.merge': (_, ticketLabel) => m.command_merge({ ticket: ticketLabel }),
	'tickets.unmerge': (_, ticketLabel) => m.command_unmerge({ ticket: ticketLabel }),
	'tickets.undoSplit': (_, ticketLabel) => m.command_unmerge({ ticket: ticketLabel }),
	'tickets.split': (_, ticketLabel) => m.command_split({ ticket: ticketLabel }),
	'tickets.handOver': (_, ticketLabel) => m.command_hand_over({ ticket: ticketLabel }),
	'tickets.declareMajor': (_, ticketLabel) => m.command_major({ ticket: ticketLabel }),
	'tickets.editMajor': (_, ticketLabel) => m.command_major({ ticket: ticketLabel }),
	'tickets.standDown': (_, ticketLabel) => m.command_major({ ticket: ticketLabel }),
	'tickets.reviewMajor': (_, ticketLabel) => m.command_major({ ticket: ticketLabel }),
	'tickets.postUpdate': (_, ticketLabel) => m.command_update({ ticket: ticketLabel }),
	'tickets.addChecks': (_, ticketLabel) => m.command_checklist({ ticket: ticketLabel }),
	'tickets.tick': (_, ticketLabel) => m.command_checklist({ ticket: ticketLabel }),
	'tickets.editCheck': (_, ticketLabel) => m.command_checklist({ ticket: ticketLabel }),
	'tickets.removeCheck': (_, ticketLabel) => m.command_checklist({ ticket: ticketLabel }),
	'tickets.logTime': (_, ticketLabel) => m.command_time({ ticket: ticketLabel }),
	'tickets.startTimer': (_, ticketLabel) => m.command_time({ ticket: ticketLabel }),
	'tickets.stopTimer': (_, ticketLabel) => m.command_time({ ticket: ticketLabel }),
	'tickets.editTime': (_, ticketLabel) => m.command_time({ ticket: ticketLabel }),
	'tickets.removeTime': (_, ticketLabel) => m.command_time({ ticket: ticketLabel }),
	'tickets.followUp': (_, ticketLabel) => m.command_follow({ ticket: ticketLabel }),
	'tickets.wake': (_, ticketLabel) => m.command_follow({ ticket: ticketLabel }),
	'tickets.undoFollow': (_, ticketLabel) => m.command_follow({ ticket: ticketLabel }),
	'tickets.runMacro': (_, ticketLabel) => m.command_macro_run({ ticket: ticketLabel }),
	'tickets.addMacro': () => m.command_macro(),
	'tickets.editMacro': () => m.command_macro(),
	'tickets.retireMacro': () => m.command_macro(),
	'tickets.reinstateMacro': () => m.command_macro(),
	'views.save': () => m.command_view(),
	'views.edit': () => m.command_view(),
	'views.retire': () => m.command_view(),
	'views.reinstate': () => m.command_view(),
	'views.setDefault': () => m.command_view(),
	'announcements.draft': () => m.command_announcement(),
	'announcements.edit': () => m.command_announcement(),
	'announcements.publish': () => m.command_announcement(),
	'announcements.end': () => m.command_announcement(),
	'announcements.discard': () => m.command_announcement(),
	'identity.setRoles': (_, person) => m.command_roles({ person }),
	'identity.deactivate': (_, person) => m.command_person({ person }),
	'identity.reactivate': (_, person) => m.command_person({ person })
};

/** "Reply to INC-12"; `subject` names the record in the person's words, undefined when it is not on this device. */
export function commandWords(command: SentCommand, subject: string | undefined): string {
	const { kind } = aboutOf(command);
	const fallback = kind === 'person' ? m.command_fallback_person() : m.command_fallback_ticket();
	return WORDS[command.name]?.(command.args, subject ?? fallback) ?? m.command_other();
}

/** What the person wrote, for a glance and for the clipboard; undefined where the command carries no words. */
export function writtenIn({ args }: Pick<SentCommand, 'args'>): string | undefined {
	const changes =
		typeof args === 'object' && args !== null && 'changes' in args ? args.changes : undefined;
	const reply =
		typeof args === 'object' && args !== null && 'reply' in args ? args.reply : undefined;
	const text =
		textOf(args, 'body') ??
		textOf(reply, 'body') ??
		textOf(args, 'note') ??
		textOf(args, 'description') ??
		textOf(changes, 'description') ??
		textOf(changes, 'body') ??
		textOf(changes, 'summary') ??
		textOf(changes, 'words') ??
		textOf(changes, 'title');
	return text === undefined || text.trim() === '' ? undefined : text;
}

/** Ticket -> queue entry of the newest change that waits, for the marks on list rows. */
export function unsentTickets(
	entries: readonly (SentCommand & { readonly id: number; readonly state: string })[]
): ReadonlyMap<string, number> {
	const found = new Map<string, number>();
	for (const entry of entries) {
		const about = aboutOf(entry);
		if (about.kind === 'ticket' && entry.state === 'waiting') found.set(about.id, entry.id);
	}
	return found;
}
