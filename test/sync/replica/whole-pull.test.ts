import { describe, expect, it } from 'vitest';
import type { Put, PullAnswer } from '#sync/protocol/index.ts';
import { wholePull } from '#sync/replica/apply-pull.ts';

const doc = (v: number, team: string | null): Put => ({
	table: 'doc',
	row: { id: 'd', team },
	v
});

function answer(v: number, puts: readonly Put[], dels: PullAnswer['dels'] = []): PullAnswer {
	const position = { v, digest: '' };
	return {
		cookie: {
			epoch: 'e',
			spaces: { main: position, telemetry: position },
			scopes: [],
			scopesRev: 0
		},
		held: [],
		puts: [...puts],
		dels,
		complete: [],
		last: 0,
		outcomes: [],
		more: false,
		serverAt: 0
	} as unknown as PullAnswer;
}

describe('a pull of several answers', () => {
	it('SYNC-AUD: keeps every state of a root on the way, since a class may be lost and gained again in it', () => {
		const { puts, between } = wholePull([
			answer(1, [doc(1, null)]),
			answer(2, [doc(2, 't')]),
			answer(3, [])
		]);
		expect(puts.get('doc/d')?.row).toEqual({ id: 'd', team: 't' });
		expect(between.get('doc/d')).toEqual([{ id: 'd', team: null }]);
	});

	it('a root that left and came back comes back new', () => {
		const del = { table: 'doc', id: 'd', v: 2 };
		const { puts, dels, between } = wholePull([
			answer(1, [doc(1, null)]),
			answer(2, [], [del] as unknown as PullAnswer['dels']),
			answer(3, [doc(3, 't')])
		]);
		expect(puts.get('doc/d')?.v).toBe(3);
		expect(dels.get('doc/d')).toEqual(del);
		expect(between.get('doc/d')).toBeUndefined();
	});
});
