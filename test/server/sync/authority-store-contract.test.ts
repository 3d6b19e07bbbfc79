import { describeAuthorityStore } from '#test/sync/contract/authority-store.contract.ts';
import type pg from 'pg';
import type { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { worldStoreForTest } from './world-store.ts';

const pools = new WeakMap<PgAuthorityStore, pg.Pool>();

describeAuthorityStore(
	'PostgreSQL',
	async () => {
		const { pool, store } = await worldStoreForTest();
		pools.set(store, pool);
		return store;
	},
	async (store) => {
		const { rows } = (await pools
			.get(store)
			?.query<{ key: string }>(`select data ->> 'key' as key from test_job order by key`)) ?? {
			rows: []
		};
		return rows.map(({ key }) => key);
	}
);
