import type { Ticket } from '#domain/tickets/index.ts';

/** Team and person as a form holds them; empty = nobody. */
export type Choice = { team: string; assignee: string };

export const choiceOf = (row: Ticket): Choice => ({
	team: row.team ?? '',
	assignee: row.assignee ?? ''
});

/** As commands take it. */
export const wantedOf = ({ team, assignee }: Choice) => ({
	team: team === '' ? null : team,
	assignee: assignee === '' ? null : assignee
});
