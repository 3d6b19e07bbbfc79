import { describe, expect, it } from 'vitest';
import { derivedId, valueHash } from '#domain/kernel/index.ts';
import { NOOP } from '#sync/protocol/index.ts';
import { accepted, EPOCH, startInMemory, TestDevice } from '../support/authority-world.ts';

async function docOf(running: Awaited<ReturnType<typeof startInMemory>>, id: string) {
	return running.store.copyState().tables.doc?.get(id);
}

describe('push', () => {
	it('SYNC-I2: applies a mutation once, and answers the stored outcome when it comes again', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const doc = await amy.newDoc({ desk: true });
		const mutation = amy.mutation('docs.count', { doc, delta: 3 });
		const first = accepted(await amy.send([mutation]));
		const second = accepted(await amy.send([mutation]));
		expect(second.outcomes).toEqual(first.outcomes);
		expect((await docOf(running, doc))?.row.count).toBe(3);
	});

	it('SYNC-I2: answers a mid known from another group with its verdict, and runs it once', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const doc = await amy.newDoc({ desk: true });
		const mutation = amy.mutation('docs.count', { doc, delta: 3 });
		await amy.send([mutation]);
		const again = new TestDevice(running, 'amy', 'd2');
		const answer = accepted(await again.send([{ ...mutation, id: 1 }]));
		expect(answer.outcomes).toMatchObject([{ id: 1, mid: mutation.mid, kind: 'applied' }]);
		expect((await docOf(running, doc))?.row.count).toBe(3);
	});

	it('SYNC-I2: two groups that send one mid at the same time run it once', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const doc = await amy.newDoc({ desk: true });
		const mid = derivedId('shared');
		const devices = ['a', 'b', 'c'].map((name) => new TestDevice(running, 'amy', name));
		const answers = await Promise.all(
			devices.map((device) =>
				device.send([device.mutation('docs.count', { doc, delta: 1 }, { mid })])
			)
		);
		expect(answers.map((answer) => accepted(answer).outcomes[0]?.kind)).toEqual([
			'applied',
			'applied',
			'applied'
		]);
		expect((await docOf(running, doc))?.row.count).toBe(1);
	});

	it('refuses a gap, another subject, a foreign group and another history, each with its code', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		await amy.newDoc();
		const late = { ...amy.mutation(NOOP, null), id: 3 };
		expect(await amy.send([late])).toEqual({ error: { code: 'gap', facts: { last: 1 } } });
		const request = { ...amy.envelope, at: null, attempt: 0, mutations: [late] };
		const asEve = await running.authority.push({ subject: 'eve' }, request, 0);
		expect(asEve).toEqual({ error: { code: 'wrong_subject' } });

		const eve = new TestDevice(running, 'eve');
		const forged = {
			...eve.envelope,
			group: amy.group,
			at: null,
			attempt: 0,
			mutations: [{ ...late, id: 2 }]
		};
		const foreign = await running.authority.push({ subject: 'eve' }, forged, 0);
		const unknown = await eve.send([late]);
		expect(foreign).toEqual({ error: { code: 'unknown_group' } });
		expect(unknown).toEqual(foreign);

		await amy.pull();
		const { spaces } = amy.cookie as NonNullable<typeof amy.cookie>;
		const digest = 'f'.repeat(64);
		amy.cookie = {
			epoch: EPOCH,
			spaces: { ...spaces, main: { ...spaces.main, digest } },
			scopes: [],
			scopesRev: 0
		};
		const refused = await amy.send([amy.mutation(NOOP, null)]);
		expect(refused).toEqual({ error: { code: 'epoch', facts: { epoch: EPOCH } } });
		expect(JSON.stringify(refused)).not.toContain(spaces.main.digest);
	});

	it('SYNC-P3: a mutation that is unknown, malformed or forbidden is rejected alone and advances', async () => {
		const running = await startInMemory();
		const joe = new TestDevice(running, 'joe');
		const answer = accepted(
			await joe.send([
				joe.mutation('docs.unheard', {}),
				joe.mutation('docs.count', { doc: 'x', delta: 'many' }),
				joe.mutation('persons.add', { person: 'p', roles: [], teams: [] }),
				joe.mutation(NOOP, null),
				joe.mutation('docs.create', { title: 'kept', team: null, desk: false })
			])
		);
		expect(answer.last).toBe(5);
		expect(
			answer.outcomes.map(({ kind, failure }) => [kind, failure?.code, failure?.field])
		).toEqual([
			['rejected', 'unknown_mutator', undefined],
			['rejected', 'bad_args', 'delta'],
			['rejected', 'forbidden', undefined],
			['discarded', undefined, undefined],
			['applied', undefined, undefined]
		]);
	});

	it('rejects what stands on a rejected mutation, and drops all that a rejected one wrote', async () => {
		const running = await startInMemory();
		const joe = new TestDevice(running, 'joe');
		const bad = joe.mutation('docs.create', { title: 7 });
		const dependent = joe.mutation(
			'docs.create',
			{ title: 'b', team: null, desk: false },
			{ deps: [bad.mid] }
		);
		const answer = accepted(await joe.send([bad, dependent]));
		expect(answer.outcomes[1]?.failure).toEqual({ code: 'dependency', facts: { mid: bad.mid } });
		expect(running.store.copyState().tables.doc).toBeUndefined();
	});

	it('SYNC-AUD: a row out of sight is answered like a row that does not exist', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const doc = await amy.newDoc({ desk: true });
		const internal = await amy.run('notes.add', { doc, text: 'secret', audience: 'internal' });
		const note = derivedId(internal.mid, 'note', '');
		const eve = new TestDevice(running, 'eve');
		const seen = await eve.run('docs.close', { doc });
		const nothing = await eve.run('docs.close', { doc: 'nowhere' });
		expect(seen.failure).toEqual(nothing.failure);
		expect((await eve.run('notes.edit', { note, text: 'x' })).failure?.code).toBe('not_found');
		const audit = running.store.copyState().audit;
		expect(audit.at(-1)?.verdict).toBe('rejected:not_found');
	});

	it('first commit wins on one field; the others are applied and the loser is told which', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const doc = await amy.newDoc({ desk: true });
		await amy.run('docs.set', { doc, title: 'first' }, { base: { title: valueHash('a doc') } });
		const base = { title: valueHash('a doc'), body: valueHash('') };
		const outcome = await amy.run('docs.set', { doc, title: 'second', body: 'text' }, { base });
		expect(outcome).toMatchObject({ kind: 'merged', fields: ['title'] });
		expect((await docOf(running, doc))?.row).toMatchObject({ title: 'first', body: 'text' });
	});

	it('gives numbers at the commit, without holes', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const ids = [await amy.newDoc(), await amy.newDoc(), await amy.newDoc()];
		const numbers = await Promise.all(
			ids.map(async (id) => (await docOf(running, id))?.row.number)
		);
		expect(numbers).toEqual([1, 2, 3]);
	});

	it('bounds the time of a device by its last contact, its previous mutation and the arrival', async () => {
		const running = await startInMemory();
		const { world } = running;
		const amy = new TestDevice(running, 'amy');
		const at = async (deviceAt: number, contactAt: number) => {
			const { mid } = await amy.run(
				'docs.create',
				{ title: 't', team: null, desk: false },
				{ deviceAt, contactAt }
			);
			return (await docOf(running, derivedId(mid, 'doc', '')))?.row.createdAt;
		};
		const start = world.at;
		world.at = start + 100_000;
		expect(await at(start + 5_000, start)).toBe(start + 5_000);
		expect(await at(start + 1_000, start)).toBe(start + 5_000);
		expect(await at(start + 1_000, start + 9_000)).toBe(start + 9_000);
		expect(await at(start + 500_000, 0)).toBe(start + 100_000);
		world.at = start + 200_000;
		expect(await at(start, start + 10 ** 9)).toBe(start + 200_000);
	});
});
