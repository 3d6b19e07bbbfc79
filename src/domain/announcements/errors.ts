import { rejected, type JsonObject, type Verdict } from '#domain/kernel/index.ts';

/** Failure code -> message key of what the person can do about it. */
export const announcementErrors = {
	'announcements.unknown': 'remedy_look_and_decide_again',
	'announcements.ended': 'remedy_write_a_new_one',
	'announcements.step_not_allowed': 'remedy_look_and_decide_again',
	'announcements.period': 'remedy_choose_a_later_end',
	'announcements.audience': 'remedy_choose_whom_it_concerns'
} as const;

export function refuse(
	code: keyof typeof announcementErrors,
	field?: string,
	facts?: JsonObject
): Verdict {
	return rejected(code, field, facts);
}
