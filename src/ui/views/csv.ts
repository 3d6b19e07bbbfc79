/** Tells programs that ask for it that the text is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A spreadsheet takes what begins with one of these for a formula and runs it; some do so behind blanks, or for the
 * full-width form of the sign.
 */
const FORMULA = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** One value as RFC 4180 writes it. What could be a formula gets an apostrophe before it, which makes it a text. */
export function csvCell(text: string): string {
	const safe = FORMULA.test(text) ? `'${text}` : text;
	return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line with its end. */
export function csvLine(cells: readonly string[]): string {
	return `${cells.map(csvCell).join(',')}\r\n`;
}
