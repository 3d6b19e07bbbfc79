import { ageOf, ME, MINE, NONE, type Condition, type Operator } from '#domain/filters/index.ts';
import { type Share } from '#domain/identity/index.ts';
import {
	ticketFields,
	type Kind,
	type State,
	type TicketColumn,
	type TicketGroup,
	type TicketSort,
	type View
} from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { spanWords } from '#ui/format/span-words.ts';
import { kindWords } from '#ui/tickets/kind-words.ts';
import { stateWords } from '#ui/tickets/ticket-words.ts';
import type { Names } from './names.svelte.ts';

/** Where the words of ids come from. */
export type NamesOf = Pick<Names, 'ofTeam' | 'ofSite' | 'ofItem' | 'ofPerson'>;

export type FieldName = keyof typeof ticketFields;

const VIEWS: Readonly<Record<View, () => string>> = {
	open: m.queue_view_open,
	mine: m.queue_view_mine,
	unassigned: m.queue_view_unassigned,
	team: m.queue_view_team,
	all: m.queue_view_all
};
const SORTS: Readonly<Record<TicketSort, () => string>> = {
	priority: m.queue_sort_priority,
	newest: m.queue_sort_newest,
	oldest: m.queue_sort_oldest,
	updated: m.queue_sort_updated,
	quiet: m.queue_sort_quiet,
	waiting: m.queue_sort_waiting,
	moved: m.queue_sort_moved,
	priority_last: m.queue_sort_priority_last,
	title: m.queue_sort_title,
	title_last: m.queue_sort_title_last,
	requester: m.queue_sort_requester,
	requester_last: m.queue_sort_requester_last,
	assignee: m.queue_sort_assignee,
	state: m.queue_sort_state
};
const FIELDS: Readonly<Record<FieldName, () => string>> = {
	phase: m.filter_field_phase,
	kind: m.field_kind,
	state: m.field_state,
	priority: m.field_priority,
	assignee: m.field_assignee,
	team: m.field_team,
	requester: m.field_requester,
	site: m.field_site,
	item: m.field_item,
	tags: m.field_tags,
	vip: m.filter_field_vip,
	major: m.filter_field_major,
	reopened: m.filter_field_reopened,
	opened: m.field_opened,
	updated: m.field_updated,
	waiting: m.filter_field_waiting,
	text: m.filter_field_text
};
const COLUMNS: Readonly<Record<TicketColumn, () => string>> = {
	number: m.queue_key,
	title: m.field_title,
	requester: m.field_requester,
	state: m.field_state,
	priority: m.field_priority,
	assignee: m.field_assignee,
	team: m.field_team,
	site: m.field_site,
	tags: m.field_tags,
	kind: m.field_kind,
	opened: m.field_opened,
	updated: m.field_updated,
	waiting: m.column_waiting
};
const OPERATORS: Readonly<Record<Operator, () => string>> = {
	is: m.filter_op_is,
	not: m.filter_op_not,
	over: m.filter_op_over,
	under: m.filter_op_under
};
const SHARES: Readonly<Record<Share, () => string>> = {
	private: m.view_share_private,
	team: m.view_share_team,
	desk: m.view_share_desk
};
const PRIORITIES = [m.priority_1, m.priority_2, m.priority_3, m.priority_4, m.priority_5];

export const everybodysWords = (view: View): string => VIEWS[view]();
export const sortWords = (sort: string): string => SORTS[sort as TicketSort]();
export const columnWords = (column: TicketColumn): string => COLUMNS[column]();
export const groupWords = (group: TicketGroup): string => FIELDS[group]();
export const shareWords = (share: Share): string => SHARES[share]();
export const operatorWords = (op: Operator): string => OPERATORS[op]();
export const isFieldName = (name: string): name is FieldName => Object.hasOwn(ticketFields, name);
export const filterFieldWords = (name: string): string =>
	isFieldName(name) ? FIELDS[name]() : name;

/** A name that is not on this device, or not yet. */
const UNKNOWN = '…';

/** "2, high" */
export function priorityWords(level: number): string {
	return m.priority_words({ level: `${level}`, word: PRIORITIES[level - 1]?.() ?? '' });
}

/** How a value of a field is called; names of records come from `names`. */
export function valueWords(
	field: FieldName,
	value: string,
	names: NamesOf,
	locale: string
): string {
	if (value === NONE) return m.filter_none();
	if (value === ME) return m.filter_me();
	if (value === MINE) return m.filter_mine();
	switch (field) {
		case 'phase':
			return value === 'open' ? m.filter_phase_open() : m.filter_phase_over();
		case 'kind':
			return kindWords(value as Kind);
		case 'state':
			return stateWords(value as State);
		case 'priority':
			return priorityWords(Number(value));
		case 'assignee':
		case 'requester':
			return names.ofPerson(value) || UNKNOWN;
		case 'team':
			return names.ofTeam(value) || UNKNOWN;
		case 'site':
			return names.ofSite(value) || UNKNOWN;
		case 'item':
			return names.ofItem(value) || UNKNOWN;
		case 'vip':
		case 'major':
		case 'reopened':
			return value === 'yes' ? m.filter_yes() : m.filter_no();
		case 'opened':
		case 'updated':
		case 'waiting':
			return spanWords(ageOf(value) ?? 0, locale);
		case 'tags':
		case 'text':
			return value;
	}
}

/** "State is New or Assigned" in three parts. */
export function conditionWords(condition: Condition, names: NamesOf, locale: string) {
	const { field, op, values } = condition;
	const said = isFieldName(field)
		? values.map((value) => valueWords(field, value, names, locale))
		: values;
	const list = new Intl.ListFormat(locale, { type: 'disjunction' });
	return { field: filterFieldWords(field), op: operatorWords(op), values: list.format(said) };
}

/** The heading of a group; the empty key is that of rows without one. */
export function headingWords(group: string, key: string, names: NamesOf): string {
	switch (group as TicketGroup) {
		case 'kind':
			return kindWords(key as Kind);
		case 'state':
			return stateWords(key as State);
		case 'priority':
			return priorityWords(Number(key));
		case 'assignee':
			return key === '' ? m.filter_none() : names.ofPerson(key) || UNKNOWN;
		case 'requester':
			return names.ofPerson(key) || UNKNOWN;
		case 'team':
			return key === '' ? m.filter_none() : names.ofTeam(key) || UNKNOWN;
		case 'site':
			return key === '' ? m.filter_none() : names.ofSite(key) || UNKNOWN;
	}
}
