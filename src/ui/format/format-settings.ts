/** How one person reads times and numbers; a user setting (language, zone, 12 or 24 hours). */
export type FormatSettings = {
	/** BCP 47 tag, for example "en-GB" */
	readonly locale: string;
	/** IANA zone, for example "Europe/Berlin" */
	readonly zone: string;
	/** Absent: as the locale does. */
	readonly hours?: 'h12' | 'h23';
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date format kept for reuse: making one costs about 50 µs, and lists ask for thousands. */
export function dateFormat(
	settings: FormatSettings,
	options: Intl.DateTimeFormatOptions
): Intl.DateTimeFormat {
	const key = `${settings.locale}|${settings.zone}|${settings.hours ?? ''}|${JSON.stringify(options)}`;
	const kept = formats.get(key);
	if (kept) return kept;
	const hours = settings.hours && options.hour ? { hourCycle: settings.hours } : {};
	const made = new Intl.DateTimeFormat(settings.locale, {
		timeZone: settings.zone,
		...hours,
		...options
	});
	formats.set(key, made);
	return made;
}
