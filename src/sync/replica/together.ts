import { isRefusal, type Page, type SyncRefusal } from '../protocol/index.ts';

/** Pages that one transaction takes: the price of its durability is paid once for them all. */
const PAGES = 10;

/**
 * Pages of a stream, several at a time. `isFirst`: the first one comes alone, so that a first list need not wait. When
 * the stream breaks, what came whole comes first and then the error.
 */
export async function* together(
	stream: AsyncIterable<Page | SyncRefusal>,
	isFirst: boolean
): AsyncGenerator<readonly Page[] | SyncRefusal> {
	let pages: Page[] = [];
	let enough = isFirst ? 1 : PAGES;
	try {
		for await (const page of stream) {
			if (isRefusal(page)) {
				if (pages.length > 0) yield pages;
				yield page;
				return;
			}
			pages.push(page);
			if (pages.length < enough) continue;
			yield pages;
			pages = [];
			enough = PAGES;
		}
	} catch (error) {
		if (pages.length > 0) yield pages;
		throw error;
	}
	if (pages.length > 0) yield pages;
}
