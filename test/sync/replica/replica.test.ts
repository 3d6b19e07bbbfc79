import { describe, expect, it } from 'vitest';
import { derivedId, valueHash } from '#domain/kernel/index.ts';
import { startInMemory } from '../support/authority-world.ts';
import { openTabs, TestBrowser, type TestTab } from '../support/test-replica.ts';

async function start(...subjects: string[]) {
	const running = await startInMemory();
	const tabs = await openTabs(running, ...subjects);
	return { running, tabs };
}

describe('replica', () => {
	it('works offline, sends later, and another device of the same person sees it', async () => {
		const { running, tabs } = await start('amy');
		const [amy] = tabs as [TestTab];
		amy.transport.fault = () => 'offline';
		const doc = await amy.newDoc({ title: 'made offline', desk: true });
		await amy.replica.run({
			name: 'notes.add',
			args: { doc, text: 'a note', audience: 'internal' }
		});
		expect(await amy.sync()).toBe('offline');
		expect(amy.replica.row('doc', doc)).toMatchObject({ title: 'made offline', number: null });
		expect(amy.replica.status()).toMatchObject({ waiting: 2, received: 0 });
		amy.transport.fault = () => undefined;
		expect(await amy.sync()).toBe('idle');
		expect(amy.replica.status()).toMatchObject({ waiting: 0, received: 0, needsPerson: 0 });
		expect(amy.replica.row('doc', doc)).toMatchObject({ title: 'made offline', number: 1 });
		const [other] = (await openTabs(running, 'amy')) as [TestTab];
		expect(other.replica.row('doc', doc)).toMatchObject({ title: 'made offline' });
		expect(other.replica.children('note', doc)).toMatchObject([{ text: 'a note' }]);
	});

	it('SYNC-I6: shows own work before it is sent, after it was sent, and after a new start', async () => {
		const running = await startInMemory();
		const browser = new TestBrowser(running, 'amy');
		const first = await browser.open();
		await first.sync();
		const doc = await first.newDoc();
		expect((await browser.open()).replica.row('doc', doc)).toBeDefined();
		first.transport.fault = (call) => (call === 'pull' ? 'offline' : undefined);
		await first.sync();
		expect(first.replica.status()).toMatchObject({ waiting: 0, received: 1 });
		expect((await browser.open()).replica.row('doc', doc)).toBeDefined();
	});

	it('SYNC-I1: a mutation whose reply was lost counts once', async () => {
		const { tabs } = await start('amy');
		const [amy] = tabs as [TestTab];
		const doc = await amy.newDoc();
		await amy.replica.run({ name: 'docs.count', args: { doc, delta: 5 } });
		amy.transport.fault = (call) => (call === 'push' ? 'lost' : 'offline');
		expect(await amy.sync()).toBe('offline');
		amy.transport.fault = () => undefined;
		await amy.sync();
		expect(amy.replica.row('doc', doc)).toMatchObject({ count: 5 });
		expect(amy.replica.outcomes().map(({ outcome }) => outcome.kind)).toEqual([
			'applied',
			'applied'
		]);
	});

	it('a long time without a network is one attempt, and a push that fails where pulls do not is more', async () => {
		const { tabs } = await start('amy');
		const [amy] = tabs as [TestTab];
		const attempts: number[] = [];
		amy.transport.beforePush = ({ attempt }) => attempts.push(attempt);
		await amy.newDoc();
		amy.transport.fault = () => 'offline';
		for (let turn = 0; turn < 5; turn += 1) await amy.sync();
		expect(attempts).toEqual([0]);
		amy.transport.fault = (call) => (call === 'push' ? 'offline' : undefined);
		for (let turn = 0; turn < 3; turn += 1) await amy.sync();
		expect(Math.max(...attempts)).toBeGreaterThan(1);
		amy.transport.fault = () => undefined;
		await amy.sync();
		expect(amy.replica.queue()).toEqual([]);
	});

	it('a conflict comes back as a card that names the field, and the row keeps what came first', async () => {
		const { tabs } = await start('amy', 'joe');
		const [amy, joe] = tabs as [TestTab, TestTab];
		const doc = await joe.newDoc({ title: 'first', desk: true });
		await joe.sync();
		await amy.sync();
		const base = { title: valueHash('first') };
		await joe.replica.run({ name: 'docs.set', args: { doc, title: 'theirs' }, base });
		await joe.sync();
		await amy.replica.run({ name: 'docs.set', args: { doc, title: 'mine', body: 'text' }, base });
		expect(amy.replica.row('doc', doc)).toMatchObject({ title: 'mine' });
		await amy.sync();
		expect(amy.replica.row('doc', doc)).toMatchObject({ title: 'theirs', body: 'text' });
		const [card] = amy.replica.outcomes().filter((record) => record.needsPerson);
		expect(card).toMatchObject({
			outcome: { kind: 'merged', fields: ['title'] },
			mutation: { args: { title: 'mine' } }
		});
		await amy.replica.dismiss(card?.outcome.mid ?? '');
		expect(amy.replica.status().needsPerson).toBe(0);
	});

	it('what stands on a rejected create is rejected with it, and both stay as cards', async () => {
		const { running, tabs } = await start('amy', 'ada');
		const [amy, ada] = tabs as [TestTab, TestTab];
		await ada.replica.run({
			name: 'persons.setAccess',
			args: { person: 'amy', roles: [], teams: [], active: false }
		});
		const doc = await amy.newDoc();
		await amy.replica.run({ name: 'docs.count', args: { doc, delta: 1 } });
		await ada.sync();
		await amy.sync();
		const cards = amy.replica.outcomes().map(({ outcome }) => outcome.failure?.code);
		expect(cards.sort()).toEqual(['dependency', 'forbidden']);
		expect(amy.ids('doc')).toEqual([]);
		expect(running.store.copyState().tables.doc).toBeUndefined();
	});

	it('SYNC-P3: a mutator that throws ends as a dead letter, and the rest of the queue goes through', async () => {
		const { tabs } = await start('amy');
		const [amy] = tabs as [TestTab];
		const exploded = await amy.replica.run({ name: 'docs.explode', args: {} });
		expect(exploded).toMatchObject({ id: 1, doubtful: true });
		const doc = await amy.newDoc();
		for (let turn = 0; turn < 8 && amy.replica.queue().length > 0; turn += 1) await amy.sync();
		expect(amy.replica.queue()).toEqual([]);
		expect(amy.replica.outcomes().find(({ outcome }) => outcome.id === 1)).toMatchObject({
			outcome: { kind: 'dead' },
			needsPerson: true
		});
		expect(amy.replica.row('doc', doc)).toMatchObject({ number: 1 });
	});

	it('a discarded mutation does nothing, unless it had been applied: then the person is told', async () => {
		const { tabs } = await start('amy');
		const [amy] = tabs as [TestTab];
		const doc = await amy.newDoc();
		await amy.sync();
		const early = await amy.replica.run({ name: 'docs.count', args: { doc, delta: 1 } });
		await amy.replica.discard(early.id ?? 0);
		expect(amy.replica.row('doc', doc)).toMatchObject({ count: 0 });
		await amy.sync();
		const known = amy.replica.outcomes().find(({ outcome }) => outcome.mid === early.mid);
		expect(known).toMatchObject({
			outcome: { kind: 'discarded' },
			needsPerson: false
		});
		const late = await amy.replica.run({ name: 'docs.count', args: { doc, delta: 2 } });
		amy.transport.fault = (call) => (call === 'push' ? 'lost' : 'offline');
		await amy.sync();
		amy.transport.fault = () => undefined;
		await amy.replica.discard(late.id ?? 0);
		await amy.sync();
		const told = amy.replica.outcomes().find(({ outcome }) => outcome.mid === late.mid);
		expect(told).toMatchObject({ outcome: { kind: 'applied' }, needsPerson: true });
		expect(amy.replica.row('doc', doc)).toMatchObject({ count: 2 });
	});

	it('two tabs write on one storage: ids have no gap, and each tab sees the work of the other', async () => {
		const running = await startInMemory();
		const browser = new TestBrowser(running, 'amy');
		const [first, second] = [await browser.open(), await browser.open()];
		await first.sync();
		const made = await Promise.all(
			Array.from({ length: 12 }, (_, index) => (index % 2 ? first : second).newDoc())
		);
		const ids = first.replica.queue().map(([id]) => id);
		expect(ids).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
		await first.replica.heard(Infinity);
		await second.replica.heard(Infinity);
		expect(first.ids('doc')).toEqual([...made].sort());
		expect(second.ids('doc')).toEqual(first.ids('doc'));
		await second.sync();
		await first.replica.heard(Infinity);
		expect(first.replica.queue()).toEqual([]);
		expect(first.ids('doc')).toEqual([...made].sort());
	});

	it('SYNC-P7: with the storage full nothing is called saved, and the queue stays whole', async () => {
		const running = await startInMemory();
		const browser = new TestBrowser(running, 'amy');
		let isFull = false;
		const tab = await browser.open({ isFull: () => isFull });
		await tab.sync();
		isFull = true;
		await expect(tab.newDoc()).rejects.toThrow('quota');
		expect(tab.replica.queue()).toEqual([]);
		expect(tab.ids('doc')).toEqual([]);
		isFull = false;
		await tab.newDoc();
		expect(tab.replica.queue()[0]?.[0]).toBe(1);
	});

	it('SYNC-P11, SYNC-P12: 401 holds the queue, and another person in the session stops the tab', async () => {
		const { tabs } = await start('amy');
		const [amy] = tabs as [TestTab];
		const doc = await amy.newDoc();
		amy.transport.fault = () => 'signed_out';
		expect(await amy.sync()).toBe('signed_out');
		amy.transport.fault = () => undefined;
		amy.transport.session = { subject: 'joe' };
		expect(await amy.sync()).toBe('wrong_subject');
		expect(amy.replica.status().waiting).toBe(1);
		amy.transport.session = { subject: 'amy' };
		expect(await amy.sync()).toBe('idle');
		expect(amy.replica.row('doc', doc)).toMatchObject({ number: 1 });
	});

	it('what goes wrong in the background is told and tried again later', async () => {
		const { tabs } = await start('amy');
		const [amy] = tabs as [TestTab];
		await amy.newDoc();
		amy.transport.beforeArrival = async () => {
			throw new Error('a bug');
		};
		expect(await amy.sync()).toBe('offline');
		expect(amy.errors[0]).toMatchObject({ message: 'a bug' });
		amy.transport.beforeArrival = async () => undefined;
		expect(await amy.sync()).toBe('idle');
		expect(amy.replica.queue()).toEqual([]);
	});

	it('a command under the same mid is enqueued once', async () => {
		const { tabs } = await start('amy');
		const [amy] = tabs as [TestTab];
		const command = { name: 'docs.create', args: { title: 't', team: null, desk: false } };
		const mid = derivedId('once');
		const ids = await Promise.all([1, 2].map(() => amy.replica.run({ ...command, mid })));
		expect(ids.map(({ id }) => id)).toEqual([1, 1]);
		await amy.sync();
		expect(await amy.replica.run({ ...command, mid })).toMatchObject({ id: 1 });
		expect(amy.replica.queue()).toEqual([]);
	});

	it.each([
		['a key that names a prototype', '{"__proto__": {"admin": true}}'],
		['such a key further down', '{"list": [{"__proto__": 1}]}'],
		['more levels than a message may have', `${'['.repeat(100)}${']'.repeat(100)}`]
	])('arguments with %s are refused here and never stored', async (_, json) => {
		const { tabs } = await start('amy');
		const [amy] = tabs as [TestTab];
		const args = { title: 't', team: null, desk: false, more: JSON.parse(json) as unknown };
		expect(await amy.replica.run({ name: 'docs.create', args })).toEqual({
			verdict: { kind: 'rejected', failure: { code: 'bad_args' } },
			doubtful: false
		});
		expect(amy.replica.queue()).toEqual([]);
		await amy.newDoc();
		expect(await amy.sync()).toBe('idle');
		expect(amy.replica.queue()).toEqual([]);
	});
});
