import { describe, expect, it } from 'vitest';
import type { PackRecord } from '#sync/replica/records.ts';
import { startInMemory } from '../support/authority-world.ts';
import { openTabs, TestBrowser, type TestTab } from '../support/test-replica.ts';

const add = (tab: TestTab, doc: string, text: string, audience = 'internal') =>
	tab.replica.run({ name: 'notes.add', args: { doc, text, audience } });

function texts(tab: TestTab, doc: string): unknown[] {
	return tab.replica
		.children('note', doc)
		.map((note) => note.text)
		.sort();
}

describe('replica: scopes and children', () => {
	it('SYNC-I4: a row that leaves takes its children along, out of packs and windows too', async () => {
		const running = await startInMemory();
		const [amy] = (await openTabs(running, 'amy')) as [TestTab];
		const doc = await amy.newDoc({ title: 'secret', team: 't', desk: true });
		await add(amy, doc, 'secret note');
		const other = await amy.newDoc({ title: 'other', team: 't', desk: true });
		await amy.sync();
		const browser = new TestBrowser(running, 'tom');
		const tom = await browser.open();
		await tom.sync();
		expect(tom.ids('doc')).toEqual([doc, other].sort());
		expect(texts(tom, doc)).toEqual(['secret note']);
		await browser.disk.connect().write(['window'], (tx) => tx.put('window', 0, { rows: [doc] }));
		await amy.replica.run({ name: 'docs.move', args: { doc, team: null, desk: true } });
		await amy.sync();
		await tom.sync();
		expect(tom.ids('doc')).toEqual([other]);
		const raw = JSON.stringify([browser.disk.all('pages'), browser.disk.all('base')]);
		expect(raw).not.toContain('secret');
		expect(raw).toContain('other');
		expect(browser.disk.all('window')).toEqual([]);
	});

	it('SYNC-I4: a lost class takes its children; a gained one is fetched', async () => {
		const running = await startInMemory();
		const [amy, joe] = (await openTabs(running, 'amy', 'joe')) as [TestTab, TestTab];
		const doc = await joe.newDoc({ desk: true, team: 't' });
		await joe.sync();
		await amy.sync();
		await add(amy, doc, 'for us');
		await add(amy, doc, 'for all', 'public');
		await amy.sync();
		await joe.sync();
		expect(texts(joe, doc)).toEqual(['for all']);
		const [ada] = (await openTabs(running, 'ada')) as [TestTab];
		const access = (roles: string[], teams: string[]) =>
			ada.replica.run({
				name: 'persons.setAccess',
				args: { person: 'joe', roles, teams, active: true }
			});
		await access([], ['t']);
		await ada.sync();
		await joe.sync();
		expect(texts(joe, doc)).toEqual(['for all', 'for us']);
		await access([], []);
		await ada.sync();
		await joe.sync();
		expect(texts(joe, doc)).toEqual(['for all']);
		expect(joe.replica.memory.isComplete('doc', doc)).toBe(true);
	});

	it('a closed root keeps its children at the server until a screen wants them', async () => {
		const running = await startInMemory();
		const [amy] = (await openTabs(running, 'amy')) as [TestTab];
		const doc = await amy.newDoc({ desk: true });
		await add(amy, doc, 'a note');
		await amy.replica.run({ name: 'docs.close', args: { doc } });
		await amy.sync();
		running.world.at += 40 * 86_400_000;
		const [late] = (await openTabs(running, 'amy')) as [TestTab];
		expect(late.ids('doc')).toEqual([doc]);
		expect(late.replica.memory.isComplete('doc', doc)).toBe(false);
		late.replica.loop.start();
		late.replica.loop.want('doc', doc);
		await late.sync();
		expect(late.replica.memory.isComplete('doc', doc)).toBe(true);
		expect(texts(late, doc)).toEqual(['a note']);
	});

	it('a root that left and came back with a removed child is complete again without it', async () => {
		const running = await startInMemory();
		const [amy, tom] = (await openTabs(running, 'amy', 'tom')) as [TestTab, TestTab];
		const doc = await amy.newDoc({ team: 't', desk: true });
		await add(amy, doc, 'goes');
		await add(amy, doc, 'stays');
		await amy.sync();
		await tom.sync();
		const move = (team: string | null) =>
			amy.replica.run({ name: 'docs.move', args: { doc, team, desk: true } });
		await move(null);
		const note = amy.replica.children('note', doc).find(({ text }) => text === 'goes')?.id;
		await amy.replica.run({ name: 'notes.remove', args: { note } });
		await move('t');
		await amy.sync();
		await tom.sync();
		expect(texts(tom, doc)).toEqual(['stays']);
	});

	it('a late answer is not applied under another cookie, and is asked again', async () => {
		const running = await startInMemory();
		const [amy, tom, ada] = (await openTabs(running, 'amy', 'tom', 'ada')) as TestTab[] as [
			TestTab,
			TestTab,
			TestTab
		];
		const doc = await amy.newDoc({ team: 't', desk: true });
		await amy.sync();
		const browser = tom.replica;
		let isFirst = true;
		tom.transport.beforeArrival = async (call) => {
			if (call !== 'pull' || !isFirst) return;
			isFirst = false;
			await ada.replica.run({
				name: 'persons.setAccess',
				args: { person: 'tom', roles: [], teams: [], active: true }
			});
			await ada.sync();
			// Another tab of the device was quicker: what this pull answers is from before.
			await applyNewer(tom);
		};
		await tom.sync();
		expect(tom.transport.calls.filter((call) => call === 'pull').length).toBeGreaterThan(1);
		expect(tom.ids('doc')).toEqual([]);
		expect(browser.row('doc', doc)).toBeUndefined();
	});

	it('rows that left more packs than one transaction rewrites are hidden at once and rewritten after', async () => {
		const running = await startInMemory();
		const [amy] = (await openTabs(running, 'amy')) as [TestTab];
		for (let index = 0; index < 30; index += 1) await amy.newDoc({ team: 't' });
		await amy.sync();
		const browser = new TestBrowser(running, 'tom');
		const tom = await browser.open();
		await tom.sync();
		expect(tom.ids('doc')).toHaveLength(30);
		await browser.disk.connect().write(['pages', 'meta', 'revlog'], async (tx) => {
			const [pack] = await tx.getAll('pages');
			const { rows, gen } = pack?.value as PackRecord;
			await tx.clear('pages');
			await tx.clear('revlog');
			for (const [index, row] of rows.entries())
				await tx.put('pages', index + 1, { gen, rows: [row] });
			await tx.put('meta', 'nextPack', rows.length + 1);
			await tx.put('meta', 'rev', ((await tx.get('meta', 'rev')) as number) + 1);
		});
		const [ada] = (await openTabs(running, 'ada')) as [TestTab];
		await ada.replica.run({
			name: 'persons.setAccess',
			args: { person: 'tom', roles: [], teams: [], active: true }
		});
		await ada.sync();
		await tom.sync();
		expect(tom.ids('doc')).toEqual([]);
		expect(tom.replica.memory.meta.exits).toEqual([]);
		expect(JSON.stringify(browser.disk.all('pages'))).not.toContain('"table":"doc"');
	});
});

/** A pull through a second tab of the same device. */
async function applyNewer(tab: TestTab): Promise<void> {
	const { transport, browser } = tab;
	const second = await browser.open();
	second.transport.session = transport.session;
	await second.sync();
}
