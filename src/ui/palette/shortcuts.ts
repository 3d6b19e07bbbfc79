import { m } from '#messages/generated/messages.js';
import { placesFor, mePlace } from '#ui/session/places.ts';
import { sideOf, type May } from '#ui/session/side.ts';
import { placeKeys } from './places.ts';

export interface Shortcut {
	readonly keys: string;
	readonly words: string;
	/** A single letter or sign, which can be switched off. */
	readonly single: boolean;
}

export interface ShortcutSection {
	readonly heading: string;
	readonly shortcuts: readonly Shortcut[];
}

const letter = (keys: string, words: string): Shortcut => ({ keys, words, single: true });
const always = (keys: string, words: string): Shortcut => ({ keys, words, single: false });

/** Every key of the app that does something for this person. */
export function shortcutsFor(may: May): readonly ShortcutSection[] {
	const desk = sideOf(may) === 'desk';
	const places = [...placesFor(may), { href: '/outbox', label: m.palette_outbox() }, mePlace()];
	const everywhere: ShortcutSection = {
		heading: m.keys_everywhere(),
		shortcuts: [
			always('Ctrl K', m.palette_title()),
			letter('/', m.keys_search()),
			letter('?', m.keys_title()),
			always('Ctrl Z', m.keys_undo()),
			...(desk ? [letter('C', m.queue_new())] : []),
			...places.flatMap(({ href, label }) => {
				const key = Object.keys(placeKeys).find((name) => placeKeys[name] === href);
				const words = m.palette_go_to({ place: label });
				return key === undefined ? [] : [letter(`G ${key.toUpperCase()}`, words)];
			})
		]
	};
	return desk ? [everywhere, listKeys(), ticketKeys()] : [everywhere];
}

function listKeys(): ShortcutSection {
	return {
		heading: m.keys_list(),
		shortcuts: [
			letter('J', m.keys_next_row()),
			letter('K', m.keys_previous_row()),
			always('↓', m.keys_next_row()),
			always('↑', m.keys_previous_row()),
			always('Enter', m.keys_open_row()),
			letter('X', m.keys_select_row()),
			letter('Shift X', m.keys_select_range()),
			always('Ctrl A', m.keys_select_all()),
			always('Esc', m.keys_select_none())
		]
	};
}

function ticketKeys(): ShortcutSection {
	return {
		heading: m.keys_ticket(),
		shortcuts: [
			letter('A', m.ticket_assign()),
			letter('S', m.keys_usual_step()),
			letter('E', m.keys_edit()),
			always('Ctrl Enter', m.keys_send())
		]
	};
}
