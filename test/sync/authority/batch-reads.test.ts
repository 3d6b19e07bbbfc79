import { describe, expect, it } from 'vitest';
import { accepted, startInMemory, TestDevice } from '../support/authority-world.ts';

/** A world that counts the calls of its store by name. */
async function startCounting() {
	const calls = new Map<string, number>();
	const running = await startInMemory({
		step: async (label) => void calls.set(label, (calls.get(label) ?? 0) + 1)
	});
	return { running, calls };
}

describe('what a batch reads', () => {
	it('SYNC-ISO: rows and sets come in one query a table, however many mutations read them', async () => {
		const { running, calls } = await startCounting();
		const amy = new TestDevice(running, 'amy');
		const docs: string[] = [];
		for (let n = 0; n < 10; n += 1) docs.push(await amy.newDoc({ desk: true }));
		calls.clear();
		const votes = docs.map((doc) => amy.mutation('votes.cast', { doc }));
		const counts = docs.map((doc) => amy.mutation('docs.count', { doc, delta: 1 }));
		const answer = accepted(await amy.send([...votes, ...counts]));
		expect(new Set(answer.outcomes.map(({ kind }) => kind))).toEqual(new Set(['applied']));
		expect(calls.get('write.rows')).toBe(1);
		expect(calls.get('write.childrenOf')).toBe(1);
	});

	it('a mutation sees what those before it wrote, not what was read ahead', async () => {
		const { running } = await startCounting();
		const amy = new TestDevice(running, 'amy');
		const doc = await amy.newDoc({ desk: true, parts: 1 });
		const takes = [1, 2].map(() => amy.mutation('docs.takePart', { doc }));
		const answer = accepted(await amy.send(takes));
		expect(answer.outcomes.map(({ kind }) => kind)).toEqual(['applied', 'rejected']);
	});

	it('a taken id is blamed on the mutation that inserts it, and the others go through', async () => {
		const { running } = await startCounting();
		const amy = new TestDevice(running, 'amy');
		const joe = new TestDevice(running, 'joe');
		const create = (title: string) => ({ title, team: null, desk: true });
		const first = amy.mutation('docs.create', create('first'));
		accepted(await amy.send([first]));
		// Row ids are made from the name of the mutation: under somebody else's name they meet.
		const twin = { ...joe.mutation('docs.create', create('twin')), mid: first.mid };
		const other = joe.mutation('docs.create', create('other'));
		const answer = accepted(await joe.send([twin, other]));
		expect(answer.outcomes.map(({ kind, failure }) => failure?.code ?? kind)).toEqual([
			'id_taken',
			'applied'
		]);
	});
});
