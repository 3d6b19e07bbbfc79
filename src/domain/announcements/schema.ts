import {
	defineRoot,
	filledText,
	instant,
	nullable,
	oneOf,
	ref,
	text,
	type RowOf
} from '#domain/kernel/index.ts';
import { announcementStates } from './lifecycle.ts';

export const severities = ['info', 'warning', 'outage'] as const;
export type Severity = (typeof severities)[number];
/** everyone: every person; site: who works there; team: the members of a team. */
export const concerns = ['everyone', 'site', 'team'] as const;

const readers = {
	everyone: () => ['catalog'],
	site: (place: string | null) => [`site:${place ?? ''}`],
	team: (_: string | null, team: string | null) => [`team:${team ?? ''}`]
} as const;

/** News for the people whom it concerns. A draft is seen by those who write them; what has ended stays readable. */
export const announcement = defineRoot({
	name: 'announcement',
	fields: {
		title: filledText(120),
		/** Plain words. */
		words: filledText(2_000),
		severity: oneOf(severities),
		state: oneOf(announcementStates),
		concerns: oneOf(concerns),
		site: nullable(ref()),
		team: nullable(ref()),
		/** Shown from then on, until then; half-open. Null: until somebody ends it. */
		from: instant(),
		until: nullable(instant()),
		by: ref(),
		byName: text(120),
		updatedAt: instant()
	},
	scopes: (row) => [
		'desk',
		'admin',
		...(row.state === 'draft' ? [] : readers[row.concerns](row.site, row.team))
	],
	order: (row) => row.from + (row.state === 'ended' ? 0 : 1e15),
	search: ['title']
});

export type Announcement = RowOf<typeof announcement>;
export const announcementTables = [announcement] as const;
