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

function ask(id: string, label: string, type: Question['type'], required = false): Question {
	return { id, label, type, required, options: [] };
}

function choose(id: string, label: string, options: readonly string[], required = true): Question {
	const named = options.map((option) => ({
		id: option.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'),
		label: option
	}));
	return { id, label, type: 'choice', required, options: named };
}

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
			ask('code', 'Code on the display', 'text')
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
			ask('others', 'Are colleagues affected too?', 'yesno')
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
		form: [ask('account', 'Which account?', 'text', true)]
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
			ask('reason', 'What is it for?', 'longtext', true)
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
		form: [ask('count', 'How many?', 'number', true), ask('desk', 'Desk', 'text', true)]
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
			ask('reason', 'What is it for?', 'longtext')
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
			ask('until', 'Until', 'date')
		]
	}
] as const satisfies readonly SeedItem[];

export type ItemKey = (typeof catalogue)[number]['key'];
