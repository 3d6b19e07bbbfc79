import { person, type Person } from '#domain/identity/index.ts';
import { DAY, derivedId, rowId, type Instant } from '#domain/kernel/index.ts';
import {
	detailId,
	priorityOf,
	ticket,
	type State,
	type Ticket,
	type TicketDetail
} from '#domain/tickets/index.ts';
import { people, type PersonKey } from '#server/seed/people.ts';
import { seedIds } from '#server/seed/company.ts';
import {
	descriptions,
	firstNames,
	labels,
	lastNames,
	things,
	troubles,
	wishes
} from './bulk-words.ts';

/** A company of this size makes 100,000 tickets in about three years. */
export const BULK_PEOPLE = 2_000;
const SPAN = 3 * 365 * DAY;
/** Share of tickets that are still worked on. */
const OPEN = 0.04;

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

function pick<T>(random: () => number, from: readonly T[]): T {
	return from[Math.floor(random() * from.length)] as T;
}

function level(random: () => number): 1 | 2 | 3 {
	const n = random();
	return n < 0.08 ? 1 : n < 0.4 ? 2 : 3;
}

export function bulkPerson(index: number): Person {
	const first = firstNames[index % firstNames.length] as string;
	const last = lastNames[Math.floor(index / firstNames.length) % lastNames.length] as string;
	return {
		id: rowId(`bulk person ${index}`, person),
		name: `${first} ${last}`,
		email: `${first}.${last}.${index}@bulk.example`.toLowerCase(),
		locale: index % 2 ? 'de' : 'en',
		timeZone: 'Europe/Berlin',
		site: seedIds.site(index % 3 ? 'hamburg' : 'porto'),
		teams: [],
		staff: false,
		vip: index % 100 === 0,
		active: true
	};
}

/** One synthetic ticket with its description; index 0 is the newest. The same index gives the same rows. */
export function bulkTicket(
	index: number,
	total: number,
	now: Instant
): { readonly head: Ticket; readonly detail: TicketDetail } {
	const random = randomFrom(index + 1);
	const requester = bulkPerson(Math.floor(random() * BULK_PEOPLE));
	const kind = random() < 0.7 ? 'incident' : 'request';
	const age = Math.floor((index / total) * SPAN);
	const openedAt = now - age - Math.floor(random() * 60_000);
	// New tickets are mostly open, old ones hardly ever.
	const isOpen = random() < (index < total * OPEN ? 0.8 : 0.01);
	const state = stateOf(random, kind, isOpen);
	const assigned = state !== 'new' && state !== 'waiting_approval';
	const by = pick(random, assignees);
	const updatedAt = Math.min(now, openedAt + Math.floor(random() * 5 * DAY));
	const [impact, urgency] = [level(random), level(random)];
	const id = derivedId('bulk', ticket.name, String(index));
	const head: Ticket = {
		id,
		kind,
		number: null,
		title: titleOf(random, kind, requester.name),
		requester: requester.id,
		requesterName: requester.name,
		vip: requester.vip,
		openedBy: requester.id,
		state,
		stateSince: updatedAt,
		resolution: state === 'closed' ? (kind === 'incident' ? 'fixed' : 'delivered') : null,
		pendingReason: state === 'pending' ? 'supplier' : null,
		cancelReason: null,
		needsApproval: state === 'waiting_approval',
		impact,
		urgency,
		priority: priorityOf({ impact, urgency, vip: requester.vip }),
		priorityOverride: false,
		team: random() < 0.9 ? seedIds.team(pick(random, ['desk', 'field', 'platform'])) : null,
		assignee: assigned ? seedIds.person(by.key) : null,
		assigneeName: assigned ? by.name : null,
		catalogItem: null,
		site: requester.site,
		tags: random() < 0.3 ? [pick(random, labels)] : [],
		openedAt,
		updatedAt,
		resolvedAt: isOpen ? null : updatedAt,
		closedAt: state === 'closed' ? updatedAt : null,
		reopenCount: random() < 0.03 ? 1 : 0,
		mergedInto: null,
		major: false
	};
	return {
		head,
		detail: { id: detailId(id), root: id, description: pick(random, descriptions), answers: [] }
	};
}

const assignees = people.filter((one): one is (typeof people)[number] & { key: PersonKey } =>
	one.roles.some((role) => role === 'agent' || role === 'technician' || role === 'engineer')
);

function stateOf(random: () => number, kind: Ticket['kind'], isOpen: boolean): State {
	if (!isOpen) return 'closed';
	return kind === 'incident'
		? pick(random, ['new', 'assigned', 'in_progress', 'in_progress', 'pending'])
		: pick(random, ['new', 'waiting_approval', 'approved', 'fulfilling']);
}

function titleOf(random: () => number, kind: Ticket['kind'], name: string): string {
	return kind === 'incident'
		? `${pick(random, things)} ${pick(random, troubles)}`
		: `${pick(random, wishes)} ${name}`;
}
