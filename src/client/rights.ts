import { access, actorOf, type Access, type Target } from '#domain/identity/index.ts';
import type { Actor, AnyRow } from '#domain/kernel/index.ts';
import { grants } from '#domain/grants.ts';

/** What a person may do, by the own access row. Loaded with the first person. */
export const rights = {
	/** Where the own access row lies, under the subject. */
	table: access.name,
	actorOf: (row: AnyRow): Actor => actorOf(row as unknown as Access),
	may: (actor: Actor, permission: string, target?: Target): boolean =>
		target ? grants.may(actor, permission, target) : grants.permits(actor, permission)
};

export type Rights = typeof rights;
