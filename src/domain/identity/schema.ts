import {
	bool,
	defineRoot,
	filledText,
	listOf,
	nullable,
	oneOf,
	ref,
	text,
	type RowOf
} from '#domain/kernel/index.ts';
import { roles } from './rules/roles.ts';

/** More teams than anybody works in; bounds the row and the number of scopes that a person holds. */
const MAX_TEAMS = 30;

export const personName = filledText(120);
/** 254 is the longest address that SMTP carries (RFC 5321, 4.5.3.1.3 less the brackets). */
export const emailAddress = text(254);
/** BCP 47 language tag. */
export const localeTag = text(35, 2);
/** IANA zone name. */
export const zoneName = text(64, 1);
export const teamList = listOf(ref(), MAX_TEAMS);
export const roleList = listOf(oneOf(roles), roles.length);

/**
 * Somebody. `teams` and `staff` repeat what `access` says, because the desk may not read access rows and must know to
 * whom it can assign. Requesters hold no row but their own, so other tables repeat the names that they show.
 */
export const person = defineRoot({
	name: 'person',
	fields: {
		name: personName,
		email: emailAddress,
		locale: localeTag,
		timeZone: zoneName,
		site: nullable(ref()),
		teams: teamList,
		staff: bool(),
		vip: bool(),
		active: bool()
	},
	scopes: (row) => [
		`user:${row.id}`,
		'desk',
		'ops',
		'admin',
		...row.teams.map((team) => `team:${team}`)
	],
	order: (row) => (row.active ? 1 : 0) + (row.staff ? 2 : 0),
	search: ['name', 'email']
});

/** What a subject may do. Its id is the subject; every push of that person locks it. */
export const access = defineRoot({
	name: 'access',
	fields: {
		name: personName,
		roles: roleList,
		teams: teamList,
		/** Where the person works: what concerns a place is read there. */
		site: nullable(ref()),
		active: bool()
	},
	scopes: (row) => [`user:${row.id}`, 'admin'],
	order: () => 0
});

/** Everybody sees team names: a requester is told who has the ticket. */
export const team = defineRoot({
	name: 'team',
	fields: { name: filledText(80), active: bool() },
	scopes: () => ['catalog'],
	order: () => 0,
	search: ['name']
});

export const site = defineRoot({
	name: 'site',
	fields: { name: filledText(80), address: text(400), timeZone: zoneName, active: bool() },
	scopes: () => ['catalog'],
	order: () => 0,
	search: ['name']
});

export type Person = RowOf<typeof person>;
export type Access = RowOf<typeof access>;
export type Team = RowOf<typeof team>;
export type Site = RowOf<typeof site>;

export const identityTables = [person, access, team, site] as const;
