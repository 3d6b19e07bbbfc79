import type { Icon } from './icon-type.ts';

export interface MenuItem {
	readonly label: string;
	readonly icon?: Icon;
	/** Shown at the end: "A", "Ctrl K". */
	readonly keys?: string;
	readonly danger?: boolean;
	readonly disabled?: boolean;
	/** Draws a line above it. */
	readonly apart?: boolean;
	readonly onselect: () => void;
}

/** How the button of a menu looks. */
export interface MenuLook {
	/** The words on the button, or its accessible name when it shows only an icon. */
	readonly label: string;
	/** An icon alone (three dots) instead of words and a chevron. */
	readonly compact: boolean;
	readonly icon: Icon | undefined;
	readonly kind: 'plain' | 'quiet';
}
