/** What a person may choose; "system" follows the device, its contrast preference included. */
export type ThemeChoice = 'system' | 'light' | 'dark' | 'contrast';

const KEY = 'waypost.theme';
const STORED: readonly string[] = ['light', 'dark', 'contrast'];

/** The choice stored on this device; "system" when there is none or storage is forbidden. */
export function readThemeChoice(): ThemeChoice {
	try {
		const stored = localStorage.getItem(KEY);
		return stored !== null && STORED.includes(stored) ? (stored as ThemeChoice) : 'system';
	} catch {
		return 'system';
	}
}

/** Stores the choice and shows it at once; static/theme.js listens, here and in other tabs. */
export function chooseTheme(choice: ThemeChoice): void {
	try {
		if (choice === 'system') localStorage.removeItem(KEY);
		else localStorage.setItem(KEY, choice);
	} catch {
		// Without storage the choice lasts for this page only, set below by hand.
		if (choice === 'system') delete document.documentElement.dataset['theme'];
		else document.documentElement.dataset['theme'] = choice;
		return;
	}
	dispatchEvent(new Event('waypost:theme'));
}
