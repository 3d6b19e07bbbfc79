import type { GrantableRole } from '#domain/identity/index.ts';

export const COMPANY = 'Alder & Finch';
const DOMAIN = 'alder-finch.example';

export const sites = [
	{
		key: 'hamburg',
		name: 'Hamburg',
		address: 'Speicherstrasse 14, 20457 Hamburg',
		timeZone: 'Europe/Berlin'
	},
	{
		key: 'porto',
		name: 'Porto',
		address: 'Rua do Cais 220, 4050 Porto',
		timeZone: 'Europe/Lisbon'
	}
] as const;

export const teams = [
	{ key: 'desk', name: 'Service desk' },
	{ key: 'field', name: 'Field service' },
	{ key: 'platform', name: 'Platform operations' }
] as const;

export type SiteKey = (typeof sites)[number]['key'];
export type TeamKey = (typeof teams)[number]['key'];

export interface SeedPerson {
	readonly key: string;
	readonly name: string;
	readonly roles: readonly GrantableRole[];
	readonly teams: readonly TeamKey[];
	readonly site: SiteKey | null;
	readonly locale: string;
	readonly vip?: boolean;
}

const berlin = { site: 'hamburg', locale: 'de' } as const;
const porto = { site: 'porto', locale: 'en' } as const;

/** The first person of a role is the one who signs in for it. */
export const people = [
	{ key: 'ada', name: 'Ada Lindqvist', roles: ['admin'], teams: [], ...berlin },
	{ key: 'greta', name: 'Greta Sommer', roles: ['agent'], teams: ['desk'], ...berlin },
	{ key: 'nuno', name: 'Nuno Carvalho', roles: ['agent'], teams: ['desk'], ...porto },
	{ key: 'timo', name: 'Timo Brandt', roles: ['technician'], teams: ['field'], ...berlin },
	{ key: 'ines', name: 'Inês Rocha', roles: ['technician'], teams: ['field'], ...porto },
	{ key: 'erik', name: 'Erik Halloran', roles: ['engineer'], teams: ['platform'], ...berlin },
	{ key: 'yuki', name: 'Yuki Tanabe', roles: ['engineer'], teams: ['platform'], ...porto },
	{ key: 'petra', name: 'Petra Vogel', roles: ['approver'], teams: ['desk'], ...berlin },
	{ key: 'malik', name: 'Malik Osei', roles: ['manager'], teams: ['desk'], ...berlin },
	{ key: 'rosa', name: 'Rosa Klein', roles: ['requester'], teams: [], ...berlin },
	{ key: 'jonas', name: 'Jonas Weidenfeld', roles: ['requester'], teams: [], ...berlin },
	{ key: 'clara', name: 'Clara Duarte', roles: ['requester'], teams: [], ...porto },
	{ key: 'amir', name: 'Amir Haddad', roles: ['requester'], teams: [], ...porto },
	{ key: 'vera', name: 'Vera Finch', roles: ['requester'], teams: [], vip: true, ...berlin },
	{ key: 'probe', name: 'Monitoring', roles: ['monitor'], teams: [], site: null, locale: 'en' },
	{ key: 'robot', name: 'Automation', roles: ['runner'], teams: [], site: null, locale: 'en' }
] as const satisfies readonly SeedPerson[];

export type PersonKey = (typeof people)[number]['key'];

export function emailOf(key: PersonKey): string {
	return `${key}@${DOMAIN}`;
}
