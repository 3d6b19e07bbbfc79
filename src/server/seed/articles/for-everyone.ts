import { lines, type SeedArticle } from './article.ts';

export const forEveryone: readonly SeedArticle[] = [
	{
		key: 'printer-jam',
		language: 'en',
		title: 'Clear a paper jam',
		summary: 'Where the paper hides in our printers, and how to get it out without tearing it.',
		audience: 'everyone',
		category: 'Printing',
		tags: ['printer', 'paper', 'jam', '13.B2'],
		by: 'timo',
		state: 'published',
		used: [{ ticket: 'printer-jam', by: 'timo' }],
		rated: [
			{ by: 'jonas', helpful: true },
			{ by: 'amir', helpful: true, words: 'The hint about the rear door did it.' }
		],
		body: lines(
			'The display names the place: the letter after the dot is the door. `A` is the tray, `B` the rear door, `C` the lid.',
			'',
			'## Steps',
			'',
			'1. Open the door that the display names. Leave the printer switched on.',
			'2. Pull the sheet with **both hands** in the direction in which the paper runs. Never backwards.',
			'3. If it tears, look for the rest with the lamp of your phone. A scrap of a few millimetres is enough to jam again.',
			'4. Take the tray out, fan the paper, and set the guides so that they touch it lightly.',
			'5. Close everything. The printer goes on with the page where it stopped.',
			'',
			'## It jams again at once',
			'',
			'Damp paper is the usual reason near the loading gates. Put in a fresh packet from the cupboard. If that does not',
			'help, report it with the code on the display: the rollers may be worn, and we bring new ones.'
		),
		translation: {
			language: 'de',
			title: 'Papierstau beheben',
			summary: 'Wo das Papier in unseren Druckern steckt und wie es heil wieder herauskommt.',
			body: lines(
				'Das Display nennt die Stelle: Der Buchstabe nach dem Punkt ist die Klappe. `A` ist das Fach, `B` die hintere Klappe, `C` der Deckel.',
				'',
				'## Schritte',
				'',
				'1. Die genannte Klappe öffnen. Der Drucker bleibt an.',
				'2. Das Blatt mit **beiden Händen** in Laufrichtung herausziehen, nie rückwärts.',
				'3. Ist es gerissen, mit der Lampe des Telefons nach dem Rest suchen.',
				'4. Das Fach herausnehmen, das Papier auffächern, die Führungen leicht anlegen.',
				'5. Alles schließen. Der Drucker macht bei der angehaltenen Seite weiter.',
				'',
				'## Es staut sich sofort wieder',
				'',
				'In der Nähe der Tore ist das Papier oft feucht. Ein frisches Paket hilft. Wenn nicht, melde es mit dem Code im Display.'
			)
		}
	},
	{
		key: 'second-factor',
		language: 'en',
		title: 'Move your second factor to a new phone',
		summary:
			'Do it while you still have the old phone; if that is gone, this is how you get in again.',
		audience: 'everyone',
		category: 'Accounts',
		tags: ['phone', 'sign-in', 'two-factor', 'code'],
		by: 'nuno',
		state: 'published',
		used: [{ ticket: 'twofactor', by: 'nuno' }],
		rated: [{ by: 'clara', helpful: false, words: 'It does not say where the desk in Porto is.' }],
		body: lines(
			'## You still have the old phone',
			'',
			'1. Sign in on a computer and open **Settings**, then **Security**.',
			'2. Choose **Add a device** and scan the square with the new phone.',
			'3. Type the six digits that the new phone shows.',
			'4. Only then remove the old phone from the list, and wipe it.',
			'',
			'## The old phone is gone',
			'',
			'1. Use one of the ten recovery codes that you printed at the start. Each works once.',
			'2. No codes left? Come to the service desk with your badge. For your own safety we do not do this by phone or mail.',
			'',
			'Print new recovery codes afterwards and keep them where you keep your passport.'
		)
	},
	{
		key: 'vpn',
		language: 'en',
		title: 'The VPN breaks off or does not connect',
		summary: 'Four things to try before you report it, and what to tell us if they do not help.',
		audience: 'everyone',
		category: 'Network',
		tags: ['vpn', 'home office', 'connection'],
		by: 'yuki',
		state: 'revising',
		used: [{ ticket: 'vpn-porto', by: 'yuki' }],
		rated: [
			{ by: 'rosa', helpful: true },
			{ by: 'amir', helpful: false, words: 'In the hotel only the phone as hotspot worked.' }
		],
		body: lines(
			'1. Open any public page in the browser. If that does not load, the trouble lies with the connection, not with the VPN.',
			'2. In a hotel or train, a page asks for a room number or your consent first. Open a page that does not begin with `https` to see it.',
			'3. Quit the VPN program completely and start it again. Waking from sleep sometimes leaves a dead connection.',
			'4. Try the phone as a hotspot. If that works, the network where you are blocks the VPN.',
			'',
			'## What helps us',
			'',
			'- the time when it broke off, to the minute',
			'- the words or the number in the message',
			'- whether colleagues in the same place have it too'
		)
	},
	{
		key: 'phishing',
		language: 'en',
		title: 'A message looks wrong: what to do',
		summary:
			'How to tell a forged message, how to report it, and what to do if you have clicked already.',
		audience: 'everyone',
		category: 'Security',
		tags: ['mail', 'phishing', 'security', 'fraud'],
		by: 'erik',
		state: 'published',
		reviewIn: 20,
		rated: [{ by: 'vera', helpful: true }],
		body: lines(
			'## Signs',
			'',
			'- it hurries you, or threatens',
			'- the address behind the name is not one of ours, or nearly one',
			'- it asks for a password, a code or a payment',
			'',
			'## Report it',
			'',
			'Use **Report** in the mail program. Do not forward it. We look at it within the hour and warn the others.',
			'',
			'## You have clicked, or typed a password',
			'',
			'1. Say so at once. **Nobody is blamed for telling us**; every quarter of an hour counts.',
			'2. Change the password from another device.',
			'3. Leave the computer on and take it off the network: pull the cable, switch Wi-Fi off.'
		)
	},
	{
		key: 'scanner',
		language: 'en',
		title: 'Hand scanner: battery, cradle, first aid',
		summary: 'What the lights mean, how to restart it, and why it beeps without opening the order.',
		audience: 'everyone',
		category: 'Warehouse',
		tags: ['scanner', 'gate', 'label', 'battery'],
		by: 'ines',
		state: 'published',
		used: [{ ticket: 'dock-scanner', by: 'timo' }],
		body: lines(
			'| Light | Meaning |',
			'|---|---|',
			'| green, steady | ready |',
			'| green, blinking | charging |',
			'| amber | battery below a quarter |',
			'| red, blinking | no connection to the order system |',
			'',
			'## It beeps, but the order does not open',
			'',
			'1. Wipe the window with a dry cloth. A fine scratch reads as one line too many.',
			'2. Hold trigger and menu key together for eight seconds. It restarts in about a minute.',
			'3. Scan the **test label** inside the cradle. If that works, the printed label is the trouble: tell the shift lead.',
			'4. Still nothing? Put it in the cradle, take a spare from the shelf and report the number on the handle.'
		),
		translation: {
			language: 'de',
			title: 'Handscanner: Akku, Ladeschale, erste Hilfe',
			summary:
				'Was die Lampen bedeuten, wie man neu startet und warum er piept, ohne den Auftrag zu öffnen.',
			body: lines(
				'| Lampe | Bedeutung |',
				'|---|---|',
				'| grün | bereit |',
				'| grün, blinkt | lädt |',
				'| gelb | Akku unter einem Viertel |',
				'| rot, blinkt | keine Verbindung zum Auftragssystem |',
				'',
				'## Er piept, aber der Auftrag öffnet sich nicht',
				'',
				'1. Das Fenster mit einem trockenen Tuch abwischen.',
				'2. Abzug und Menütaste zusammen acht Sekunden halten. Der Neustart dauert etwa eine Minute.',
				'3. Das **Testetikett** in der Ladeschale scannen. Klappt das, liegt es am Etikett: Sag der Schichtleitung Bescheid.',
				'4. Sonst in die Schale stellen, Ersatz vom Regal nehmen und die Nummer am Griff melden.'
			)
		}
	},
	{
		key: 'meeting-room',
		language: 'en',
		title: 'Show your screen in a meeting room',
		summary: 'By cable or without, and what to do when the projector stays blue.',
		audience: 'everyone',
		category: 'Equipment',
		tags: ['projector', 'screen', 'meeting', 'sound'],
		by: 'timo',
		state: 'published',
		used: [{ ticket: 'beamer', by: 'timo' }],
		body: lines(
			'1. Press the green key on the wall plate once and wait half a minute: the lamp needs that long.',
			'2. Plug in the cable that lies on the table. It also charges your laptop.',
			'3. Press `Windows` + `P` and choose **Duplicate**.',
			'',
			'## It stays blue',
			'',
			'Press the green key again; it steps through the inputs. The sign on the wall shows which one belongs to the cable.',
			'',
			'## No sound',
			'',
			'Click the loudspeaker at the clock and choose the one that bears the name of the room.'
		)
	},
	{
		key: 'first-day',
		language: 'en',
		title: 'Your first day: account, Wi-Fi, printing',
		summary: 'Everything about IT that you need before lunch, in the order in which you need it.',
		audience: 'everyone',
		category: 'Getting started',
		tags: ['new', 'account', 'wi-fi', 'printer'],
		by: 'greta',
		state: 'in_review',
		body: lines(
			'1. Your lead has a letter with your user name and a password that works once. Choose your own at the first sign-in.',
			'2. Set up the second factor straight away, and print the recovery codes.',
			'3. Connect to the Wi-Fi *Office* with the same name and password.',
			'4. Send something to the printer *Follow me* and hold your badge to any printer.',
			'',
			'Something is missing? Ask for it under **New request**; your lead need not do that for you.'
		)
	}
];
