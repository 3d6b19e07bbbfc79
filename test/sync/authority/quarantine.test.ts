import { describe, expect, it } from 'vitest';
import { derivedId, MINUTE } from '#domain/kernel/index.ts';
import { MAX_MUTATION_BYTES } from '#sync/protocol/index.ts';
import { StoreUnavailable } from '#sync/authority/ports.ts';
import { accepted, startAuthority, startInMemory, TestDevice } from '../support/authority-world.ts';

const BUSY = { error: { code: 'busy' } };

describe('quarantine', () => {
	it('SYNC-P3: a mutator that throws is tried three times, then dead; what follows goes on', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const before = amy.mutation('docs.create', { title: 'before', team: null, desk: false });
		const poison = amy.mutation('docs.explode', {});
		const dependent = amy.mutation(
			'docs.create',
			{ title: 'd', team: null, desk: false },
			{ deps: [poison.mid] }
		);
		const after = amy.mutation('docs.create', { title: 'after', team: null, desk: false });
		const queue = [before, poison, dependent, after];
		for (const attempt of [0, 1, 2, 3]) expect(await amy.send(queue, attempt)).toEqual(BUSY);
		const answer = accepted(await amy.send(queue, 4));
		expect(answer.outcomes.map(({ kind, failure }) => [kind, failure?.code])).toEqual([
			['applied', undefined],
			['dead', undefined],
			['rejected', 'dependency'],
			['applied', undefined]
		]);
		expect(running.faults).toHaveLength(5);
		expect(running.store.copyState().audit.map(({ verdict }) => verdict)).toContain('dead');
		expect(running.store.copyState().tries.size).toBe(0);
	});

	it('SYNC-P3: a poisoned mutation does not harm the push of another person in its batch', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const joe = new TestDevice(running, 'joe');
		const [poisoned, sound] = await Promise.all([
			amy.send([amy.mutation('docs.explode', {})]),
			joe.send([joe.mutation('docs.create', { title: 't', team: null, desk: false })])
		]);
		expect(poisoned).toEqual(BUSY);
		expect(accepted(sound).outcomes[0]?.kind).toBe('applied');
	});

	it('SYNC-P13: a store that is away counts for nobody, however often', async () => {
		let isAway = false;
		const running = await startInMemory({
			step: async (label) => {
				if (isAway && label.startsWith('write.')) throw new StoreUnavailable('away');
			}
		});
		const amy = new TestDevice(running, 'amy');
		const mutation = amy.mutation('docs.create', { title: 't', team: null, desk: false });
		isAway = true;
		for (let attempt = 0; attempt < 8; attempt += 1) {
			expect(await amy.send([mutation], attempt)).toEqual(BUSY);
		}
		isAway = false;
		expect(accepted(await amy.send([mutation], 9)).outcomes[0]?.kind).toBe('applied');
		expect(running.faults).toEqual([]);
	});

	it('SYNC-P3: a crash within the mutator counts as a try', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const mutation = amy.mutation('docs.create', { title: 't', team: null, desk: false });
		for (let n = 0; n < 3; n += 1) await running.store.countTry(amy.group, mutation.id);
		expect(accepted(await amy.send([mutation], 2)).outcomes[0]?.kind).toBe('dead');
	});

	it('SYNC-P3: a crash counts against the one mutation at work, not against those that wait for their turn', async () => {
		let isStuck = false;
		const { store, ...running } = await startInMemory({
			step: (label) =>
				isStuck && label === 'write.begin' ? new Promise(() => {}) : Promise.resolve()
		});
		const devices = ['amy', 'joe', 'tom'].map((subject) => new TestDevice(running, subject));
		const pushes = devices.map((device) => ({
			device,
			queue: [1, 2].map((n) =>
				device.mutation('docs.create', { title: `${n}`, team: null, desk: false })
			)
		}));
		isStuck = true;
		for (const { device, queue } of pushes) void device.send(queue, 2);
		await new Promise((resolve) => setImmediate(resolve));
		const first = { id: 1, tries: 1 };
		expect([...store.copyState().tries]).toEqual([[devices[0]?.group, first]]);

		isStuck = false;
		store.crash();
		const next = await startAuthority(store, running.world);
		for (const { device, queue } of pushes) {
			const request = { ...device.envelope, at: null, attempt: 3, mutations: queue };
			const session = { subject: device.subject };
			const answer = accepted(await next.authority.push(session, request, next.world.now()));
			expect(answer.outcomes.map(({ kind }) => kind)).toEqual(['applied', 'applied']);
		}
		expect(store.copyState().tries.size).toBe(0);
	});

	it('SYNC-P3: above ten deaths a minute the server says later instead', async () => {
		const running = await startInMemory();
		const kinds: (string | undefined)[] = [];
		const bury = async (name: string) => {
			const device = new TestDevice(running, 'amy', name);
			const poison = device.mutation('docs.explode', {});
			for (let n = 0; n < 3; n += 1) await running.store.countTry(device.group, poison.id);
			const answer = await device.send([poison], 2);
			kinds.push('error' in answer ? answer.error.code : answer.outcomes[0]?.kind);
		};
		for (let n = 0; n < 11; n += 1) await bury(`d${n}`);
		expect(kinds).toEqual([...Array<string>(10).fill('dead'), 'busy']);
		running.world.at += MINUTE;
		await bury('later');
		expect(kinds.at(-1)).toBe('dead');
	});

	it('arguments too deep or too large are refused for their mutation alone', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const deep = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) as unknown;
		const large = { title: 'x'.repeat(MAX_MUTATION_BYTES), team: null, desk: false };
		const answer = accepted(
			await amy.send([amy.mutation('docs.create', deep), amy.mutation('docs.create', large)])
		);
		expect(answer.outcomes.map(({ failure }) => failure?.code)).toEqual(['bad_args', 'bad_args']);
	});
});

describe('commands and reactions', () => {
	it('SYNC-EFFECT: an event leaves its reaction in the same transaction; run twice, it counts once', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const doc = await amy.newDoc({ desk: true });
		const { mid } = await amy.run('docs.close', { doc });
		expect((await amy.run('docs.close', { doc })).failure?.code).toBe('already_closed');
		const effects = [...running.store.copyState().effects.values()];
		expect(effects).toEqual([
			{
				queue: 'reaction',
				key: derivedId(mid, 'closed docs count', '0'),
				payload: { reaction: 'closed docs count', mutator: 'docs.count', args: { doc, delta: 1 } }
			}
		]);
		const effect = effects[0] as (typeof effects)[0];
		const first = await running.authority.runReaction(effect);
		expect(await running.authority.runReaction(effect)).toEqual(first);
		expect(running.store.copyState().tables.doc?.get(doc)?.row.count).toBe(1);
	});

	it('a command is idempotent by its mid, and throws what its mutator throws', async () => {
		const running = await startInMemory();
		const session = { subject: 'joe' };
		const args = { title: 't', team: null, desk: false };
		const mid = derivedId('once');
		const first = await running.authority.command(session, 'docs.create', args, { mid });
		expect(await running.authority.command(session, 'docs.create', args, { mid })).toEqual(first);
		expect(running.store.copyState().tables.doc?.size).toBe(1);
		const bug = running.authority.command(session, 'docs.explode', {}, { mid: derivedId('bug') });
		await expect(bug).rejects.toThrow('a bug');
	});
});
