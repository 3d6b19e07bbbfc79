import { describe } from 'vitest';
import type { AuthorityStore } from '#sync/authority/ports.ts';
import { describeBooks } from './authority-store.books.ts';
import { describeReads } from './authority-store.reads.ts';
import { describeTransactions } from './authority-store.transactions.ts';

/**
 * What every store of the authority has to keep, whatever it is made of. `create` answers an empty store with the tables
 * of the test world, `effectKeys` the keys of all effects that such a store has saved.
 */
export function describeAuthorityStore<Store extends AuthorityStore>(
	name: string,
	create: () => Promise<Store>,
	effectKeys: (store: Store) => Promise<readonly string[]>
): void {
	describe(`authority store: ${name}`, () => {
		describeTransactions(create);
		describeBooks(create, effectKeys);
		describeReads(create);
	});
}
