import { announcement } from '#domain/announcements/index.ts';
import { person, site, SYSTEM, team, type GrantableRole } from '#domain/identity/index.ts';
import { catalogItem } from '#domain/catalog/index.ts';
import {
	HOUR,
	MINUTE,
	rowId,
	sha256Hex,
	type Instant,
	type Json,
	type JsonObject
} from '#domain/kernel/index.ts';
import { macro, ticket } from '#domain/tickets/index.ts';
import { savedView } from '#domain/views/index.ts';
import { catalogue, type ItemKey } from './catalogue.ts';
import { announcement as news, furnishings, type Furnishing } from './desk.ts';
import { incidents } from './incidents.ts';
import { libraryCommands, seedArticleId } from './library.ts';
import {
	emailOf,
	people,
	sites,
	teams,
	type PersonKey,
	type SeedPerson,
	type SiteKey,
	type TeamKey
} from './people.ts';
import { requests } from './requests.ts';
import type { SeedCommand } from './seed-command.ts';
import type { Deed, Story } from './stories.ts';

/** The demo company is founded so long before "now" that every story fits in. */
const FOUNDED = 30 * 24 * HOUR;

/**
 * A mutation id of the form UUIDv7 that depends on the name only, so that the rows of the seed have the same ids
 * whenever it is planted.
 */
export function seedMid(name: string): string {
	const hex = sha256Hex(`seed\n${name}`);
	return `019b76da-a800-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

const mids = {
	person: (key: PersonKey) => seedMid(`person ${key}`),
	team: (key: TeamKey) => seedMid(`team ${key}`),
	site: (key: SiteKey) => seedMid(`site ${key}`),
	item: (key: ItemKey) => seedMid(`item ${key}`),
	ticket: (key: string) => seedMid(`ticket ${key}`)
};

/** Ids of the rows that the seed plants. */
export const seedIds = {
	person: (key: PersonKey) => rowId(mids.person(key), person),
	team: (key: TeamKey) => rowId(mids.team(key), team),
	site: (key: SiteKey) => rowId(mids.site(key), site),
	item: (key: ItemKey) => rowId(mids.item(key), catalogItem),
	ticket: (key: string) => rowId(mids.ticket(key), ticket),
	article: (key: string) => seedArticleId({ mid: seedMid }, key),
	view: (key: string) => rowId(seedMid(`view ${key}`), savedView),
	macro: (key: string) => rowId(seedMid(`macro ${key}`), macro),
	announcement: () => rowId(seedMid(news.key), announcement)
};

/** Who signs in for which role: the first person of each. Machines have keys, not sign-ins. */
export function seedSignIns(): readonly {
	readonly role: GrantableRole;
	readonly name: string;
	readonly email: string;
	readonly subject: string;
}[] {
	const human = people.filter(({ site: at }) => at !== null);
	const roles = [...new Set(human.flatMap(({ roles: given }) => given))];
	return roles.flatMap((role) => {
		const first = human.find(({ roles: given }) => (given as readonly string[]).includes(role));
		if (!first) return [];
		const { key, name } = first;
		return [{ role, name, email: emailOf(key), subject: seedIds.person(key) }];
	});
}

function bySystem(mutator: string, mid: string, at: Instant, args: JsonObject): SeedCommand {
	return { actor: SYSTEM, mutator, mid, at, args };
}

function foundation(at: Instant): readonly SeedCommand[] {
	const everybody: readonly (SeedPerson & { key: PersonKey })[] = people;
	return [
		...sites.map(({ key, ...args }) => bySystem('identity.addSite', mids.site(key), at, args)),
		...teams.map(({ key, ...args }) => bySystem('identity.addTeam', mids.team(key), at, args)),
		...everybody.map((one) =>
			bySystem('identity.addPerson', mids.person(one.key), at, {
				name: one.name,
				email: emailOf(one.key),
				locale: one.locale,
				timeZone: one.site === 'porto' ? 'Europe/Lisbon' : 'Europe/Berlin',
				site: one.site && seedIds.site(one.site),
				vip: one.vip ?? false,
				roles: one.roles,
				teams: one.teams.map(seedIds.team)
			})
		),
		...catalogue.map(({ key, team: owner, form, ...args }, position) =>
			bySystem('catalog.addItem', mids.item(key), at, {
				...args,
				form: form as unknown as Json,
				team: owner && seedIds.team(owner),
				position
			})
		)
	];
}

function optional(args: Readonly<Record<string, Json | undefined>>): JsonObject {
	return Object.fromEntries(
		Object.entries(args).filter((entry): entry is [string, Json] => entry[1] !== undefined)
	);
}

function opening(story: Story, at: Instant): readonly SeedCommand[] {
	const mid = mids.ticket(story.key);
	const create = {
		actor: seedIds.person(story.enteredBy ?? story.by),
		mutator: 'tickets.create',
		mid,
		at,
		args: optional({
			kind: story.kind,
			title: story.title,
			description: story.description,
			requester: seedIds.person(story.by),
			catalogItem: story.item && seedIds.item(story.item),
			answers: Object.entries(story.answers ?? {}).map(([id, value]) => ({ id, value })),
			urgency: story.urgency,
			impact: story.impact,
			tags: story.tags
		})
	};
	const owner = catalogue.find(({ key }) => key === story.item)?.team;
	if (!owner) return [create];
	// What the reaction will do as well: here at once, since the story goes on from it.
	const args = { ticket: seedIds.ticket(story.key), team: seedIds.team(owner) };
	return [create, bySystem('tickets.route', seedMid(`route ${story.key}`), at + 1, args)];
}

function argsOf(deed: Deed, on: string): JsonObject {
	switch (deed.do) {
		case 'comment':
			return { ticket: on, audience: deed.audience, body: deed.body };
		case 'assign':
			return {
				ticket: on,
				team: seedIds.team(deed.team),
				assignee: deed.to && seedIds.person(deed.to)
			};
		case 'transition': {
			const { verb, from, code, note } = deed;
			return { ticket: on, verb, from, code, note };
		}
		case 'watch':
			return { ticket: on };
	}
}

function tell(story: Story, now: Instant): readonly SeedCommand[] {
	let at = now - story.hoursAgo * HOUR;
	const commands = [...opening(story, at)];
	for (const [index, deed] of story.deeds.entries()) {
		at += deed.after * MINUTE;
		commands.push({
			actor: seedIds.person(deed.by),
			mutator: `tickets.${deed.do}`,
			mid: seedMid(`deed ${story.key} ${index}`),
			at,
			args: argsOf(deed, seedIds.ticket(story.key))
		});
	}
	return commands;
}

function furnished({ key, by, mutator, args, team }: Furnishing, at: Instant): SeedCommand {
	return {
		actor: seedIds.person(by),
		mutator,
		mid: seedMid(key),
		at,
		args: team ? { ...args, team: seedIds.team(team) } : args
	};
}

/** Views, macros and the news of the day. */
function desk(founded: Instant, now: Instant): readonly SeedCommand[] {
	const drafted = furnished(news, now - 2 * HOUR);
	return [
		...furnishings.map((one) => furnished(one, founded + MINUTE)),
		{ ...drafted, args: { ...drafted.args, until: now + 12 * HOUR } },
		{
			...drafted,
			mutator: 'announcements.publish',
			mid: seedMid('publish'),
			args: { announcement: seedIds.announcement() }
		}
	];
}

/** All commands that build the demo company as it stands at `now`, oldest first. */
export function seedCommands(now: Instant): readonly SeedCommand[] {
	const founded = now - FOUNDED;
	const told = [...incidents, ...requests].flatMap((story) => tell(story, now));
	const names = { mid: seedMid, person: seedIds.person, ticket: seedIds.ticket };
	const later = [...told, ...desk(founded, now), ...libraryCommands(names, founded, now)];
	return [...foundation(founded), ...later.sort((a, b) => a.at - b.at)];
}
