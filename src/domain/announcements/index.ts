/**
 * Announcements: news for the people whom it concerns.
 *
 * announcement - a title and plain words with a severity and a period; draft, published, ended - its states; concerns -
 * everyone, the people of a site or the members of a team, who alone can read it (and those who write them).
 */
export { announcementErrors } from './errors.ts';
export {
	announcementLifecycle,
	announcementStates,
	type AnnouncementState,
	type AnnouncementVerb
} from './lifecycle.ts';
export {
	announcementMutators,
	discard,
	draft,
	edit as editAnnouncement,
	end,
	publish
} from './mutators.ts';
export { announcementPermissions } from './permissions.ts';
export {
	all as allAnnouncements,
	announcementQueries,
	concernsActor,
	current,
	isCurrent
} from './queries.ts';
export {
	announcement,
	announcementTables,
	concerns,
	severities,
	type Announcement,
	type Severity
} from './schema.ts';
