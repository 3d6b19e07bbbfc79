import Keyboard from '@lucide/svelte/icons/keyboard';
import Plus from '@lucide/svelte/icons/plus';
import Send from '@lucide/svelte/icons/send';
import { m } from '#messages/generated/messages.js';
import { mePlace, placesFor } from '#ui/session/places.ts';
import { sideOf, type May } from '#ui/session/side.ts';
import type { PaletteOffer } from './palette.svelte.ts';

/** After G, the letter that leads to a place. */
export const placeKeys: Readonly<Record<string, string>> = {
	q: '/queue',
	h: '/',
	r: '/requests',
	p: '/people',
	o: '/outbox',
	s: '/settings'
};

function keysOf(href: string): string | undefined {
	const letter = Object.keys(placeKeys).find((key) => placeKeys[key] === href);
	return letter === undefined ? undefined : `G ${letter.toUpperCase()}`;
}

interface Ways {
	readonly go: (href: string) => void;
	readonly showKeys: () => void;
}

/** What there is everywhere: something new, the places, the list of keys. */
export function pageOffers(may: May, { go, showKeys }: Ways): readonly PaletteOffer[] {
	const desk = sideOf(may) === 'desk';
	const outbox = { href: '/outbox', label: m.palette_outbox(), icon: Send };
	return [
		{
			heading: m.palette_create(),
			commands: [
				...(desk
					? [
							{
								id: 'new-ticket',
								label: m.queue_new(),
								icon: Plus,
								keys: 'C',
								run: () => go('/tickets/new')
							}
						]
					: []),
				{ id: 'new-request', label: m.palette_new_request(), icon: Plus, run: () => go('/new') }
			]
		},
		{
			heading: m.palette_go(),
			commands: [...placesFor(may), outbox, mePlace()].map(({ href, label, icon }) => ({
				id: href,
				label: m.palette_go_to({ place: label }),
				icon,
				keys: keysOf(href),
				run: () => go(href)
			}))
		},
		{
			heading: m.palette_help(),
			commands: [{ id: 'keys', label: m.keys_title(), icon: Keyboard, keys: '?', run: showKeys }]
		}
	];
}

/** The places to which G and a letter lead this person. */
export function placeAt(letter: string, may: May): string | undefined {
	const href = placeKeys[letter];
	const own = [...placesFor(may).map((place) => place.href), '/outbox', mePlace().href];
	return href !== undefined && own.includes(href) ? href : undefined;
}
