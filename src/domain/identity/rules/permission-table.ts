import type { Actor } from '#domain/kernel/index.ts';
import type { Role } from './roles.ts';

/**
 * `any`: every row. `team`: rows that lie with a team of the actor's, or are assigned to the actor. `own`: rows made
 * for the actor. The reaches of several roles add up; none contains another, so each row of the table reads by itself.
 */
export type Reach = 'any' | 'team' | 'own';

/** One line of the printable table: `verb on kind where reach`, by role. A role that is not named has no reach. */
export interface PermissionRow {
	readonly permission: string;
	readonly verb: string;
	readonly kind: string;
	readonly reach: Readonly<Partial<Record<Role, Reach>>>;
}

/** What a permission is asked about. A property that is missing matches nobody. */
export interface Target {
	readonly owner?: string | null;
	readonly team?: string | null;
	readonly assignee?: string | null;
}

export interface Grants {
	readonly rows: readonly PermissionRow[];
	/** May the actor use the permission on some row at all? */
	readonly permits: (actor: Actor, permission: string) => boolean;
	/** May the actor use the permission on this target? */
	readonly may: (actor: Actor, permission: string, target: Target) => boolean;
}

function reaches(actor: Actor, reach: Reach, target: Target): boolean {
	if (reach === 'any') return true;
	if (reach === 'own') return target.owner === actor.subject;
	return (
		target.assignee === actor.subject ||
		(typeof target.team === 'string' && actor.teams.includes(target.team))
	);
}

/** Decides by the given lines of the permission table; a permission that has no line is nobody's. */
export function grantsOf(rows: readonly PermissionRow[]): Grants {
	const lines = new Map(rows.map((row) => [row.permission, row.reach]));
	const reachesOf = (actor: Actor, permission: string): readonly Reach[] => {
		const line = lines.get(permission);
		if (!line) return [];
		return Object.entries(line)
			.filter(([role]) => actor.roles.includes(role))
			.map(([, reach]) => reach);
	};
	return {
		rows,
		permits: (actor, permission) => reachesOf(actor, permission).length > 0,
		may: (actor, permission, target) =>
			reachesOf(actor, permission).some((reach) => reaches(actor, reach, target))
	};
}
