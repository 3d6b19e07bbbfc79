import { give, note, say, step, type Story } from './stories.ts';

export const requests: readonly Story[] = [
	{
		key: 'laptop-rosa',
		kind: 'request',
		title: 'New laptop',
		description: '',
		by: 'rosa',
		hoursAgo: 48,
		item: 'laptop',
		answers: { model: 'standard_15_', reason: 'The old one no longer gets updates.' },
		deeds: [
			step('malik', 200, 'approve', 'waiting_approval', null, 'Due for replacement anyway.'),
			give('timo', 30, 'field', 'timo'),
			step('timo', 10, 'start', 'approved')
		]
	},
	{
		key: 'laptop-amir',
		kind: 'request',
		title: 'New laptop',
		description: 'For rendering.',
		by: 'amir',
		hoursAgo: 5,
		item: 'laptop',
		answers: { model: 'workstation', reason: 'Packaging models take an hour to open.' },
		deeds: []
	},
	{
		key: 'screen-clara',
		kind: 'request',
		title: 'Additional screen',
		description: '',
		by: 'clara',
		hoursAgo: 90,
		item: 'monitor',
		answers: { count: 1, desk: 'P-2.14' },
		deeds: [
			step('ines', 300, 'start', 'new'),
			say('ines', 5, 'I bring it on Thursday morning.'),
			step('ines', 900, 'fulfil', 'fulfilling', 'delivered', 'Screen and cable are at P-2.14.'),
			step('clara', 60, 'confirm', 'fulfilled')
		]
	},
	{
		key: 'screen-jonas',
		kind: 'request',
		title: 'Two screens for the planning desk',
		description: 'For the new shift planner.',
		by: 'jonas',
		hoursAgo: 22,
		item: 'monitor',
		answers: { count: 2, desk: 'H-1.02' },
		deeds: [step('timo', 100, 'start', 'new'), note('timo', 5, 'One left in stock, one ordered.')]
	},
	{
		key: 'software-cad',
		kind: 'request',
		title: 'Drawing program for packaging',
		description: '',
		by: 'amir',
		hoursAgo: 120,
		item: 'software',
		answers: { name: 'QuickDraft', reason: 'Customer sends drawings in this format.' },
		deeds: [
			step(
				'petra',
				400,
				'reject',
				'waiting_approval',
				null,
				'The viewer we have opens this format.'
			)
		]
	},
	{
		key: 'software-pdf',
		kind: 'request',
		title: 'Program to sign documents',
		description: '',
		by: 'vera',
		hoursAgo: 60,
		item: 'software',
		answers: { name: 'SignRight' },
		deeds: [
			step('malik', 45, 'approve', 'waiting_approval'),
			give('greta', 10, 'desk', 'greta'),
			step(
				'greta',
				5,
				'fulfil',
				'approved',
				'delivered',
				'Installed; you find it in the start menu.'
			)
		]
	},
	{
		key: 'access-finance',
		kind: 'request',
		title: 'Read access to the finance folder',
		description: 'For the audit next month.',
		by: 'rosa',
		hoursAgo: 10,
		item: 'access',
		answers: { system: 'Finance / Audit', level: 'read' },
		deeds: [note('greta', 20, 'Owner of the folder is on leave until Monday.')]
	},
	{
		key: 'access-newhire',
		kind: 'request',
		title: 'Access for our new colleague in Porto',
		description: 'She starts on the first of the month.',
		by: 'clara',
		enteredBy: 'nuno',
		hoursAgo: 33,
		impact: 3,
		item: 'access',
		answers: { system: 'Warehouse system', level: 'change' },
		deeds: [
			step('malik', 90, 'approve', 'waiting_approval'),
			give('nuno', 10, 'desk', 'nuno'),
			step('nuno', 20, 'start', 'approved')
		]
	},
	{
		key: 'adapter',
		kind: 'request',
		title: 'USB-C adapter for the meeting room',
		description: 'Ours has disappeared.',
		by: 'jonas',
		hoursAgo: 8,
		urgency: 3,
		deeds: [give('greta', 30, 'desk', 'greta')]
	},
	{
		key: 'phone-case',
		kind: 'request',
		title: 'Case for the shift phone',
		description: '',
		by: 'rosa',
		hoursAgo: 170,
		urgency: 3,
		deeds: [step('rosa', 15, 'withdraw', 'new', null, 'Found one.')]
	},
	{
		key: 'shared-box',
		kind: 'request',
		title: 'Gemeinsames Postfach für die Fahrzeugdisposition',
		description: 'Fünf Personen sollen senden und lesen können.',
		by: 'jonas',
		hoursAgo: 16,
		deeds: [
			give('greta', 40, 'desk', 'greta'),
			say('greta', 5, 'Wie soll die Adresse lauten?'),
			say('jonas', 25, 'dispo@alder-finch.example, bitte.')
		]
	},
	{
		key: 'label-rolls',
		kind: 'request',
		title: 'Label rolls 62 mm, ten pieces',
		description: '',
		by: 'clara',
		hoursAgo: 12,
		urgency: 3,
		deeds: [give('nuno', 15, 'field', 'ines'), step('ines', 20, 'start', 'new')]
	}
];
