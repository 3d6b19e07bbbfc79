import { describe, expect, it } from 'vitest';
import { refusal, type Page, type SyncRefusal } from '#sync/protocol/index.ts';
import { TransportFailure } from '#sync/replica/index.ts';
import { together } from '#sync/replica/together.ts';

const page = (n: number): Page => ({
	run: 'run',
	after: null,
	puts: [],
	complete: [],
	next: { phase: 'heads', table: 'doc', order: n, id: String(n) },
	v: n,
	digest: ''
});

async function* stream(
	pages: number,
	end?: SyncRefusal | Error
): AsyncGenerator<Page | SyncRefusal> {
	for (let n = 0; n < pages; n++) yield page(n);
	if (end instanceof Error) throw end;
	if (end) yield end;
}

/** How many pages came together each time, and what came last if it was no page. */
async function sizes(pages: AsyncIterable<readonly Page[] | SyncRefusal>) {
	const found: unknown[] = [];
	try {
		for await (const some of pages) found.push(Array.isArray(some) ? some.length : some);
	} catch (error) {
		found.push(error);
	}
	return found;
}

describe('pages of a run', () => {
	it('SYNC-P4: the first comes alone, the others ten at a time', async () => {
		expect(await sizes(together(stream(25), true))).toEqual([1, 10, 10, 4]);
		expect(await sizes(together(stream(20), false))).toEqual([10, 10]);
		expect(await sizes(together(stream(0), true))).toEqual([]);
	});

	it('SYNC-P4: what came whole before the stream broke is not lost', async () => {
		const broken = new TransportFailure('offline');
		expect(await sizes(together(stream(3, broken), false))).toEqual([3, broken]);
	});

	it('a refusal comes after the pages before it', async () => {
		const refused = refusal('scopes');
		expect(await sizes(together(stream(3, refused), false))).toEqual([3, refused]);
	});
});
