import { sameJson, type JsonObject } from '#domain/kernel/index.ts';
import type { Ticket } from '#domain/tickets/index.ts';
import { seenOf } from './seen.ts';

/** The facts of a ticket as a form holds them: text and choices. */
export type FactsForm = {
	title: string;
	impact: string;
	urgency: string;
	site: string;
	/** Separated by commas. */
	tags: string;
};

export function factsOf(row: Ticket): FactsForm {
	return {
		title: row.title,
		impact: String(row.impact),
		urgency: String(row.urgency),
		site: row.site ?? '',
		tags: row.tags.join(', ')
	};
}

/** Tags out of a line: trimmed, each once, at most ten of 30 characters as the domain has them. */
export function tagsFrom(line: string): string[] {
	const tags = line.split(',').map((tag) => tag.trim().slice(0, 30));
	return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, 10);
}

/**
 * Only what differs from the ticket as it was when the form opened, with what was seen: so two people who
 * change different facts never meet.
 */
export function changesOf(
	seen: Ticket,
	form: FactsForm
): ({ readonly changes: JsonObject } & ReturnType<typeof seenOf>) | undefined {
	const wanted = {
		title: form.title.trim(),
		impact: Number(form.impact),
		urgency: Number(form.urgency),
		site: form.site === '' ? null : form.site,
		tags: tagsFrom(form.tags)
	};
	const names = (Object.keys(wanted) as (keyof typeof wanted)[]).filter(
		(name) => !sameJson(wanted[name], seen[name])
	);
	if (names.length === 0) return undefined;
	const changes = Object.fromEntries(names.map((name) => [name, wanted[name]])) as JsonObject;
	return { changes, ...seenOf(seen, names) };
}
