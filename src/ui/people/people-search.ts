import type { Person } from '#domain/identity/index.ts';

const MOST = 8;
const fold = (text: string): string =>
	text.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '');

/** People whose name or address holds every word, accents aside; names that begin with the text come first. */
export function peopleMatching(
	text: string,
	rows: readonly Person[],
	most = MOST
): readonly Person[] {
	const words = fold(text).split(/\s+/).filter(Boolean);
	const [first] = words;
	if (first === undefined) return [];
	const found = rows.filter((person) => {
		const said = `${fold(person.name)} ${fold(person.email)}`;
		return words.every((word) => said.includes(word));
	});
	const rank = (person: Person) => (fold(person.name).startsWith(first) ? 0 : 1);
	return found.toSorted((one, other) => rank(one) - rank(other)).slice(0, most);
}
