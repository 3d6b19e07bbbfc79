import type { OutboxItem } from '#ui/kit/OutboxRow.svelte';
import type { OutcomeField } from '#ui/kit/OutcomeCard.svelte';
import type { Priority } from '#ui/kit/PriorityBar.svelte';
import type { WorkState } from '#ui/kit/work-state.ts';
import type { TimelineItem } from '#ui/kit/TimelineEntry.svelte';
import type { SlaClockFacts } from '#ui/format/sla-words.ts';

/** Tuesday 24 November 2026, 09:41 in Berlin: the gallery's now, so that pictures stay equal. */
export const NOW = Date.UTC(2026, 10, 24, 8, 41);
const MINUTE = 60_000;
export const ago = (minutes: number): number => NOW - minutes * MINUTE;
const ahead = (minutes: number): number => NOW + minutes * MINUTE;

export const HISTORY: readonly TimelineItem[] = [
	{
		id: '1',
		kind: 'public',
		who: 'Requester',
		fromRequester: true,
		text: 'The screen of terminal T-07 goes dark after a few minutes. Touching it brings it back.',
		acted: ago(190),
		received: ago(190)
	},
	{
		id: '2',
		kind: 'event',
		who: 'Service desk',
		text: 'Service desk started work',
		state: 'progress',
		acted: ago(160),
		received: ago(160)
	},
	{
		id: '3',
		kind: 'public',
		who: 'Service desk, Berlin site',
		text: 'Does it also happen when the terminal runs on its own power supply?',
		acted: ago(145),
		received: ago(145)
	},
	{
		id: '4',
		kind: 'public',
		who: 'Requester',
		fromRequester: true,
		text: 'Yes. The one beside it does the same since Monday.',
		acted: ago(130),
		received: ago(96),
		offline: true
	},
	{
		id: '5',
		kind: 'internal',
		who: 'Field service',
		text: 'Both got the new power profile on Monday (CHG-2211). The timeout is 300 s there.',
		acted: ago(49),
		received: ago(49)
	},
	{
		id: '6',
		kind: 'public',
		who: 'Service desk, Berlin site',
		text: 'We found the cause and change the setting today.',
		acted: ago(2)
	}
];

export const OUTBOX: readonly OutboxItem[] = [
	{
		id: 'a',
		title: 'Resolve INC-10427',
		detail: 'New battery fitted, capacity 98 %',
		acted: ago(12),
		state: 'sending',
		order: 1
	},
	{
		id: 'b',
		title: 'Add 3 photos to INC-10427',
		acted: ago(11),
		state: 'waiting',
		order: 2
	},
	{
		id: 'c',
		title: 'Book 1 battery from van stock',
		acted: ago(10),
		state: 'failed',
		order: 3,
		error:
			'The van holds no battery of this kind any more. Choose another store, or ask the stock room.'
	},
	{
		id: 'd',
		title: 'Close work order WO-311',
		acted: ago(9),
		state: 'blocked',
		order: 4
	}
];

export const OUTCOMES: readonly OutcomeField[] = [
	{
		field: 'assignee',
		label: 'Assignee',
		mine: 'Field service',
		theirs: 'Network team',
		base: '',
		who: 'Service desk',
		at: ago(34)
	},
	{
		field: 'solution',
		label: 'Solution',
		mine: 'Changed the power profile of both terminals back and watched them for 20 minutes.',
		theirs: 'Profile corrected for the whole site.',
		base: '',
		who: 'Network team',
		at: ago(20)
	}
];

export type QueueRow = {
	readonly key: string;
	readonly title: string;
	readonly state: WorkState;
	readonly priority: Priority;
	readonly sla: SlaClockFacts;
	readonly assignee: string;
	readonly opened: number;
};

const TITLES = [
	'Badge reader at gate C answers late',
	'Label printer skips every third label',
	'Screen of terminal T-07 goes dark',
	'Month-end export stops at step 4',
	'Weak signal in rooms 3.01 to 3.06',
	'Shared mailbox "Returns" is missing',
	'Laptop fan runs at full speed',
	'New starter on 1 December: laptop and phone',
	'Scanner on line 4 reads twice',
	'Desk phone has no ring tone'
];
const STATES: readonly WorkState[] = [
	'open',
	'progress',
	'progress',
	'pending',
	'open',
	'resolved'
];
const TEAMS = ['Desk', 'Field', 'Network', '', 'Systems'];

function clockOf(index: number): SlaClockFacts {
	const state = STATES[index % STATES.length];
	if (state === 'pending') return { kind: 'paused', reason: 'waits for reply', share: 0.5 };
	if (state === 'resolved') return { kind: 'met' };
	return { kind: 'running', due: ahead(index * 37 - 80), share: Math.min(0.95, 0.04 + index / 16) };
}

/** Row number `index` of a queue of any length. */
export function queueRow(index: number): QueueRow {
	return {
		key: `INC-${10_400 + index}`,
		title: TITLES[index % TITLES.length] ?? '',
		state: STATES[index % STATES.length] ?? 'open',
		priority: (1 + ((index * 3) % 5)) as Priority,
		sla: clockOf(index),
		assignee: TEAMS[index % TEAMS.length] ?? '',
		opened: ago(14 + index * 53)
	};
}
