/** "German" for `de`, in the reader's language; the tag itself for one that nobody knows. */
export function languageWords(tag: string, locale: string): string {
	try {
		return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
	} catch {
		return tag;
	}
}

/** "Deutsch" for `de`: how its own readers call it. */
export function ownLanguageWords(tag: string): string {
	const words = languageWords(tag, tag);
	return words.charAt(0).toLocaleUpperCase(tag) + words.slice(1);
}
