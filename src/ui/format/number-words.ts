const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** By locale: making one takes longer than drawing a row. */
const plain = new Map<string, Intl.NumberFormat>();

/** A number with the locale's grouping: "1,240". */
export function numberWords(value: number, locale: string): string {
	const format = plain.get(locale) ?? new Intl.NumberFormat(locale);
	plain.set(locale, format);
	return format.format(value);
}

/** A size in decimal units, one digit after the point below ten: "0.7 MB", "312 MB". From 100 kB on it counts in MB. */
export function byteWords(bytes: number, locale: string): string {
	const step = bytes < 1e3 ? 0 : bytes < 1e5 ? 1 : bytes < 1e9 ? 2 : bytes < 1e12 ? 3 : 4;
	const value = bytes / 1000 ** step;
	return new Intl.NumberFormat(locale, {
		style: 'unit',
		unit: UNITS[step] ?? 'terabyte',
		unitDisplay: 'short',
		maximumFractionDigits: value < 10 ? 1 : 0
	}).format(value);
}
