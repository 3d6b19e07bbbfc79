import {
	codesOf,
	templateFailure,
	type Macro,
	type MacroDeeds,
	type Verb
} from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { failureWords } from '#ui/outbox/failure-words.ts';
import { tagsFrom } from '#ui/tickets/edit-form.ts';

/** Steps that a macro may take along with its words. */
export const macroVerbs = ['start', 'pend', 'resolve', 'fulfil', 'close', 'cancel'] as const;

/** What the form leaves as it is on the ticket. */
export const AS_IS = '';
/** A team or person is taken away. */
export const NOBODY = '-';

/** A macro as a form holds it: text and choices. */
export type MacroForm = {
	title: string;
	audience: string;
	body: string;
	share: string;
	/** With which team it is shared. */
	shareTeam: string;
	team: string;
	assignee: string;
	impact: string;
	urgency: string;
	/** Separated by commas. */
	addTags: string;
	/** One line each. */
	checks: string;
	verb: string;
	code: string;
	note: string;
};

const choiceOf = (value: string | null | undefined): string =>
	value === undefined ? AS_IS : (value ?? NOBODY);

export function macroFormOf(row: Macro | undefined): MacroForm {
	const deeds = row?.deeds ?? {};
	return {
		title: row?.title ?? '',
		audience: row?.audience ?? 'public',
		body: row?.body ?? '',
		share: row?.share ?? 'private',
		shareTeam: row?.team ?? '',
		team: choiceOf(deeds.team),
		assignee: choiceOf(deeds.assignee),
		impact: deeds.impact === undefined ? AS_IS : String(deeds.impact),
		urgency: deeds.urgency === undefined ? AS_IS : String(deeds.urgency),
		addTags: deeds.addTags?.join(', ') ?? '',
		checks: deeds.checks?.join('\n') ?? '',
		verb: deeds.step?.verb ?? AS_IS,
		code: deeds.step?.code ?? '',
		note: deeds.step?.note ?? ''
	};
}

const refIn = (chosen: string): string | null => (chosen === NOBODY ? null : chosen);

/** The deeds that the form says; a priority, which it does not show, stays as it was. */
export function deedsOf(form: MacroForm, was: MacroDeeds = {}): MacroDeeds {
	const checks = form.checks
		.split('\n')
		.map((line) => line.trim().slice(0, 200))
		.filter((line) => line !== '')
		.slice(0, 30);
	const tags = tagsFrom(form.addTags);
	const codes = codesOf[form.verb as Verb] ?? [];
	return {
		...(was.priority === undefined ? {} : { priority: was.priority }),
		...(form.impact === AS_IS ? {} : { impact: Number(form.impact) }),
		...(form.urgency === AS_IS ? {} : { urgency: Number(form.urgency) }),
		...(tags.length === 0 ? {} : { addTags: tags }),
		...(form.team === AS_IS ? {} : { team: refIn(form.team) }),
		...(form.assignee === AS_IS ? {} : { assignee: refIn(form.assignee) }),
		...(checks.length === 0 ? {} : { checks }),
		...(form.verb === AS_IS
			? {}
			: {
					step: {
						verb: form.verb as Verb,
						code: codes.includes(form.code) ? form.code : null,
						note: form.note.trim()
					}
				})
	};
}

type Columns = Pick<Macro, 'title' | 'audience' | 'body' | 'deeds' | 'share' | 'team'>;

export function macroOf(form: MacroForm, seen: Macro | undefined): Columns {
	return {
		title: form.title.trim(),
		audience: form.audience as Macro['audience'],
		body: form.body,
		deeds: deedsOf(form, seen?.deeds),
		share: form.share as Macro['share'],
		team: form.share === 'team' && form.shareTeam !== '' ? form.shareTeam : null
	};
}

export function macroErrors(
	form: MacroForm,
	wanted: Columns
): readonly { readonly field: string; readonly message: string }[] {
	const inBody = templateFailure(form.body, 'body');
	const inNote = templateFailure(form.note, 'note');
	const isIdle = form.body.trim() === '' && Object.keys(wanted.deeds).length === 0;
	return [
		...(wanted.title === '' ? [{ field: 'title', message: m.macros_title_missing() }] : []),
		...(isIdle ? [{ field: 'body', message: m.macros_idle() }] : []),
		...(inBody ? [{ field: 'body', message: failureWords(inBody) }] : []),
		...(inNote && form.verb !== AS_IS ? [{ field: 'note', message: failureWords(inNote) }] : []),
		...(form.share === 'team' && form.shareTeam === ''
			? [{ field: 'share-team', message: m.announce_team_missing() }]
			: []),
		...(form.verb !== AS_IS && (codesOf[form.verb as Verb] ?? []).length > 0 && form.code === ''
			? [{ field: 'code', message: m.ticket_code_missing() }]
			: [])
	];
}
