import { give, note, say, step, watching, type Story } from './stories.ts';

export const incidents: readonly Story[] = [
	{
		key: 'dock-scanner',
		kind: 'incident',
		title: 'Hand scanner at gate 4 does not read labels',
		description:
			'Since this morning it beeps but the order does not open. The other scanners work.',
		by: 'rosa',
		hoursAgo: 2,
		urgency: 1,
		item: 'broken',
		deeds: [
			give('greta', 12, 'field', 'timo'),
			say('timo', 6, 'I am in hall 2 and come by before ten. Please keep it on the charger.'),
			step('timo', 30, 'start', 'assigned')
		]
	},
	{
		key: 'printer-jam',
		kind: 'incident',
		title: 'Printer on the second floor jams on every page',
		description: 'We cleared the tray twice. The display shows 13.B2.',
		by: 'jonas',
		hoursAgo: 27,
		item: 'printer',
		answers: { where: 'Second floor, next to the kitchen', fault: 'jams', code: '13.B2' },
		deeds: [
			step('timo', 70, 'start', 'assigned'),
			note('timo', 20, 'Pick-up roller is worn. Part ordered, arrives tomorrow.'),
			step(
				'timo',
				2,
				'pend',
				'in_progress',
				'part',
				'A part is on its way. Please use floor three.'
			)
		]
	},
	{
		key: 'vpn-porto',
		kind: 'incident',
		title: 'VPN drops every ten minutes in Porto',
		description: 'Calls break off. It started after the weekend.',
		by: 'clara',
		hoursAgo: 20,
		urgency: 1,
		item: 'network',
		answers: { kind: 'vpn', others: true, how_many: 12 },
		deeds: [
			give('yuki', 25, 'platform', 'yuki'),
			step('yuki', 3, 'start', 'assigned'),
			note('yuki', 40, 'Rekey interval on the new gateway is 600 s; the old one had 8 h.'),
			watching('erik', 5),
			say(
				'yuki',
				4,
				'We found a setting that ends the connection. The fix goes in tonight at 20:00.'
			)
		]
	},
	{
		key: 'locked-out',
		kind: 'incident',
		title: 'Locked out after holiday',
		description: 'I do not remember the new password and now the account is locked.',
		by: 'amir',
		hoursAgo: 50,
		item: 'password',
		answers: { account: 'Windows' },
		deeds: [
			step('nuno', 9, 'start', 'assigned'),
			step(
				'nuno',
				6,
				'resolve',
				'in_progress',
				'fixed',
				'Unlocked; you set a new password by phone.'
			),
			step('amir', 30, 'confirm', 'resolved')
		]
	},
	{
		key: 'beamer',
		kind: 'incident',
		title: 'Meeting room Elbe: screen stays black',
		description: 'Cable is in, the laptop sees the screen. Customer visit at 14:00.',
		by: 'vera',
		enteredBy: 'greta',
		hoursAgo: 3,
		urgency: 1,
		impact: 2,
		item: 'broken',
		tags: ['meeting room'],
		deeds: [
			give('greta', 1, 'field', 'timo'),
			note('greta', 1, 'She needs an answer before 13:30.')
		]
	},
	{
		key: 'slow-erp',
		kind: 'incident',
		title: 'Order entry is very slow',
		description: 'Saving an order takes 30 seconds. Three colleagues see the same.',
		by: 'rosa',
		hoursAgo: 6,
		urgency: 1,
		item: 'broken',
		deeds: [
			give('nuno', 10, 'platform', 'erik'),
			step('erik', 8, 'start', 'assigned'),
			note('erik', 22, 'Lock waits on the order table, nightly statement run still going.')
		]
	},
	{
		key: 'headset',
		kind: 'incident',
		title: 'Headset crackles',
		description: 'Left side only.',
		by: 'jonas',
		hoursAgo: 96,
		urgency: 3,
		item: 'broken',
		deeds: [
			give('greta', 60, 'desk', 'greta'),
			say('greta', 5, 'Does it also happen on another port?'),
			step('greta', 1, 'pend', 'assigned', 'requester', 'Waiting for your answer.'),
			say('jonas', 180, 'Yes, on both ports.'),
			step(
				'greta',
				60,
				'resolve',
				'in_progress',
				'replaced',
				'A new headset lies at the desk for you.'
			)
		]
	},
	{
		key: 'wifi-hall',
		kind: 'incident',
		title: 'No Wi-Fi in the north corner of hall 3',
		description: 'The tablets lose the connection between rows 40 and 48.',
		by: 'rosa',
		hoursAgo: 72,
		item: 'network',
		answers: { kind: 'wi_fi', wi_fi: 'warehouse', others: true, how_many: 9 },
		deeds: [
			step('erik', 120, 'start', 'assigned'),
			step(
				'erik',
				90,
				'resolve',
				'in_progress',
				'fixed',
				'The access point had lost power; it is back.'
			),
			step(
				'rosa',
				600,
				'reopen',
				'resolved',
				null,
				'It is gone again since the forklift charged there.'
			)
		]
	},
	{
		key: 'mail-double',
		kind: 'incident',
		title: 'E-mails arrive twice',
		description: 'Only from outside.',
		by: 'clara',
		hoursAgo: 30,
		item: 'broken',
		deeds: []
	},
	{
		key: 'keyboard',
		kind: 'incident',
		title: 'Keyboard: letter E sticks',
		description: '',
		by: 'amir',
		hoursAgo: 1,
		urgency: 3,
		item: 'broken',
		deeds: []
	},
	{
		key: 'twofactor',
		kind: 'incident',
		title: 'New phone, second factor is gone',
		description: 'The old phone is already returned.',
		by: 'clara',
		hoursAgo: 4,
		item: 'password',
		answers: { account: 'Mail' },
		deeds: [say('nuno', 15, 'Please come to the desk with your badge, any time until 17:00.')]
	},
	{
		key: 'badge-door',
		kind: 'incident',
		title: 'Badge does not open the side entrance',
		description: 'Main entrance works.',
		by: 'jonas',
		hoursAgo: 140,
		item: 'broken',
		deeds: [
			give('greta', 30, 'field', 'timo'),
			step(
				'greta',
				60,
				'cancel',
				'assigned',
				'out_of_scope',
				'The landlord runs this door; we told them.'
			)
		]
	},
	{
		key: 'mistaken',
		kind: 'incident',
		title: 'Calendar shows the wrong time',
		description: 'All meetings are one hour late.',
		by: 'vera',
		hoursAgo: 200,
		item: 'broken',
		deeds: [step('vera', 20, 'withdraw', 'new', null, 'My phone was set to another zone.')]
	}
];
