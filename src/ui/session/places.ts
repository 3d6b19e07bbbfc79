import BookOpen from '@lucide/svelte/icons/book-open';
import BookOpenText from '@lucide/svelte/icons/book-open-text';
import Contact from '@lucide/svelte/icons/contact';
import House from '@lucide/svelte/icons/house';
import Inbox from '@lucide/svelte/icons/inbox';
import Plus from '@lucide/svelte/icons/plus';
import TicketIcon from '@lucide/svelte/icons/ticket';
import User from '@lucide/svelte/icons/user';
import { m } from '#messages/generated/messages.js';
import type { Place } from '#ui/shell/place.ts';
import { sideOf, type May } from './side.ts';

/** Where the person can go, the own place (`mePlace`) aside: the shells put that one last. */
export function placesFor(may: May): readonly Place[] {
	const people: Place[] = may('identity.manage')
		? [{ href: '/people', label: m.place_people(), icon: Contact }]
		: [];
	const knowledge: Place = { href: '/knowledge', label: m.place_knowledge(), icon: BookOpen };
	if (sideOf(may) === 'desk') {
		return [
			{ href: '/queue', label: m.place_queue(), icon: Inbox },
			knowledge,
			{ href: '/requests', label: m.place_requests(), icon: TicketIcon },
			...people,
			...contentPlace(may)
		];
	}
	return [
		{ href: '/', label: m.place_home(), icon: House },
		{ href: '/requests', label: m.place_requests(), icon: TicketIcon },
		// The bar of a phone holds four places, the own one among them.
		...(people.length > 0 ? people : [knowledge]),
		...contentPlace(may)
	];
}

/** Where the person makes what others read and use: articles, forms, announcements, macros. */
export function contentPlaces(may: May): readonly { href: string; label: string }[] {
	const all = [
		{ needs: 'knowledge.write', href: '/workshop', label: m.content_articles() },
		{ needs: 'catalog.manage', href: '/catalogue', label: m.content_forms() },
		{ needs: 'announcements.manage', href: '/announcements', label: m.content_announcements() },
		{ needs: 'tickets.keep_macro', href: '/macros', label: m.content_macros() }
	];
	return all.filter(({ needs }) => may(needs)).map(({ href, label }) => ({ href, label }));
}

/** All of them behind one entry, which leads to the first. */
function contentPlace(may: May): readonly Place[] {
	const [first, ...others] = contentPlaces(may);
	if (!first) return [];
	const also = others.map(({ href }) => href);
	return [{ href: first.href, also, label: m.place_content(), icon: BookOpenText }];
}

export function mePlace(): Place {
	return { href: '/settings', label: m.place_me(), icon: User };
}

export function newPlace(): Place {
	return { href: '/new', label: m.place_new(), icon: Plus };
}
