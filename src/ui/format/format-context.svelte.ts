import { getContext, setContext } from 'svelte';
import { deviceZone } from '#client/device-zone.ts';
import { getLocale } from '#messages/generated/runtime.js';
import type { FormatSettings } from './format-settings.ts';

const KEY = Symbol('format settings');

/** Called once by the outermost layout with a reader of the person's settings; every component below follows their changes. */
export function provideFormat(read: () => FormatSettings): void {
	setContext(KEY, read);
}

/** The settings in force; without a provider, the device's own. */
export function useFormat(): () => FormatSettings {
	return getContext<(() => FormatSettings) | undefined>(KEY) ?? deviceFormat;
}

/** The device's settings: its regional form of the language shown ("en-GB" for "en"), its zone. */
export function deviceFormat(): FormatSettings {
	const shown = getLocale();
	const regional = navigator.languages.find((tag) => tag === shown || tag.startsWith(`${shown}-`));
	return { locale: regional ?? shown, zone: deviceZone() };
}
