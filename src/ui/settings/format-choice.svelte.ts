import { deviceFormat } from '#ui/format/format-context.svelte.ts';
import type { FormatSettings } from '#ui/format/format-settings.ts';

const KEY = 'waypost.hours';
export type HoursChoice = 'locale' | 'h12' | 'h23';

function readHours(): HoursChoice {
	try {
		const stored = localStorage.getItem(KEY);
		return stored === 'h12' || stored === 'h23' ? stored : 'locale';
	} catch {
		return 'locale';
	}
}

/** How this device shows times: the language's way unless the person chose another clock. */
class FormatChoice {
	#hours = $state(readHours());

	get hours(): HoursChoice {
		return this.#hours;
	}

	get settings(): FormatSettings {
		const device = deviceFormat();
		return this.#hours === 'locale' ? device : { ...device, hours: this.#hours };
	}

	choose(hours: HoursChoice): void {
		this.#hours = hours;
		try {
			localStorage.setItem(KEY, hours);
		} catch {
			// Without storage the choice lasts as long as the page.
		}
	}
}

export const formatChoice = new FormatChoice();
