/**
 * Roles that an administrator can give. `monitor` and `runner` are machine identities: they ask for nothing and read
 * nothing but what their endpoints answer.
 */
export const roles = [
	'requester',
	'technician',
	'agent',
	'engineer',
	'approver',
	'manager',
	'admin',
	'monitor',
	'runner'
] as const;

export type GrantableRole = (typeof roles)[number];

/** `system` runs reactions, jobs and the first set-up; nobody can be given it. */
export type Role = GrantableRole | 'system';

const machines: ReadonlySet<string> = new Set(['monitor', 'runner']);
const assignable: ReadonlySet<string> = new Set(['technician', 'agent', 'engineer', 'manager']);

/** Everybody who is not merely a machine may ask for something, whatever else the person does. */
export function rolesHeld(given: readonly string[]): readonly string[] {
	const isMachine = given.length > 0 && given.every((role) => machines.has(role));
	return isMachine || given.includes('requester') ? given : ['requester', ...given];
}

/** A machine identity is nothing but a machine, so that a leaked key never acts as a person. */
export function isOneSort(given: readonly string[]): boolean {
	return new Set(given.map((role) => machines.has(role))).size <= 1;
}

/** Can work be assigned to somebody with these roles? */
export function isStaff(given: readonly string[]): boolean {
	return given.some((role) => assignable.has(role));
}

/** The working side reads what its teams work on; an approver belongs to it without being assigned work. */
export function isWorkingSide(given: readonly string[]): boolean {
	return isStaff(given) || given.includes('approver');
}
