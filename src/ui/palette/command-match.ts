/** Letters without their marks, so that "resume" finds "Résumé". */
function plain(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * How well a command's words fit what was typed: 0 when some typed word begins none of them, higher the more they fit
 * at the front.
 */
export function fitOf(typed: string, label: string): number {
	const wanted = plain(typed)
		.split(/\s+/)
		.filter((word) => word !== '');
	const words = plain(label).split(/[\s\p{P}]+/u);
	let fit = 1;
	for (const word of wanted) {
		const at = words.findIndex((other) => other.startsWith(word));
		if (at < 0) return 0;
		fit += 1 / (1 + at);
	}
	return fit;
}

/** Those that fit, best first; all of them, as they stand, when nothing was typed. */
export function fitting<Item extends { readonly label: string }>(
	typed: string,
	items: readonly Item[]
): readonly Item[] {
	if (typed.trim() === '') return items;
	return items
		.map((item) => ({ item, fit: fitOf(typed, item.label) }))
		.filter(({ fit }) => fit > 0)
		.toSorted((one, other) => other.fit - one.fit)
		.map(({ item }) => item);
}
