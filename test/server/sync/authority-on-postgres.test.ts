/** The authority itself, as two processes on one database, where only true concurrency shows what is wrong. */
import { describe, expect, it } from 'vitest';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import type { AuthorityStore } from '#sync/authority/ports.ts';
import { isRefusal } from '#sync/protocol/index.ts';
import {
	startAuthority,
	TestDevice,
	type RunningAuthority
} from '#test/sync/support/authority-world.ts';
import { docs, QUORUM, votes } from '#test/sync/support/world-registry.ts';
import { poolOn, tableQueue } from './notes.ts';
import { worldStoreForTest } from './world-store.ts';

interface World {
	readonly store: AuthorityStore;
	/** One running authority per process. */
	readonly processes: readonly [RunningAuthority, RunningAuthority];
}

async function startTwo(): Promise<World> {
	const { store, url } = await worldStoreForTest(12);
	const first = await startAuthority(store);
	const other = new PgAuthorityStore(poolOn(url, 12), tableQueue);
	return { store, processes: [first, await startAuthority(other, first.world)] };
}

/** Devices of `subject`, in turn on the one process and the other. */
function devices({ processes }: World, subject: string, count: number): TestDevice[] {
	return Array.from({ length: count }, (_, index) => {
		const running = processes[index % 2];
		if (!running) throw new Error('no process');
		return new TestDevice(running, subject, `d${index}`);
	});
}

/** Sends until the answer is an outcome: `busy` asks for that. */
async function insist(device: TestDevice, name: string, args: unknown) {
	const mutation = device.mutation(name, args);
	for (let tries = 0; tries < 50; tries += 1) {
		const answer = await device.send([mutation]);
		if (!isRefusal(answer)) return answer.outcomes[0];
		expect(answer.error.code).toBe('busy');
	}
	throw new Error('never taken');
}

const kindsOf = (outcomes: readonly ({ readonly kind: string } | undefined)[]) =>
	outcomes.map((outcome) => outcome?.kind).sort();

describe('the authority as two processes', () => {
	it('SYNC-ISO: of eight who take the two last parts at once, two get one', async () => {
		const world = await startTwo();
		const [amy] = devices(world, 'amy', 1) as [TestDevice];
		const doc = await amy.newDoc({ desk: true, parts: 2 });
		const takers = ['ada', 'amy', 'tom', 'joe'].flatMap((subject) =>
			devices(world, subject, 3).slice(1)
		);
		await insist(amy, 'docs.move', { doc, team: 't', desk: true });
		const outcomes = await Promise.all(
			takers.map((device) => insist(device, 'docs.takePart', { doc }))
		);
		const applied = outcomes.filter((outcome) => outcome?.kind === 'applied');
		expect(applied).toHaveLength(2);
		const stored = await world.store.read((reader) => reader.rows(docs, [doc]));
		expect(stored.get(doc)?.row['parts']).toBe(0);
	});

	it('SYNC-ISO: votes that are cast at once never exceed the quorum, one a person', async () => {
		const world = await startTwo();
		const [amy] = devices(world, 'amy', 1) as [TestDevice];
		const doc = await amy.newDoc({ team: 't', desk: true });
		const voters = ['amy', 'tom', 'amy', 'tom', 'ada'].map(
			(subject, index) => devices(world, subject, index + 2).at(-1) as TestDevice
		);
		await Promise.all(voters.map((device) => insist(device, 'votes.cast', { doc })));
		const cast = await world.store.read((reader) => reader.childrenOf(votes, [doc]));
		expect(cast).toHaveLength(QUORUM);
		expect(new Set(cast.map(({ row }) => row['voter'])).size).toBe(QUORUM);
	});

	it('SYNC-I8: counters moved between rows from both sides lose nothing and never deadlock', async () => {
		const world = await startTwo();
		const [amy] = devices(world, 'amy', 1) as [TestDevice];
		const ids = [await amy.newDoc({ desk: true }), await amy.newDoc({ desk: true })];
		const [from, to] = ids as [string, string];
		const movers = devices(world, 'amy', 9).slice(1);
		const outcomes = await Promise.all(
			movers.flatMap(async (device, index) => {
				const args = index % 2 === 0 ? { from, to } : { from: to, to: from };
				const first = await insist(device, 'docs.shift', args);
				return [first, await insist(device, 'docs.count', { doc: from, delta: 1 })];
			})
		);
		expect(new Set(kindsOf(outcomes.flat()))).toEqual(new Set(['applied']));
		const rows = await world.store.read((reader) => reader.rows(docs, ids));
		const counts = ids.map((id) => rows.get(id)?.row['count'] as number);
		expect(counts).toEqual([8, 0]);
	});

	it('SYNC-I2: one mutation that is sent to both processes at once is applied once', async () => {
		const world = await startTwo();
		const [amy] = devices(world, 'amy', 1) as [TestDevice];
		const doc = await amy.newDoc({ desk: true });
		const mutation = amy.mutation('docs.count', { doc, delta: 1 });
		const request = { ...amy.envelope, at: null, attempt: 0, mutations: [mutation] };
		const received = world.processes[0].world.now();
		const answers = await Promise.all(
			[0, 1, 0, 1].map((index) =>
				world.processes[index as 0 | 1].authority.push({ subject: 'amy' }, request, received)
			)
		);
		const outcomes = answers.map((answer) => (isRefusal(answer) ? undefined : answer.outcomes[0]));
		expect(new Set(outcomes.map((outcome) => outcome?.v)).size).toBe(1);
		const rows = await world.store.read((reader) => reader.rows(docs, [doc]));
		expect(rows.get(doc)?.row['count']).toBe(1);
	});
});
