import type { TemplateValues, TemplateVariable } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';

const WORDS: Readonly<Record<TemplateVariable, () => string>> = {
	'requester.name': m.variable_requester_name,
	'requester.firstName': m.variable_requester_first,
	'agent.name': m.variable_agent_name,
	'agent.firstName': m.variable_agent_first,
	'ticket.number': m.variable_ticket_number,
	'ticket.title': m.variable_ticket_title,
	'team.name': m.variable_team_name,
	'site.name': m.variable_site_name
};

export const variableWords = (variable: TemplateVariable): string => WORDS[variable]();

/** Values of a ticket that does not exist, for a preview. */
export function sampleValues(agent: string, agentFirst: string): TemplateValues {
	return {
		'requester.name': m.sample_requester(),
		'requester.firstName': m.sample_requester_first(),
		'agent.name': agent,
		'agent.firstName': agentFirst,
		'ticket.number': 'INC-123',
		'ticket.title': m.sample_title(),
		'team.name': m.sample_team(),
		'site.name': m.sample_site()
	};
}
