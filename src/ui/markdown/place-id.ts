/** Letters, digits and dashes; in front what no id of the page begins with, so that a heading never takes one's name. */
const PREFIX = 'part-';

/** The id of a heading in the page, by its name in the article. */
export function placeId(slug: string): string {
	return `${PREFIX}${slug}`;
}
