import { actorOf, access, person, type Access, type Person } from '#domain/identity/index.ts';
import type { AuthorityStore } from '#sync/authority/index.ts';

/** What a signed-in page learns about its person at once; everything else comes by sync. */
export interface SessionPerson {
	readonly subject: string;
	readonly name: string;
	/** Roles in force, implied ones too; none for somebody who was deactivated. */
	readonly roles: readonly string[];
	readonly teams: readonly string[];
	readonly locale: string;
	readonly timeZone: string;
}

export interface People {
	/** Undefined when there is no such person. */
	find(subject: string): Promise<SessionPerson | undefined>;
	isActive(subject: string): Promise<boolean>;
}

export function createPeople(store: AuthorityStore): People {
	const read = (subject: string) =>
		store.read(async (reader) => ({
			access: (await reader.rows(access, [subject])).get(subject)?.row as Access | undefined,
			person: (await reader.rows(person, [subject])).get(subject)?.row as Person | undefined
		}));
	return {
		async find(subject) {
			const rows = await read(subject);
			if (!rows.access || !rows.person) return undefined;
			const { name, roles, teams } = actorOf(rows.access);
			const { locale, timeZone } = rows.person;
			return { subject, name, roles, teams, locale, timeZone };
		},
		isActive: async (subject) => (await read(subject)).access?.active ?? false
	};
}
