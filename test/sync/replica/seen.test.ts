import { describe, expect, it } from 'vitest';
import { baseOf } from '#domain/kernel/index.ts';
import { startInMemory } from '../support/authority-world.ts';
import { openTabs, type TestTab } from '../support/test-replica.ts';

type Titled = { readonly title: string };

/** Sets the title as a screen does that showed the one of now. */
function retitle(tab: TestTab, doc: string, title: string) {
	const before = tab.replica.row('doc', doc) as unknown as Titled;
	return tab.replica.run({
		name: 'docs.set',
		args: { doc, title },
		base: baseOf(before, ['title']),
		seen: { table: 'doc', id: doc, values: { title: before.title } }
	});
}

async function start() {
	const running = await startInMemory();
	const [amy, tom] = (await openTabs(running, 'amy', 'tom')) as [TestTab, TestTab];
	const doc = await amy.newDoc({ title: 'before both', team: 't', desk: true });
	await amy.sync();
	await tom.sync();
	return { amy, tom, doc };
}

const stored = ({ browser }: TestTab) =>
	JSON.stringify([browser.disk.all('queue'), browser.disk.all('outcome')]);

describe('replica: what was seen before a change', () => {
	it('UX-12: lies with the outcome of a change that met another, and is never sent', async () => {
		const { amy, tom, doc } = await start();
		let sent = '';
		tom.transport.beforePush = (request) => (sent += JSON.stringify(request));
		await retitle(amy, doc, 'first');
		await retitle(tom, doc, 'second');
		await amy.sync();
		await tom.sync();
		const [card] = tom.replica.outcomes();
		expect(card).toMatchObject({
			outcome: { kind: 'rejected' },
			seen: { table: 'doc', id: doc, values: { title: 'before both' } }
		});
		expect(sent).toContain('second');
		expect(sent).not.toContain('before both');
		await retitle(amy, doc, 'third');
		await amy.sync();
		expect(amy.replica.outcomes().filter(({ seen }) => seen)).toEqual([]);
	});

	it.each(['waiting', 'settled', 'settling'] as const)(
		'SYNC-I4: goes with the row, from a change that is %s',
		async (when) => {
			const { amy, tom, doc } = await start();
			const leave = () =>
				amy.replica.run({ name: 'docs.move', args: { doc, team: null, desk: true } });
			await retitle(amy, doc, 'first');
			await retitle(tom, doc, 'second');
			expect(stored(tom)).toContain('before both');
			if (when !== 'settling') await amy.sync();
			if (when === 'settled') {
				await tom.sync();
				expect(stored(tom)).toContain('before both');
			}
			tom.transport.fault = (call) =>
				when === 'waiting' && call === 'push' ? 'offline' : undefined;
			await leave();
			await amy.sync();
			await tom.sync();
			tom.transport.fault = () => undefined;
			await tom.sync();
			expect(tom.ids('doc')).toEqual([]);
			expect(stored(tom)).toContain('second');
			expect(stored(tom)).not.toContain('before both');
		}
	);

	it('SYNC-I4: is not kept of a row that left while the person was typing', async () => {
		const { amy, tom, doc } = await start();
		await amy.replica.run({ name: 'docs.move', args: { doc, team: null, desk: true } });
		await amy.sync();
		await tom.sync();
		await tom.replica.run({
			name: 'docs.set',
			args: { doc, title: 'late' },
			base: {},
			seen: { table: 'doc', id: doc, values: { title: 'before both' } }
		});
		expect(stored(tom)).not.toContain('before both');
	});
});
