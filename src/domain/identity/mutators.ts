import * as v from 'valibot';
import {
	absent,
	bool,
	defineMutator,
	isRow,
	mergeFields,
	nullable,
	ref,
	text,
	type Context,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from './errors.ts';
import { may } from './permissions.ts';
import { isKnownZone } from './rules/zones.ts';
import { isOneSort, isStaff } from './rules/roles.ts';
import { SYSTEM } from './rules/access.ts';
import * as table from './schema.ts';

/**
 * Every command about somebody's access reads the access row of the one who acts. Two administrators who take each
 * other's role away thereby meet: the second one finds that it is no administrator any more. Together with "nobody
 * takes the admin role from themselves" an organisation never loses its last administrator.
 */
async function actsAsAdmin(tx: WriteTx, ctx: Context): Promise<boolean> {
	if (ctx.actor.subject === SYSTEM) return true;
	const own = await tx.get(table.access, ctx.actor.subject);
	// A replica that does not hold the row yet lets it pass; the server decides.
	return own !== absent && (!isRow(own) || (own.active && own.roles.includes('admin')));
}

async function unknownTeam(tx: WriteTx, teams: readonly string[]): Promise<string | undefined> {
	for (const id of teams) if ((await tx.get(table.team, id)) === absent) return id;
	return undefined;
}

const knownZone = v.pipe(table.zoneName.schema, v.check(isKnownZone, 'zone.unknown'));
const roleSet = v.pipe(
	table.roleList.schema,
	v.check((given) => isOneSort(given), 'roles.mixed')
);
const distinct = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

/** Adds a person with the access that goes with it. The new subject is `ctx.newId(person)`. */
export const addPerson = defineMutator({
	name: 'identity.addPerson',
	permission: 'identity.manage',
	args: v.strictObject({
		name: table.personName.schema,
		email: table.emailAddress.schema,
		locale: table.localeTag.schema,
		timeZone: knownZone,
		site: nullable(ref()).schema,
		vip: bool().schema,
		roles: roleSet,
		teams: table.teamList.schema
	}),
	async run({ tx, ctx, args }) {
		if (!(await actsAsAdmin(tx, ctx))) return refuse('forbidden');
		if (await unknownTeam(tx, args.teams)) return refuse('identity.team_unknown', 'teams');
		if (args.site !== null && (await tx.get(table.site, args.site)) === absent) {
			return refuse('identity.site_unknown', 'site');
		}
		const { roles, ...rest } = args;
		const id = ctx.newId(table.person);
		const teams = distinct(args.teams);
		await tx.insert(table.person, { ...rest, id, teams, staff: isStaff(roles), active: true });
		await tx.insert(table.access, {
			id,
			name: args.name,
			roles: distinct(roles),
			teams,
			site: args.site,
			active: true
		});
		return undefined;
	}
});

const personChanges = v.pipe(
	v.strictObject({
		name: v.exactOptional(table.personName.schema),
		email: v.exactOptional(table.emailAddress.schema),
		locale: v.exactOptional(table.localeTag.schema),
		timeZone: v.exactOptional(knownZone),
		site: v.exactOptional(nullable(ref()).schema),
		vip: v.exactOptional(bool().schema)
	}),
	v.check((changes) => Object.keys(changes).length > 0, 'changes.none')
);

const ownProfile: ReadonlySet<string> = new Set(['locale', 'timeZone']);

/** Changes facts about a person; people change their own language and time zone, administrators everything. */
export const editPerson = defineMutator({
	name: 'identity.editPerson',
	permission: 'identity.editProfile',
	args: v.strictObject({ person: ref().schema, changes: personChanges }),
	async run({ tx, ctx, args }) {
		if (!may(ctx.actor, 'identity.editProfile', { owner: args.person })) return refuse('forbidden');
		const beyond = Object.keys(args.changes).find((field) => !ownProfile.has(field));
		if (beyond && !(await actsAsAdmin(tx, ctx))) return refuse('forbidden', `changes.${beyond}`);
		const row = await tx.get(table.person, args.person);
		if (row === absent) return refuse('identity.person_unknown', 'person');
		if (!isRow(row)) return undefined;
		const { site } = args.changes;
		if (typeof site === 'string' && (await tx.get(table.site, site)) === absent) {
			return refuse('identity.site_unknown', 'changes.site');
		}
		const { patch, verdict } = mergeFields<table.Person>(row, args.changes, ctx.base);
		if (verdict.kind === 'rejected') return verdict;
		await tx.update(table.person, row.id, patch);
		const repeated = repeatedInAccess(patch);
		if (Object.keys(repeated).length > 0) await patchAccess(tx, row.id, repeated);
		if (patch.email !== undefined) {
			ctx.emit({ name: 'identity.emailChanged', table: 'person', id: row.id });
		}
		return verdict;
	}
});

/** What the access row says too: the name for the timeline, the site for what is read there. */
function repeatedInAccess({ name, site }: Partial<table.Person>): Partial<table.Access> {
	return { ...(name === undefined ? {} : { name }), ...(site === undefined ? {} : { site }) };
}

async function patchAccess(tx: WriteTx, id: string, patch: Partial<table.Access>): Promise<void> {
	if (isRow(await tx.get(table.access, id))) await tx.update(table.access, id, patch);
}

async function patchPerson(tx: WriteTx, id: string, patch: Partial<table.Person>): Promise<void> {
	if (isRow(await tx.get(table.person, id))) await tx.update(table.person, id, patch);
}

/** Replaces the roles of a person. Nobody takes the admin role from themselves. */
export const setRoles = defineMutator({
	name: 'identity.setRoles',
	permission: 'identity.manage',
	args: v.strictObject({ person: ref().schema, roles: roleSet }),
	async run({ tx, ctx, args }) {
		if (!(await actsAsAdmin(tx, ctx))) return refuse('forbidden');
		if (args.person === ctx.actor.subject && !args.roles.includes('admin')) {
			return refuse('identity.own_admin_role', 'roles');
		}
		const row = await tx.get(table.access, args.person);
		if (row === absent) return refuse('identity.person_unknown', 'person');
		await patchAccess(tx, args.person, { roles: distinct(args.roles) });
		await patchPerson(tx, args.person, { staff: isStaff(args.roles) });
		ctx.emit({ name: 'identity.rolesSet', table: 'access', id: args.person });
		return undefined;
	}
});

/** Replaces the teams of a person. */
export const setTeams = defineMutator({
	name: 'identity.setTeams',
	permission: 'identity.manage',
	args: v.strictObject({ person: ref().schema, teams: table.teamList.schema }),
	async run({ tx, ctx, args }) {
		if (!(await actsAsAdmin(tx, ctx))) return refuse('forbidden');
		if (await unknownTeam(tx, args.teams)) return refuse('identity.team_unknown', 'teams');
		const row = await tx.get(table.access, args.person);
		if (row === absent) return refuse('identity.person_unknown', 'person');
		await patchAccess(tx, args.person, { teams: distinct(args.teams) });
		await patchPerson(tx, args.person, { teams: distinct(args.teams) });
		ctx.emit({ name: 'identity.teamsSet', table: 'access', id: args.person });
		return undefined;
	}
});

function setsActive<const Name extends string>(name: Name, active: boolean, event: string) {
	return defineMutator({
		name,
		permission: 'identity.manage',
		args: v.strictObject({ person: ref().schema }),
		async run({ tx, ctx, args }) {
			if (!(await actsAsAdmin(tx, ctx))) return refuse('forbidden');
			if (args.person === ctx.actor.subject) return refuse('identity.own_account', 'person');
			const row = await tx.get(table.access, args.person);
			if (row === absent) return refuse('identity.person_unknown', 'person');
			await patchAccess(tx, args.person, { active });
			await patchPerson(tx, args.person, { active });
			ctx.emit({ name: event, table: 'access', id: args.person });
			return undefined;
		}
	});
}

/** Takes every right from a person; what they did stays theirs. */
export const deactivate = setsActive('identity.deactivate', false, 'identity.deactivated');
export const reactivate = setsActive('identity.reactivate', true, 'identity.reactivated');

export const addTeam = defineMutator({
	name: 'identity.addTeam',
	permission: 'identity.manage',
	args: v.strictObject({ name: table.team.fields.name.schema }),
	async run({ tx, ctx, args }) {
		if (!(await actsAsAdmin(tx, ctx))) return refuse('forbidden');
		await tx.insert(table.team, { id: ctx.newId(table.team), name: args.name, active: true });
		return undefined;
	}
});

export const addSite = defineMutator({
	name: 'identity.addSite',
	permission: 'identity.manage',
	args: v.strictObject({
		name: table.site.fields.name.schema,
		address: text(400).schema,
		timeZone: knownZone
	}),
	async run({ tx, ctx, args }) {
		if (!(await actsAsAdmin(tx, ctx))) return refuse('forbidden');
		await tx.insert(table.site, { id: ctx.newId(table.site), ...args, active: true });
		return undefined;
	}
});

export const identityMutators = [
	addPerson,
	editPerson,
	setRoles,
	setTeams,
	deactivate,
	reactivate,
	addTeam,
	addSite
] as const;
