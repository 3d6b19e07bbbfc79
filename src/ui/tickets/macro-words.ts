import type { Macro, MacroPlan, Ticket, Verb } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { codeWords, impactWords, priorityWords, stepWords, urgencyWords } from './ticket-words.ts';

type PlannedStep = { readonly verb: Verb; readonly code: string | null };
export type MacroNames = {
	readonly team: (id: string) => string;
	readonly person: (id: string) => string;
};

/** Is it words alone? Then it is a template, and is put into the box. */
export const isTemplate = (of: Macro): boolean => Object.keys(of.deeds).length === 0;

function changesWords(changes: Record<string, unknown>, row: Ticket): readonly string[] {
	const { impact, urgency, tags } = changes;
	const added = Array.isArray(tags)
		? tags.filter((tag): tag is string => typeof tag === 'string' && !row.tags.includes(tag))
		: [];
	return [
		...(typeof impact === 'number' ? [m.macro_does_impact({ level: impactWords(impact) })] : []),
		...(typeof urgency === 'number'
			? [m.macro_does_urgency({ level: urgencyWords(urgency) })]
			: []),
		...(added.length > 0 ? [m.macro_does_tags({ tags: added.join(', ') })] : [])
	];
}

function assignmentWords(
	assignment: Record<string, unknown>,
	names: MacroNames
): readonly string[] {
	const { team, assignee } = assignment;
	return [
		...(team === null ? [m.macro_does_no_team()] : []),
		...(typeof team === 'string' ? [m.macro_does_team({ team: names.team(team) })] : []),
		...(assignee === null ? [m.macro_does_no_person()] : []),
		...(typeof assignee === 'string' ? [m.macro_does_person({ name: names.person(assignee) })] : [])
	];
}

const part = (plan: MacroPlan, name: string): Record<string, unknown> =>
	(plan.args[name] ?? {}) as Record<string, unknown>;

/** What the macro will do with this ticket besides its words, a line each. */
export function planWords(plan: MacroPlan, row: Ticket, names: MacroNames): readonly string[] {
	const { priority } = part(plan, 'priority');
	const { checks } = plan.args;
	const step = plan.args['step'] as PlannedStep | undefined;
	return [
		...changesWords(part(plan, 'changes'), row),
		...(typeof priority === 'number'
			? [m.macro_does_priority({ priority: priorityWords(priority) })]
			: []),
		...(Array.isArray(checks) ? [m.macro_does_checks({ count: checks.length })] : []),
		...assignmentWords(part(plan, 'assignment'), names),
		...(step
			? [
					step.code === null
						? m.macro_does_step({ step: stepWords(step.verb, row, false) })
						: m.macro_does_step_code({
								step: stepWords(step.verb, row, false),
								code: codeWords(step.code)
							})
				]
			: [])
	];
}

/** What a list says of a macro under its title. */
export function macroHint(of: Macro): string {
	if (isTemplate(of)) return m.macro_is_template();
	return of.body === '' ? m.macro_is_deeds() : m.macro_is_both();
}
