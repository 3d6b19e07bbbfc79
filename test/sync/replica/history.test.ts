import { describe, expect, it } from 'vitest';
import { derivedId } from '#domain/kernel/index.ts';
import { startInMemory } from '../support/authority-world.ts';
import { openTabs, TestBrowser, type TestTab } from '../support/test-replica.ts';

describe('replica: other histories', () => {
	it.each(['new epoch', 'same epoch'])(
		'SYNC-P1: a restored server (%s) is offered again what it lost, in order, once',
		async (kind) => {
			const running = await startInMemory();
			const [amy] = (await openTabs(running, 'amy')) as [TestTab];
			const old = await amy.newDoc();
			await amy.replica.run({ name: 'docs.count', args: { doc: old, delta: 1 } });
			await amy.sync();
			const backup = running.store.copyState();
			const lost = await amy.newDoc();
			await amy.replica.run({ name: 'docs.count', args: { doc: lost, delta: 10 } });
			await amy.replica.run({ name: 'docs.count', args: { doc: old, delta: 1 } });
			await amy.sync();
			running.store.restore(backup, kind === 'new epoch' ? derivedId('epoch', '2') : undefined);
			const group = amy.replica.memory.meta.group;
			await amy.newDoc();
			expect(await amy.sync()).toBe('idle');
			expect(amy.replica.memory.meta.group).not.toBe(group);
			expect(amy.replica.queue()).toEqual([]);
			expect(amy.replica.row('doc', old)).toMatchObject({ count: 2 });
			expect(amy.replica.row('doc', lost)).toMatchObject({ count: 10 });
			expect(amy.ids('doc')).toHaveLength(3);
			expect(running.store.copyState().tables.doc?.get(old)?.row).toMatchObject({ count: 2 });
		}
	);

	it('SYNC-P1: acknowledged but not pulled when the server fell back: sent again', async () => {
		const running = await startInMemory();
		const [amy] = (await openTabs(running, 'amy')) as [TestTab];
		const backup = running.store.copyState();
		const doc = await amy.newDoc();
		amy.transport.fault = (call) => (call === 'pull' ? 'offline' : undefined);
		await amy.sync();
		expect(amy.replica.status().received).toBe(1);
		running.store.restore(backup);
		amy.transport.fault = () => undefined;
		await amy.sync();
		await amy.sync();
		expect(amy.replica.queue()).toEqual([]);
		expect(amy.replica.row('doc', doc)).toMatchObject({ number: 1 });
	});

	it('SYNC-I11: rows read beyond the cookie do not survive a rollback in between', async () => {
		const running = await startInMemory();
		const [amy, ada, tom] = (await openTabs(running, 'amy', 'ada', 'tom')) as [
			TestTab,
			TestTab,
			TestTab
		];
		const access = (teams: string[]) =>
			ada.replica.run({
				name: 'persons.setAccess',
				args: { person: 'tom', roles: [], teams, active: true }
			});
		await access([]);
		await ada.sync();
		await tom.sync();
		await access(['t']);
		await ada.sync();
		const backup = running.store.copyState();
		let pulls = 0;
		// The run reads what was made after the pull before it; then the line breaks.
		tom.transport.beforeArrival = async (call) => {
			pulls += call === 'pull' ? 1 : 0;
			if (call !== 'pull' || pulls !== 1) return;
			await amy.newDoc({ team: 't', title: 'lost' });
			await amy.sync();
		};
		tom.transport.fault = (call) => (call === 'pull' && pulls === 1 ? 'offline' : undefined);
		await tom.sync();
		expect(tom.ids('doc')).toHaveLength(1);
		running.store.restore(backup);
		const [other] = (await openTabs(running, 'amy')) as [TestTab];
		await other.newDoc({ team: 't', title: 'found' });
		await other.newDoc({ team: 't', title: 'found' });
		await other.sync();
		tom.transport.fault = () => undefined;
		await tom.sync();
		const titles = tom.ids('doc').map((id) => tom.replica.row('doc', id)?.title);
		expect(titles).toEqual(['found', 'found']);
	});

	it('SYNC-P15: with the log gone all is fetched anew, under the same group and with the queue', async () => {
		const running = await startInMemory();
		const browser = new TestBrowser(running, 'amy');
		const amy = await browser.open();
		await amy.sync();
		const doc = await amy.newDoc({ desk: true });
		await amy.sync();
		const other = await amy.newDoc({ desk: true });
		const { group } = amy.replica.memory.meta;
		const state = running.store.copyState();
		running.store.restore({
			...state,
			minV: { ...state.minV, main: state.digests.main.length }
		});
		amy.transport.fault = (call) => (call === 'snapshot' ? 'offline' : undefined);
		await amy.sync();
		expect(amy.ids('doc')).toEqual([doc, other].sort());
		amy.transport.fault = () => undefined;
		// The log begins here: a cookie from now on is good again.
		running.store.restore({ ...running.store.copyState(), minV: { main: 0, telemetry: 0 } });
		await amy.sync();
		expect(amy.replica.memory.meta).toMatchObject({ group, gen: 2, hasOldRows: false });
		expect(amy.ids('doc')).toEqual([doc, other].sort());
	});

	it('two tabs that hear of another history take one new group', async () => {
		const running = await startInMemory();
		const browser = new TestBrowser(running, 'amy');
		const [first, second] = [await browser.open(), await browser.open()];
		await first.sync();
		await first.newDoc();
		await first.sync();
		running.store.restore(running.store.copyState(), derivedId('epoch', '2'));
		await second.replica.heard(Infinity);
		await Promise.all([first.sync(), second.sync()]);
		await first.sync();
		expect(first.replica.memory.meta.gen).toBe(2);
		expect(first.ids('doc')).toHaveLength(1);
	});

	it('a storage that the browser has emptied is noticed, not written over', async () => {
		const running = await startInMemory();
		const browser = new TestBrowser(running, 'amy');
		const amy = await browser.open();
		await amy.sync();
		const doc = await amy.newDoc();
		await amy.sync();
		browser.disk.lose();
		await amy.sync();
		expect(amy.ids('doc')).toEqual([doc]);
		expect(amy.replica.memory.meta.nextId).toBe(1);
		expect((await browser.open()).ids('doc')).toEqual([doc]);
	});
});
