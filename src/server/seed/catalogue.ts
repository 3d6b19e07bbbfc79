import type { Question } from '#domain/catalog/index.ts';
import type { TeamKey } from './people.ts';

interface SeedItem {
	readonly key: string;
	readonly title: string;
	readonly description: string;
	readonly category: string;
	readonly icon: string;
	readonly kind: 'incident' | 'request';
	readonly team: TeamKey | null;
	readonly needsApproval: boolean;
	readonly form: readonly Question[];
}

type Rules = Omit<Question, 'id' | 'label' | 'type' | 'required' | 'options'>;

function ask(
	id: string,
	label: string,
	type: Question['type'],
	required = false,
	rules: Rules = {}
): Question {
	return { id, label, type, required, options: [], ...rules };
}

function choose(
	id: string,
	label: string,
	options: readonly string[],
	required = true,
	rules: Rules = {}
): Question {
	const named = options.map((option) => ({
		id: option.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'),
		label: option
	}));
	return { id, label, type: 'choice', required, options: named, ...rules };
}

/** Asked only when the question has been answered with one of these. */
const when = (question: string, ...is: (string | boolean)[]): Rules => ({
	showWhen: { question, is }
});

export const catalogue = [
	{
		key: 'broken',
		title: 'Something is broken',
		description: 'Tell us what does not work. A photo helps.',
		category: 'Problems',
		icon: 'triangle-alert',
		kind: 'incident',
		team: null,
		needsApproval: false,
		form: []
	},
	{
		key: 'printer',
		title: 'Printer or scanner',
		description: 'Paper jams, streaks, no connection.',
		category: 'Problems',
		icon: 'printer',
		kind: 'incident',
		team: 'field',
		needsApproval: false,
		form: [
			ask('where', 'Where is the device?', 'text', true),
			choose('fault', 'What does it do?', ['Jams', 'Prints badly', 'Does not answer'], false),
			ask('code', 'Code on the display', 'text', false, {
				hint: 'Often a few digits and letters, such as 13.B2.'
			}),
			choose('how_bad', 'How does it look?', ['Streaks', 'Faint', 'Wrong colours'], false, {
				...when('fault', 'prints_badly')
			})
		]
	},
	{
		key: 'network',
		title: 'Network or Wi-Fi',
		description: 'No connection, slow connection, VPN.',
		category: 'Problems',
		icon: 'wifi-off',
		kind: 'incident',
		team: 'platform',
		needsApproval: false,
		form: [
			choose('kind', 'What is affected?', ['Wi-Fi', 'Cable', 'VPN']),
			choose(
				'wi_fi',
				'Which Wi-Fi?',
				['Office', 'Warehouse', 'Guests'],
				false,
				when('kind', 'wi_fi')
			),
			ask('vpn_message', 'What does the VPN program say?', 'longtext', false, when('kind', 'vpn')),
			ask('others', 'Are colleagues affected too?', 'yesno'),
			ask('how_many', 'About how many?', 'number', false, {
				...when('others', true),
				min: 1,
				max: 500,
				whole: true
			})
		]
	},
	{
		key: 'password',
		title: 'Password or sign-in',
		description: 'Locked out, second factor lost.',
		category: 'Accounts',
		icon: 'key-round',
		kind: 'incident',
		team: 'desk',
		needsApproval: false,
		form: [
			ask('account', 'Which account?', 'text', true),
			ask('call', 'Number to call you back', 'text', false, {
				format: 'phone',
				hint: 'We never ask for a password on the phone.'
			})
		]
	},
	{
		key: 'laptop',
		title: 'New laptop',
		description: 'A standard laptop with charger and bag.',
		category: 'Equipment',
		icon: 'laptop',
		kind: 'request',
		team: 'field',
		needsApproval: true,
		form: [
			choose('model', 'Model', ['Light 13"', 'Standard 15"', 'Workstation']),
			ask('needed_by', 'Needed by', 'date'),
			ask('reason', 'What is it for?', 'longtext', true),
			ask('replaces', 'Does it replace another one?', 'yesno'),
			ask('old_tag', 'Number on the sticker of the old one', 'text', false, {
				...when('replaces', true),
				hint: 'Begins with AF, on the underside.'
			})
		]
	},
	{
		key: 'monitor',
		title: 'Additional screen',
		description: 'One 27-inch screen per desk.',
		category: 'Equipment',
		icon: 'monitor',
		kind: 'request',
		team: 'field',
		needsApproval: false,
		form: [
			ask('count', 'How many?', 'number', true, { min: 1, max: 4, whole: true }),
			ask('desk', 'Desk', 'text', true)
		]
	},
	{
		key: 'software',
		title: 'Software',
		description: 'Install or license a program.',
		category: 'Software',
		icon: 'package',
		kind: 'request',
		team: 'desk',
		needsApproval: true,
		form: [
			ask('name', 'Name of the program', 'text', true),
			ask('reason', 'What is it for?', 'longtext'),
			ask('owned', 'Is there a licence already?', 'yesno'),
			ask('cost_centre', 'Cost centre that pays for it', 'text', false, {
				...when('owned', false),
				format: 'digits',
				min: 4,
				max: 6
			})
		]
	},
	{
		key: 'access',
		title: 'Access to a folder or system',
		description: 'For you or for a new colleague.',
		category: 'Accounts',
		icon: 'folder-lock',
		kind: 'request',
		team: 'desk',
		needsApproval: true,
		form: [
			ask('system', 'Folder or system', 'text', true),
			choose('level', 'Access', ['Read', 'Change']),
			ask('temporary', 'Only for a while?', 'yesno'),
			ask('until', 'Until', 'date', true, when('temporary', true))
		]
	},
	{
		key: 'joiner',
		title: 'A new colleague starts',
		description: 'Account, equipment and keys, ready on the first day.',
		category: 'Accounts',
		icon: 'key-round',
		kind: 'request',
		team: 'desk',
		needsApproval: true,
		form: [
			ask('name', 'Name of the colleague', 'text', true, { min: 3 }),
			ask('first_day', 'First day', 'date', true),
			choose('works', 'Works mostly', ['In the office', 'In the warehouse', 'From home']),
			choose('laptop', 'Laptop', ['Light 13"', 'Standard 15"', 'None'], true, {
				...when('works', 'in_the_office', 'from_home')
			}),
			ask('ship_to', 'Address to send it to', 'longtext', true, {
				...when('laptop', 'light_13_', 'standard_15_'),
				hint: 'Or the place where it will be fetched.'
			}),
			ask('scanner', 'Needs a hand scanner', 'yesno', true, when('works', 'in_the_warehouse'))
		]
	},
	{
		key: 'repair_visit',
		title: 'Someone should come by',
		description: 'A technician comes to your desk or gate.',
		category: 'Equipment',
		icon: 'wrench',
		kind: 'request',
		team: 'field',
		needsApproval: false,
		form: [
			ask('where', 'Where exactly?', 'text', true),
			choose('when', 'When does it suit you?', ['Any time', 'Mornings', 'Afternoons', 'On a day']),
			ask('day', 'Which day?', 'date', true, when('when', 'on_a_day'))
		]
	}
] as const satisfies readonly SeedItem[];

export type ItemKey = (typeof catalogue)[number]['key'];
