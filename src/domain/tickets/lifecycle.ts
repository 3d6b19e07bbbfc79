import { defineLifecycle, type Lifecycle, type Transition } from '#domain/kernel/index.ts';

export const kinds = ['incident', 'request'] as const;
export type Kind = (typeof kinds)[number];

export const states = [
	'new',
	'assigned',
	'in_progress',
	'pending',
	'resolved',
	'waiting_approval',
	'approved',
	'fulfilling',
	'fulfilled',
	'rejected',
	'closed',
	'cancelled',
	'merged'
] as const;
export type State = (typeof states)[number];

export const verbs = [
	'assign',
	'unassign',
	'start',
	'pend',
	'resume',
	'resolve',
	'ask_approval',
	'approve',
	'reject',
	'fulfil',
	'confirm',
	'close',
	'reopen',
	'withdraw',
	'cancel',
	'merge'
] as const;
export type Verb = (typeof verbs)[number];

/**
 * Steps with a command of their own, since they say more than a step does: `tickets.assign` to whom, `tickets.merge`
 * into what. `tickets.transition` takes all others.
 */
export const ownCommandVerbs: readonly Verb[] = ['assign', 'unassign', 'merge'];

export type Guard = 'within_reopen_window' | 'approval_settled' | 'not_own';
export type Step = Transition<State, Verb>;

/** Arguments of a step: `code` says why out of a list, `note` says it in words. */
export type Need = 'code' | 'note' | 'assignment' | 'target';

/**
 * An incident. States may be skipped, as real work does: new -> resolved and pending -> resolved are legal; what a step
 * must tell is never skipped. `confirm` and `withdraw` belong to the requester, `close` and `cancel` to the desk.
 */
export const incidentLifecycle = defineLifecycle<State, Verb>({
	name: 'incident',
	states: [
		'new',
		'assigned',
		'in_progress',
		'pending',
		'resolved',
		'closed',
		'cancelled',
		'merged'
	],
	initial: 'new',
	closed: ['resolved', 'closed', 'cancelled', 'merged'],
	transitions: [
		{
			verb: 'assign',
			from: ['new'],
			to: 'assigned',
			needs: ['assignment'],
			permission: 'tickets.assign'
		},
		{ verb: 'unassign', from: ['assigned'], to: 'new', permission: 'tickets.assign' },
		{ verb: 'start', from: ['new', 'assigned'], to: 'in_progress', permission: 'tickets.work' },
		{
			verb: 'pend',
			from: ['new', 'assigned', 'in_progress'],
			to: 'pending',
			needs: ['code'],
			permission: 'tickets.work'
		},
		{ verb: 'resume', from: ['pending'], to: 'in_progress', permission: 'tickets.work' },
		{
			verb: 'resolve',
			from: ['new', 'assigned', 'in_progress', 'pending'],
			to: 'resolved',
			needs: ['code', 'note'],
			permission: 'tickets.work'
		},
		{ verb: 'confirm', from: ['resolved'], to: 'closed', permission: 'tickets.confirm' },
		{ verb: 'close', from: ['resolved'], to: 'closed', permission: 'tickets.close' },
		{
			verb: 'reopen',
			from: ['resolved'],
			to: 'in_progress',
			guard: 'within_reopen_window',
			permission: 'tickets.reopen'
		},
		{
			verb: 'withdraw',
			from: ['new', 'assigned'],
			to: 'cancelled',
			permission: 'tickets.withdraw'
		},
		{
			verb: 'cancel',
			from: ['new', 'assigned', 'in_progress', 'pending'],
			to: 'cancelled',
			needs: ['code'],
			permission: 'tickets.cancel'
		},
		{
			verb: 'merge',
			from: ['new', 'assigned', 'in_progress', 'pending'],
			to: 'merged',
			needs: ['target'],
			permission: 'tickets.merge'
		}
	]
});

/** A service request. Where no approval is needed, work may start at once; where it is, nothing goes round it. */
export const requestLifecycle = defineLifecycle<State, Verb>({
	name: 'request',
	states: [
		'new',
		'waiting_approval',
		'approved',
		'rejected',
		'fulfilling',
		'fulfilled',
		'closed',
		'cancelled',
		'merged'
	],
	initial: 'new',
	closed: ['rejected', 'fulfilled', 'closed', 'cancelled', 'merged'],
	transitions: [
		{ verb: 'ask_approval', from: ['new'], to: 'waiting_approval', permission: 'tickets.work' },
		{
			verb: 'approve',
			from: ['waiting_approval'],
			to: 'approved',
			guard: 'not_own',
			permission: 'tickets.approve'
		},
		{
			verb: 'reject',
			from: ['waiting_approval'],
			to: 'rejected',
			needs: ['note'],
			guard: 'not_own',
			permission: 'tickets.approve'
		},
		{
			verb: 'start',
			from: ['new', 'approved'],
			to: 'fulfilling',
			guard: 'approval_settled',
			permission: 'tickets.work'
		},
		{
			verb: 'fulfil',
			from: ['new', 'approved', 'fulfilling'],
			to: 'fulfilled',
			guard: 'approval_settled',
			permission: 'tickets.work'
		},
		{ verb: 'confirm', from: ['fulfilled'], to: 'closed', permission: 'tickets.confirm' },
		{ verb: 'close', from: ['fulfilled'], to: 'closed', permission: 'tickets.close' },
		{
			verb: 'reopen',
			from: ['fulfilled'],
			to: 'fulfilling',
			guard: 'within_reopen_window',
			permission: 'tickets.reopen'
		},
		{
			verb: 'withdraw',
			from: ['new', 'waiting_approval'],
			to: 'cancelled',
			permission: 'tickets.withdraw'
		},
		{
			verb: 'cancel',
			from: ['new', 'waiting_approval', 'approved', 'fulfilling'],
			to: 'cancelled',
			needs: ['code'],
			permission: 'tickets.cancel'
		},
		{
			verb: 'merge',
			from: ['new', 'waiting_approval', 'approved', 'fulfilling'],
			to: 'merged',
			needs: ['target'],
			permission: 'tickets.merge'
		}
	]
});

export function lifecycleOf(kind: Kind): Lifecycle<State, Verb> {
	return kind === 'incident' ? incidentLifecycle : requestLifecycle;
}

/** Is there still work to do? A resolved or fulfilled ticket only waits for its requester. */
export function isOpenState(kind: Kind, state: State): boolean {
	return !lifecycleOf(kind).closed.includes(state);
}

/** Reasons that a step may give as `code`; a verb that is not named takes none. */
export const codesOf: Readonly<Partial<Record<Verb, readonly string[]>>> = {
	pend: ['requester', 'supplier', 'part', 'change', 'appointment'],
	resolve: ['fixed', 'workaround', 'advice', 'replaced', 'no_fault', 'cannot_reproduce'],
	cancel: ['duplicate', 'mistake', 'not_needed', 'out_of_scope'],
	fulfil: ['delivered', 'partly_delivered']
};

/** Does nothing lead out of the state any more? */
export function isFinal(kind: Kind, state: State): boolean {
	return lifecycleOf(kind).transitions.every((step) => !step.from.includes(state));
}
