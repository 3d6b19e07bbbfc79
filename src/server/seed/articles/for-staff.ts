import { lines, type SeedArticle } from './article.ts';

export const forStaff: readonly SeedArticle[] = [
	{
		key: 'laptop-handover',
		language: 'en',
		title: 'Hand over a laptop',
		summary: 'Checklist for the technician: before, at the desk, and with the old machine.',
		audience: 'staff',
		category: 'Equipment',
		tags: ['laptop', 'handover', 'checklist'],
		by: 'ines',
		state: 'published',
		used: [{ ticket: 'laptop-rosa', by: 'timo' }],
		body: lines(
			'## Before',
			'',
			'- the number of the sticker is in the request',
			'- the disk is encrypted and the recovery key is filed',
			'- updates are done: an hour of waiting at the desk is an hour lost twice',
			'',
			'## At the desk',
			'',
			'1. Let the person sign in, and wait until mail and files are there.',
			'2. Print one page. Open one file from the department share.',
			'3. Show where to ask for help, and say the name of the desk.',
			'',
			'## The old machine',
			'',
			'Keep it for ten working days, locked away, then wipe it. Note the day in the request.'
		)
	},
	{
		key: 'caller-identity',
		language: 'en',
		title: 'Who is calling? Before you reset anything',
		summary: 'How we make sure that the person is the person; no exceptions, whoever asks.',
		audience: 'desk',
		category: 'Security',
		tags: ['password', 'identity', 'reset', 'badge'],
		by: 'greta',
		state: 'published',
		used: [{ ticket: 'locked-out', by: 'greta' }],
		body: lines(
			'1. In person: badge, and the face on it.',
			'2. By phone: call back on the number in the directory. Never on one that the caller gives.',
			'3. By mail: not at all. Answer that we call.',
			'',
			'A caller who is in a hurry, important or angry is a reason to be slower. If in doubt, ask the lead of the person.',
			'',
			'> Nobody at the desk gets into trouble for a reset that came ten minutes later.'
		)
	},
	{
		key: 'mail-loop',
		language: 'en',
		title: 'Mail arrives twice: find the loop',
		summary: 'Two rules that forward to each other, and how to tell which one came first.',
		audience: 'desk',
		category: 'Mail',
		tags: ['mail', 'rule', 'forward', 'loop'],
		by: 'nuno',
		state: 'draft',
		body: lines(
			'1. Open the headers of both copies and compare the lines that begin with `Received`.',
			'2. The first line that differs names the mailbox that sent it on.',
			'3. Switch off the rule there, not the one of the person who complains.'
		)
	},
	{
		key: 'vpn-gateway',
		language: 'en',
		title: 'VPN gateway: change of a setting and way back',
		summary: 'Run book for the pair of gateways: drain one, change, watch, then the other.',
		audience: 'ops',
		category: 'Network',
		tags: ['vpn', 'gateway', 'runbook'],
		by: 'erik',
		state: 'published',
		reviewIn: 90,
		body: lines(
			'## Before',
			'',
			'1. An approved change, and a colleague who watches.',
			'2. Export the configuration of **both** gateways. The names end in `a` and `b`.',
			'',
			'## Change',
			'',
			'1. Drain `b` and wait until fewer than five sessions are left.',
			'2. Change `b`. Connect from outside and stay connected for longer than one rekey interval.',
			'3. Let it run for an hour, then do the same with `a`.',
			'',
			'## Way back',
			'',
			'```',
			'gateway restore b --from export',
			'gateway undrain b',
			'```',
			'',
			'It takes four minutes. Tell the desk before and after.'
		)
	},
	{
		key: 'wifi-survey',
		language: 'en',
		title: 'Measure Wi-Fi between high racks',
		summary: 'Where to stand, what to note, and from which value on tablets lose the connection.',
		audience: 'ops',
		category: 'Network',
		tags: ['wi-fi', 'warehouse', 'survey'],
		by: 'yuki',
		state: 'published',
		used: [{ ticket: 'wifi-hall', by: 'erik' }],
		body: lines(
			'Full racks swallow more than empty ones. Measure on a day when the hall is full.',
			'',
			'1. Walk each aisle at walking pace with a tablet, not with a laptop: its antenna is the one that matters.',
			'2. Note row, signal and the access point every ten metres.',
			'3. Below **-72 dBm** the tablets begin to look for another access point and stop for seconds.',
			'4. Two neighbours on one channel are worse than a weak signal: change the channel first.'
		)
	},
	{
		key: 'old-scanner-cradle',
		language: 'en',
		title: 'Four-slot cradle of the old scanners',
		summary: 'How to reset the old cradle. It has been replaced everywhere.',
		audience: 'staff',
		category: 'Warehouse',
		tags: ['scanner', 'cradle'],
		by: 'timo',
		state: 'retired',
		body: lines(
			'1. Take all four scanners out.',
			'2. Pull the plug for half a minute.',
			'3. Put the scanners back one at a time and wait for the green light of each.'
		)
	}
];
