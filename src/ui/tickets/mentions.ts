/** A colleague whom a note names. */
export type Mention = { readonly id: string; readonly name: string };

/** At most as many words as a name has before one stops looking for a person in them. */
const sought = /(?:^|[\s(])@(\p{L}[\p{L}\p{M}'’.-]*(?: \p{L}[\p{L}\p{M}'’.-]*){0,2})$/u;

/** The name that is being typed before the caret, after an @; `from` = where the @ stands. */
export function mentionAt(
	text: string,
	caret: number
): { readonly from: number; readonly query: string } | undefined {
	const query = sought.exec(text.slice(0, caret))?.[1];
	return query === undefined ? undefined : { from: caret - query.length - 1, query };
}

/** The text with the name in the place of what was typed, and where the caret then stands. */
export function withMention(
	text: string,
	{ from, query }: { readonly from: number; readonly query: string },
	name: string
): { readonly text: string; readonly caret: number } {
	const before = `${text.slice(0, from)}@${name} `;
	const after = text.slice(from + 1 + query.length).replace(/^ /, '');
	return { text: before + after, caret: before.length };
}

/** Of those who were picked, whose name is still in the text; each once, as a command takes them. */
export function mentionsIn(text: string, picked: readonly Mention[]): readonly string[] {
	const named = picked.filter(({ name }) => text.includes(`@${name}`));
	return [...new Set(named.map(({ id }) => id))].slice(0, 20);
}
