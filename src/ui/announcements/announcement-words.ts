import { isCurrent, type Announcement, type Severity } from '#domain/announcements/index.ts';
import { m } from '#messages/generated/messages.js';

const SEVERITIES: Readonly<Record<Severity, () => string>> = {
	info: m.announce_info,
	warning: m.announce_warning,
	outage: m.announce_outage
};
export const severityWords = (severity: Severity): string => SEVERITIES[severity]();

/** Where an announcement stands for its readers, which its state alone does not say. */
export type Standing = 'draft' | 'ahead' | 'current' | 'over';

export function standingOf(row: Announcement, now: number): Standing {
	if (row.state === 'draft') return 'draft';
	if (row.state === 'ended') return 'over';
	if (isCurrent(row, now)) return 'current';
	return row.from > now ? 'ahead' : 'over';
}

const STANDINGS: Readonly<Record<Standing, () => string>> = {
	draft: m.announce_draft,
	ahead: m.announce_ahead,
	current: m.announce_current,
	over: m.announce_over
};
export const standingWords = (standing: Standing): string => STANDINGS[standing]();
