import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivedId } from '#domain/kernel/index.ts';
import { createAuthority } from '#sync/authority/authority.ts';
import { isRefusal, type Outcome } from '#sync/protocol/index.ts';
import { MemoryAuthorityStore } from '../memory/authority-store.ts';
import {
	accepted,
	EPOCH,
	startAuthority,
	TestDevice,
	TestWorld
} from '../support/authority-world.ts';
import { QUORUM, worldRegistry } from '../support/world-registry.ts';

/** Waits at each port call for as many turns as the next number says, so that every seed interleaves differently. */
function unevenSteps(turns: readonly number[]) {
	let calls = 0;
	let isOn = false;
	const step = async () => {
		const wait = isOn ? (turns[calls % turns.length] ?? 0) : 0;
		calls += 1;
		for (let turn = 0; turn < wait; turn += 1) await Promise.resolve();
	};
	return { step, start: () => (isOn = true) };
}

const seeds = fc.array(fc.nat(40), { minLength: 7, maxLength: 31 });
const PEOPLE = ['ada', 'amy', 'tom', 'joe', 'eve'];

/** Several processes over one store, one device each, all of them readers of the docs. */
async function startProcesses(turns: readonly number[]) {
	const steps = unevenSteps(turns);
	const store = new MemoryAuthorityStore({ epoch: EPOCH, step: steps.step });
	const world = new TestWorld();
	const first = await startAuthority(store, world);
	const ada = new TestDevice(first, 'ada', 'admin');
	for (const person of PEOPLE) {
		const roles = person === 'ada' ? ['admin', 'agent'] : ['agent'];
		await ada.run('persons.setAccess', { person, roles, teams: [], active: true });
	}
	const devices = PEOPLE.map((person) => {
		const faults: unknown[] = [];
		const authority = createAuthority(worldRegistry, store, world, {
			later: (_, task) => queueMicrotask(task),
			onFault: (error) => faults.push(error)
		});
		return new TestDevice({ authority, world, faults }, person);
	});
	const owner = devices[0] as TestDevice;
	return { store, devices, owner, start: steps.start };
}

/** Sends until it is taken: `busy` means to come again. */
async function insist(device: TestDevice, name: string, args: unknown): Promise<Outcome> {
	const mutation = device.mutation(name, args);
	for (let attempt = 0; attempt < 50; attempt += 1) {
		const answer = await device.send([mutation]);
		if (!isRefusal(answer)) return answer.outcomes[0] as Outcome;
		if (answer.error.code !== 'busy') throw new Error(answer.error.code);
	}
	throw new Error('never taken');
}

describe('isolation between processes', () => {
	it('SYNC-ISO: increments at the same time all count', async () => {
		await fc.assert(
			fc.asyncProperty(seeds, async (turns) => {
				const { store, devices, owner, start } = await startProcesses(turns);
				const doc = await owner.newDoc({ desk: true });
				start();
				await Promise.all(devices.map((device) => insist(device, 'docs.count', { doc, delta: 1 })));
				expect(store.copyState().tables.doc?.get(doc)?.row.count).toBe(devices.length);
			}),
			{ numRuns: 25 }
		);
	});

	it('SYNC-ISO: of many last votes no more than the quorum are taken', async () => {
		await fc.assert(
			fc.asyncProperty(seeds, async (turns) => {
				const { store, devices, owner, start } = await startProcesses(turns);
				const doc = await owner.newDoc({ desk: true });
				start();
				const outcomes = await Promise.all(
					devices.map((device) => insist(device, 'votes.cast', { doc }))
				);
				expect(outcomes.filter(({ kind }) => kind === 'applied')).toHaveLength(QUORUM);
				expect(store.copyState().tables.vote?.size).toBe(QUORUM);
			}),
			{ numRuns: 25 }
		);
	});

	it('SYNC-ISO: the last part goes to one person, and opposite writes to two rows never lose one', async () => {
		await fc.assert(
			fc.asyncProperty(seeds, async (turns) => {
				const { store, devices, owner, start } = await startProcesses(turns);
				const a = await owner.newDoc({ desk: true, parts: 1 });
				const b = await owner.newDoc({ desk: true });
				start();
				const outcomes = await Promise.all(
					devices.map(async (device, index) => {
						const [from, to] = index % 2 === 0 ? [a, b] : [b, a];
						await insist(device, 'docs.shift', { from, to });
						return insist(device, 'docs.takePart', { doc: a });
					})
				);
				expect(outcomes.filter(({ kind }) => kind === 'applied')).toHaveLength(1);
				const rows = store.copyState().tables.doc;
				const counts = [rows?.get(a)?.row.count, rows?.get(b)?.row.count] as [number, number];
				expect(counts).toEqual([-1, 1]);
			}),
			{ numRuns: 25 }
		);
	});

	it('SYNC-I2: one mid through several processes at once runs once', async () => {
		await fc.assert(
			fc.asyncProperty(seeds, async (turns) => {
				const { store, devices, owner, start } = await startProcesses(turns);
				const doc = await owner.newDoc({ desk: true });
				start();
				const key = derivedId('reaction');
				const payload = { reaction: 'r', mutator: 'docs.count', args: { doc, delta: 1 } };
				await Promise.all(devices.map((device) => device.react({ key, payload })));
				expect(store.copyState().tables.doc?.get(doc)?.row.count).toBe(1);
			}),
			{ numRuns: 15 }
		);
	});

	it('SYNC-CLOCK: every version has its log, and versions of rows are versions of the log', async () => {
		await fc.assert(
			fc.asyncProperty(seeds, async (turns) => {
				const { store, devices, owner, start } = await startProcesses(turns);
				const doc = await owner.newDoc({ desk: true });
				start();
				await Promise.all(
					devices.map((device) =>
						insist(device, 'notes.add', { doc, text: 'n', audience: 'public' })
					)
				);
				const { tables, log } = store.copyState();
				const logged = new Set(log.main.map(({ table, id, v }) => `${table}/${id}@${v}`));
				for (const [table, rows] of Object.entries(tables)) {
					for (const [id, { v }] of rows) expect(logged).toContain(`${table}/${id}@${v}`);
				}
				expect(tables.doc?.get(doc)?.cv).toBe(devices.length);
			}),
			{ numRuns: 15 }
		);
	});

	it('a crash at any port call loses nothing that was answered, and doubles nothing', async () => {
		for (let crashAt = 1; crashAt < 40; crashAt += 1) {
			let calls = 0;
			let isArmed = false;
			const store: MemoryAuthorityStore = new MemoryAuthorityStore({
				epoch: EPOCH,
				step: async () => {
					calls += 1;
					if (isArmed && calls === crashAt) store.crash();
				}
			});
			const running = await startAuthority(store);
			const amy = new TestDevice(running, 'amy');
			const doc = await amy.newDoc({ desk: true });
			const mutations = [1, 2].map((delta) => amy.mutation('docs.count', { doc, delta }));
			[calls, isArmed] = [0, true];
			const first = await amy.send(mutations);
			isArmed = false;
			const second = accepted(await amy.send(mutations));
			if (!isRefusal(first)) expect(second.outcomes).toEqual(first.outcomes);
			expect(store.copyState().tables.doc?.get(doc)?.row.count).toBe(3);
		}
	});
});
