import { describe, expect, it } from 'vitest';
import { derivedId } from '#domain/kernel/index.ts';
import { isRefusal, type Complete, type Put } from '#sync/protocol/index.ts';
import { accepted, startInMemory, TestDevice } from '../support/authority-world.ts';

function ids(puts: readonly (Put | Complete)[], table: string): string[] {
	return puts
		.filter((put) => put.table === table)
		.map((put) => ('row' in put ? put.row.id : put.id))
		.sort();
}

async function start(...subjects: string[]) {
	const running = await startInMemory();
	const devices = subjects.map((subject) => new TestDevice(running, subject));
	for (const device of devices) await device.start();
	return { running, devices };
}

describe('pull', () => {
	it('answers a first contact with positions and scopes, and no rows', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		await amy.newDoc();
		const answer = await amy.pull();
		expect(answer).toMatchObject({
			puts: [],
			dels: [],
			more: false,
			held: ['desk', 'user:amy'],
			last: 1
		});
		expect(answer.cookie).toMatchObject({ scopes: [], scopesRev: 0 });
		expect(answer.cookie.spaces).toEqual(await running.authority.positions());
	});

	it('SYNC-AUD: a new root arrives whole, each reader seeing the classes that their scopes read', async () => {
		const { devices } = await start('amy', 'joe', 'eve');
		const [amy, joe, eve] = devices as [TestDevice, TestDevice, TestDevice];
		const doc = await joe.newDoc({ desk: true });
		await amy.run('notes.add', { doc, text: 'to all', audience: 'public' });
		await amy.run('notes.add', { doc, text: 'to us', audience: 'internal' });
		const toAmy = await amy.pull();
		const toJoe = await joe.pull();
		const toEve = await eve.pull();
		expect(ids(toAmy.puts, 'doc')).toEqual([doc]);
		expect(ids(toAmy.complete, 'doc')).toEqual([doc]);
		expect(ids(toAmy.puts, 'note')).toHaveLength(2);
		expect(ids(toJoe.puts, 'note')).toHaveLength(1);
		expect(JSON.stringify(toJoe)).not.toContain('to us');
		expect(toEve).toMatchObject({ puts: [], dels: [], complete: [], outcomes: [] });
	});

	it('SYNC-AUD: a root that leaves goes by one del at the version at which it left', async () => {
		const { devices } = await start('amy', 'tom');
		const [amy, tom] = devices as [TestDevice, TestDevice];
		const doc = await amy.newDoc({ desk: true, team: 't' });
		await tom.pull();
		const moved = await amy.run('docs.move', { doc, team: null, desk: true });
		await amy.run('notes.add', { doc, text: 'later', audience: 'public' });
		await amy.run('docs.set', { doc, title: 'later' });
		const answer = await tom.pull();
		expect(answer.puts).toEqual([]);
		expect(answer.dels).toEqual([{ table: 'doc', id: doc, v: moved.v }]);
	});

	it('SYNC-I3: a root that left and came back brings the children written meanwhile', async () => {
		const { devices } = await start('amy', 'tom');
		const [amy, tom] = devices as [TestDevice, TestDevice];
		const doc = await amy.newDoc({ desk: true, team: 't' });
		await tom.pull();
		await amy.run('docs.move', { doc, team: null, desk: true });
		await amy.run('notes.add', { doc, text: 'meanwhile', audience: 'internal' });
		await amy.run('docs.move', { doc, team: 't', desk: true });
		const answer = await tom.pull();
		expect(ids(answer.puts, 'note')).toHaveLength(1);
		expect(ids(answer.complete, 'doc')).toEqual([doc]);
	});

	it('a removed child goes by a del that names its root, to those only who could see it', async () => {
		const { devices } = await start('amy', 'joe');
		const [amy, joe] = devices as [TestDevice, TestDevice];
		const doc = await joe.newDoc({ desk: true });
		const { mid } = await amy.run('notes.add', { doc, text: 'us', audience: 'internal' });
		const note = derivedId(mid, 'note', '');
		await amy.pull();
		await joe.pull();
		const { v } = await amy.run('notes.remove', { note });
		expect((await amy.pull()).dels).toEqual([{ table: 'note', id: note, root: doc, v }]);
		expect(await joe.pull()).toMatchObject({ puts: [], dels: [] });
	});

	it('a scope that is lost leaves the cookie, raises scopesRev and shows nothing of it any more', async () => {
		const { devices } = await start('ada', 'amy', 'tom');
		const [ada, amy, tom] = devices as [TestDevice, TestDevice, TestDevice];
		const rev = tom.cookie?.scopesRev ?? 0;
		const access = { person: 'tom', roles: [], teams: [], active: true };
		expect((await ada.run('persons.setAccess', access)).kind).toBe('applied');
		const doc = await amy.newDoc({ desk: true, team: 't' });
		const answer = await tom.pull();
		expect(answer.held).toEqual(['user:tom']);
		expect(answer.cookie).toMatchObject({ scopes: ['user:tom'], scopesRev: rev + 1 });
		expect(JSON.stringify(answer)).not.toContain(doc);
	});

	it('somebody inactive holds nothing and may do nothing', async () => {
		const { devices } = await start('ada', 'tom');
		const [ada, tom] = devices as [TestDevice, TestDevice];
		await ada.run('persons.setAccess', { person: 'tom', roles: [], teams: ['t'], active: false });
		expect(await tom.pull()).toMatchObject({ held: [], puts: [], cookie: { scopes: [] } });
		const outcome = await tom.run('docs.create', { title: 't', team: null, desk: false });
		expect(outcome.failure?.code).toBe('forbidden');
	});

	it('cuts between versions only, and last and outcomes obey the cut', async () => {
		const { running, devices } = await start('amy');
		const [amy] = devices as [TestDevice];
		const rounds = 25;
		for (let round = 0; round < rounds; round += 1) {
			const mutations = Array.from({ length: 100 }, () =>
				amy.mutation('docs.create', { title: 'x', team: null, desk: true })
			);
			accepted(await amy.send(mutations));
		}
		const first = await amy.pull();
		expect(first.more).toBe(true);
		expect(first.puts).toHaveLength(2_000);
		expect(first.last).toBe(2_000);
		expect(first.outcomes.every(({ v }) => v <= first.cookie.spaces.main.v)).toBe(true);
		const second = await amy.pull();
		expect(second).toMatchObject({ more: false, last: 2_500 });
		expect(second.puts).toHaveLength(500);
		expect(second.cookie.spaces).toEqual(await running.authority.positions());
	});

	it('SYNC-P1: another digest, a version of the future or another epoch is another history', async () => {
		const { running, devices } = await start('amy');
		const [amy] = devices as [TestDevice];
		const before = running.store.copyState();
		await amy.newDoc();
		await amy.pull();
		running.store.restore(before);
		const asked = () =>
			running.authority.pull(
				{ subject: 'amy' },
				{ ...amy.envelope, cookie: amy.cookie, acked: amy.acked }
			);
		const future = await asked();
		expect(isRefusal(future) && future.error.code).toBe('epoch');
		const other = new TestDevice(running, 'amy', 'other');
		await other.newDoc();
		const digest = (await running.authority.positions()).main.digest;
		const diverged = await asked();
		expect(isRefusal(diverged) && diverged.error.code).toBe('epoch');
		expect(JSON.stringify(diverged)).not.toContain(digest);
	});

	it('SYNC-P15: a cookie older than the log has to start over', async () => {
		const { running, devices } = await start('amy');
		const [amy] = devices as [TestDevice];
		await amy.newDoc();
		const state = running.store.copyState();
		running.store.restore({ ...state, minV: { ...state.minV, main: 99 } });
		const answer = await running.authority.pull(
			{ subject: 'amy' },
			{ ...amy.envelope, cookie: amy.cookie, acked: 0 }
		);
		expect(answer).toEqual({ error: { code: 'resnapshot' } });
	});

	it('sums up what the cookie covers, when asked', async () => {
		const { running, devices } = await start('amy');
		const [amy] = devices as [TestDevice];
		await amy.newDoc({ desk: true });
		const request = { ...amy.envelope, cookie: amy.cookie, acked: 0, audit: true };
		const answer = accepted(await running.authority.pull({ subject: 'amy' }, request));
		expect(answer.audit?.tables.doc?.count).toBe(1);
	});
});
