import { roles, type GrantableRole } from '#domain/identity/index.ts';
import { m } from '#messages/generated/messages.js';

const WORDS: Readonly<Record<GrantableRole, () => string>> = {
	requester: m.role_requester,
	technician: m.role_technician,
	agent: m.role_agent,
	engineer: m.role_engineer,
	approver: m.role_approver,
	manager: m.role_manager,
	admin: m.role_admin,
	monitor: m.role_monitor,
	runner: m.role_runner
};
const HINTS: Readonly<Partial<Record<GrantableRole, () => string>>> = {
	requester: m.people_requester_hint,
	technician: m.role_technician_hint,
	agent: m.role_agent_hint,
	engineer: m.role_engineer_hint,
	approver: m.role_approver_hint,
	manager: m.role_manager_hint,
	admin: m.role_admin_hint
};
const machines: readonly GrantableRole[] = ['monitor', 'runner'];

/** The roles that a person may be given; a machine keeps to those of machines. */
export function rolesOnOffer(held: readonly string[]): readonly GrantableRole[] {
	const isMachine = held.length > 0 && held.every((role) => machines.some((one) => one === role));
	return roles.filter((role) => machines.includes(role) === isMachine);
}

export const roleWords = (role: GrantableRole): string => WORDS[role]();
export const roleHint = (role: GrantableRole): string | undefined => HINTS[role]?.();
