import type { Announcement } from '#domain/announcements/index.ts';
import { m } from '#messages/generated/messages.js';
import { momentInput, momentOf } from '#ui/format/local-input.ts';

/** An announcement as a form holds it: text and choices, times on the clock of the person's zone. */
export type AnnouncementForm = {
	title: string;
	words: string;
	severity: string;
	concerns: string;
	site: string;
	team: string;
	from: string;
	until: string;
};

type Columns = Pick<Announcement, keyof AnnouncementForm>;

export function announcementFormOf(row: Columns | undefined, zone: string): AnnouncementForm {
	return {
		title: row?.title ?? '',
		words: row?.words ?? '',
		severity: row?.severity ?? 'info',
		concerns: row?.concerns ?? 'everyone',
		site: row?.site ?? '',
		team: row?.team ?? '',
		from: row ? momentInput(row.from, zone) : '',
		until: row && row.until !== null ? momentInput(row.until, zone) : ''
	};
}

/**
 * What the form says, as columns. A time that was not touched keeps its instant to the millisecond; an empty start is now.
 */
export function announcementOf(
	form: AnnouncementForm,
	seen: Columns | undefined,
	{ zone, now }: { readonly zone: string; readonly now: number }
): Columns {
	const untouched = announcementFormOf(seen, zone);
	const at = (name: 'from' | 'until', otherwise: number | null): number | null =>
		seen && form[name] === untouched[name] ? seen[name] : (momentOf(form[name], zone) ?? otherwise);
	return {
		title: form.title.trim(),
		words: form.words.trim(),
		severity: form.severity as Announcement['severity'],
		concerns: form.concerns as Announcement['concerns'],
		site: form.concerns === 'site' && form.site !== '' ? form.site : null,
		team: form.concerns === 'team' && form.team !== '' ? form.team : null,
		from: at('from', now) ?? now,
		until: at('until', null)
	};
}

export function announcementErrors(
	form: AnnouncementForm,
	wanted: Columns
): readonly { readonly field: string; readonly message: string }[] {
	const wrong: [string, boolean, () => string][] = [
		['title', wanted.title === '', m.ticket_title_missing],
		['words', wanted.words === '', m.announce_words_missing],
		['site', form.concerns === 'site' && form.site === '', m.announce_site_missing],
		['team', form.concerns === 'team' && form.team === '', m.announce_team_missing],
		['until', wanted.until !== null && wanted.until <= wanted.from, m.announce_until_early]
	];
	return wrong
		.filter(([, isWrong]) => isWrong)
		.map(([field, , message]) => ({ field, message: message() }));
}
