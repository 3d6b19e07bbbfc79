import * as v from 'valibot';
import { defineQuery, instant, type Actor, type Instant } from '#domain/kernel/index.ts';
import { announcement, severities, type Announcement } from './schema.ts';

/** Is it meant for the person? Whoever writes announcements can read others too. */
export function concernsActor(row: Announcement, actor: Actor): boolean {
	switch (row.concerns) {
		case 'everyone':
			return true;
		case 'site':
			return actor.scopes.has(`site:${row.site ?? ''}`);
		case 'team':
			return row.team !== null && actor.teams.includes(row.team);
	}
}

/** Shown at this instant: published, begun, and not over. */
export function isCurrent(row: Announcement, at: Instant): boolean {
	return row.state === 'published' && row.from <= at && (row.until === null || at < row.until);
}

/** Later than any instant. */
const AFTER_ALL_TIME = 1e15;

/** For the actor, now: outages first, and among equals the newest. Open it anew when time has passed. */
export const current = defineQuery({
	name: 'announcements.current',
	table: announcement,
	args: v.strictObject({ at: instant().schema }),
	where:
		({ at }, actor) =>
		(row) =>
			isCurrent(row, at) && concernsActor(row, actor),
	sort: () => ({
		id: 'severity',
		key: (row) => severities.indexOf(row.severity) * AFTER_ALL_TIME + row.from,
		descending: true
	})
});

/** All that the actor may see, for those who write them; drafts among them, last touched first. */
export const all = defineQuery({
	name: 'announcements.all',
	table: announcement,
	args: v.strictObject({}),
	where: () => () => true,
	sort: () => ({ id: 'updated', key: (row) => row.updatedAt, descending: true })
});

export const announcementQueries = [current, all] as const;
