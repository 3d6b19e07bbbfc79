import { describe, expect, it } from 'vitest';
import { derivedId } from '#domain/kernel/index.ts';
import type { SnapshotRequest } from '#sync/protocol/index.ts';
import { startInMemory } from '../support/authority-world.ts';
import { openTabs, TestBrowser, type TestTab } from '../support/test-replica.ts';

/** Lets through one page, the heads of all, and nothing more until told to. Keeps what was asked for. */
function cutAfterHeads({ transport }: TestTab): SnapshotRequest[] {
	const asked: SnapshotRequest[] = [];
	const snapshot = transport.snapshot.bind(transport);
	let pages = 0;
	transport.snapshot = (request) => {
		asked.push(request);
		return snapshot(request);
	};
	transport.fault = (call) => {
		if (call !== 'snapshot') return undefined;
		pages += 1;
		return pages > 1 ? 'offline' : undefined;
	};
	return asked;
}

describe('replica: a first sync that breaks off', () => {
	it('SYNC-P4: goes on behind the page that it had, after a new start too; what has come is used meanwhile', async () => {
		const running = await startInMemory();
		const [amy] = (await openTabs(running, 'amy')) as [TestTab];
		const docs = [await amy.newDoc({ team: 't' }), await amy.newDoc({ team: 't' })].sort();
		const [doc] = docs as [string];
		await amy.replica.run({
			name: 'notes.add',
			args: { doc, text: 'a note', audience: 'internal' }
		});
		await amy.sync();

		const browser = new TestBrowser(running, 'tom');
		const first = await browser.open();
		const asked = cutAfterHeads(first);
		expect(await first.sync()).toBe('offline');
		expect(asked[0]).toMatchObject({ after: null });
		expect(first.errors).toEqual([]);
		expect(first.ids('doc')).toEqual(docs);
		expect(first.replica.status().run).toBeDefined();
		await first.replica.run({ name: 'docs.count', args: { doc, delta: 3 } });
		expect(first.replica.row('doc', doc)).toMatchObject({ count: 3 });

		const second = await browser.open();
		expect(second.ids('doc')).toEqual(docs);
		const again = cutAfterHeads(second);
		second.transport.fault = () => undefined;
		expect(await second.sync()).toBe('idle');
		expect(again).toHaveLength(1);
		expect(again[0]?.run).toBe(asked[0]?.run);
		expect(again[0]?.after).not.toBeNull();
		expect(second.replica.status().run).toBeUndefined();
		expect(second.replica.children('note', doc)).toMatchObject([{ text: 'a note' }]);
		expect(second.replica.row('doc', doc)).toMatchObject({ count: 3 });
	});

	it('SYNC-P4: nothing is deleted for missing in an answer before all of it has come', async () => {
		const running = await startInMemory();
		const [amy] = (await openTabs(running, 'amy')) as [TestTab];
		const kept = await amy.newDoc({ team: 't' });
		await amy.sync();
		const backup = running.store.copyState();
		const lost = await amy.newDoc({ team: 't' });
		await amy.sync();
		const [tom] = (await openTabs(running, 'tom')) as [TestTab];
		running.store.restore(backup, derivedId('epoch', '2'));
		// All is fetched anew, and breaks off after the page that does not have the lost one.
		cutAfterHeads(tom);
		expect(await tom.sync()).toBe('offline');
		expect(tom.replica.status().run).toBeDefined();
		expect(tom.ids('doc')).toEqual([kept, lost].sort());
		tom.transport.fault = () => undefined;
		expect(await tom.sync()).toBe('idle');
		expect(tom.ids('doc')).toEqual([kept]);
	});
});
