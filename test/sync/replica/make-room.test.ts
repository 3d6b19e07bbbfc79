import { describe, expect, it } from 'vitest';
import { startInMemory } from '../support/authority-world.ts';
import { openTabs, type TestTab } from '../support/test-replica.ts';

const nothingShown = () => false;

const texts = (tab: TestTab, doc: string) =>
	tab.replica
		.children('note', doc)
		.map(({ text }) => text)
		.sort();

const add = (tab: TestTab, doc: string, text: string) =>
	tab.replica.run({ name: 'notes.add', args: { doc, text, audience: 'internal' } });

/** A closed doc and an open one, each with a note, on the devices of two people. */
async function start() {
	const running = await startInMemory();
	const [amy, tom] = (await openTabs(running, 'amy', 'tom')) as [TestTab, TestTab];
	const closed = await amy.newDoc({ team: 't', desk: true });
	const open = await amy.newDoc({ team: 't', desk: true });
	await add(amy, closed, 'of closed');
	await add(amy, open, 'of open');
	await amy.replica.run({ name: 'docs.close', args: { doc: closed } });
	await amy.sync();
	await tom.sync();
	return { amy, tom, closed, open };
}

describe('SYNC-P7: a full disk', () => {
	it('what hangs on closed roots leaves and is not here; heads, open roots and the queue stay', async () => {
		const { tom, closed, open } = await start();
		await add(tom, closed, 'not sent yet');
		expect(await tom.replica.makeRoom(nothingShown)).toBe(1);
		expect(tom.ids('doc')).toEqual([closed, open].sort());
		expect(tom.replica.memory.isComplete('doc', closed)).toBe(false);
		expect(texts(tom, closed)).toEqual(['not sent yet']);
		expect(texts(tom, open)).toEqual(['of open']);
		expect(tom.replica.queue()).toHaveLength(1);
		expect(JSON.stringify(tom.browser.disk.all('pages'))).not.toContain('of closed');
		expect(JSON.stringify(tom.browser.disk.all('base'))).not.toContain('of closed');
		expect(await tom.replica.makeRoom(nothingShown)).toBe(0);
	});

	it('what a screen shows stays', async () => {
		const { tom, closed } = await start();
		expect(await tom.replica.makeRoom((table, id) => table === 'doc' && id === closed)).toBe(0);
		expect(texts(tom, closed)).toEqual(['of closed']);
	});

	it('it comes back when a screen wants it, and when something changes under it, not by itself', async () => {
		const { amy, tom, closed } = await start();
		await tom.replica.makeRoom(nothingShown);
		await tom.sync();
		expect(tom.replica.memory.isComplete('doc', closed)).toBe(false);
		tom.replica.loop.start();
		tom.replica.loop.want('doc', closed);
		await tom.sync();
		expect(texts(tom, closed)).toEqual(['of closed']);
		await tom.replica.makeRoom(nothingShown);
		await add(amy, closed, 'more');
		await amy.sync();
		await tom.sync();
		expect(texts(tom, closed)).toEqual(['more', 'of closed']);
	});

	it('an answer from before does not complete what made room since', async () => {
		const { amy, tom, closed } = await start();
		await tom.replica.makeRoom(nothingShown);
		const second = await tom.browser.open();
		let isFirst = true;
		tom.transport.beforeArrival = async (call) => {
			if (call !== 'detail' || !isFirst) return;
			isFirst = false;
			await add(amy, closed, 'later');
			await amy.sync();
			await second.sync();
			expect(texts(second, closed)).toEqual(['later', 'of closed']);
			await second.replica.makeRoom(nothingShown);
		};
		tom.replica.loop.start();
		tom.replica.loop.want('doc', closed);
		await tom.sync();
		tom.replica.loop.start();
		tom.replica.loop.want('doc', closed);
		await tom.sync();
		expect(texts(tom, closed)).toEqual(['later', 'of closed']);
	});
});
