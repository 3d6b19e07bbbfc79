import * as v from 'valibot';
import { bool, defineQuery, nullable, ref } from '#domain/kernel/index.ts';
import { person, site, team } from './schema.ts';

const byName = { id: 'name', key: (row: { name: string }) => row.name, descending: false };

/** People in reach, by name; `staff` narrows to those to whom work can be assigned, `team` to members. */
export const people = defineQuery({
	name: 'identity.people',
	table: person,
	args: v.strictObject({ staff: bool().schema, team: nullable(ref()).schema }),
	where: (args) => (row) =>
		row.active &&
		(!args.staff || row.staff) &&
		(args.team === null || row.teams.includes(args.team)),
	sort: () => byName
});

export const teams = defineQuery({
	name: 'identity.teams',
	table: team,
	args: v.strictObject({}),
	where: () => (row) => row.active,
	sort: () => byName
});

export const sites = defineQuery({
	name: 'identity.sites',
	table: site,
	args: v.strictObject({}),
	where: () => (row) => row.active,
	sort: () => byName
});

export const identityQueries = [people, teams, sites] as const;
