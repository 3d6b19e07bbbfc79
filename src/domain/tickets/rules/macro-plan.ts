import { sameJson, type Actor, type Failure, type JsonObject } from '#domain/kernel/index.ts';
import { RUNNER, type Macro, type MacroDeeds } from '../macro-schema.ts';
import type { Ticket } from '../schema.ts';
import { firstNameOf, render, type TemplateValues } from './template.ts';

/** What the person sees before it is sent, and what is sent: arguments of `tickets.runMacro`, free to be changed. */
export interface MacroPlan {
	readonly args: JsonObject;
	/** Variables that could not be filled. */
	readonly failures: readonly Failure[];
}

/** Names beside the ticket that a template may ask for; null where the device does not know. */
export interface Surroundings {
	readonly teamName: string | null;
	readonly siteName: string | null;
}

export function templateValues(row: Ticket, actor: Actor, around: Surroundings): TemplateValues {
	return {
		'requester.name': row.requesterName,
		'requester.firstName': firstNameOf(row.requesterName),
		'agent.name': actor.name,
		'agent.firstName': firstNameOf(actor.name),
		'ticket.number': row.number,
		'ticket.title': row.title,
		'team.name': around.teamName,
		'site.name': around.siteName
	};
}

type Args = Record<string, JsonObject[string]>;

function changesOf(row: Ticket, deeds: MacroDeeds): Args {
	const { impact, urgency, addTags = [] } = deeds;
	const tags = [...new Set([...row.tags, ...addTags])].slice(0, 10);
	const wanted = { impact, urgency, tags };
	return Object.fromEntries(
		Object.entries(wanted).filter(
			(entry): entry is [keyof typeof wanted, number | string[]] =>
				entry[1] !== undefined && !sameJson(entry[1], row[entry[0] as keyof typeof wanted])
		)
	);
}

function assignmentOf(row: Ticket, deeds: MacroDeeds, actor: Actor): Args {
	const { team, assignee } = deeds;
	const to = assignee === RUNNER ? actor.subject : assignee;
	return {
		...(team === undefined || team === row.team ? {} : { team }),
		...(to === undefined || to === row.assignee ? {} : { assignee: to })
	};
}

function stepOf(row: Ticket, deeds: MacroDeeds, values: TemplateValues) {
	if (!deeds.step) return { args: {}, failures: [] };
	const { verb, code, note } = deeds.step;
	const { text, failures } = render(note, values, 'step.note');
	const step = { verb, from: row.state, code, note: text.trim() === '' ? null : text };
	return { args: { step }, failures };
}

const isEmpty = (part: object) => Object.keys(part).length === 0;

/** What the macro means for this ticket. What is as the macro wants it already is left out. */
export function planMacro(of: Macro, row: Ticket, actor: Actor, around: Surroundings): MacroPlan {
	const values = templateValues(row, actor, around);
	const { deeds } = of;
	const body = render(of.body, values, 'reply.body');
	const step = stepOf(row, deeds, values);
	const changes = changesOf(row, deeds);
	const assignment = assignmentOf(row, deeds, actor);
	const args: Args = {
		ticket: row.id,
		macro: of.id,
		...(isEmpty(changes) ? {} : { changes }),
		...(isEmpty(assignment) ? {} : { assignment }),
		...(deeds.priority === undefined || deeds.priority.level === row.priority
			? {}
			: { priority: { priority: deeds.priority.level, reason: deeds.priority.reason } }),
		...(deeds.checks === undefined ? {} : { checks: deeds.checks }),
		...(body.text.trim() === '' ? {} : { reply: { audience: of.audience, body: body.text } }),
		...step.args
	};
	return { args, failures: [...body.failures, ...step.failures] };
}
