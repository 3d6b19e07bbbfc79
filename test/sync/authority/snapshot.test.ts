import { describe, expect, it } from 'vitest';
import { DAY, derivedId } from '#domain/kernel/index.ts';
import { isRefusal } from '#sync/protocol/index.ts';
import { accepted, startInMemory, TestDevice } from '../support/authority-world.ts';

describe('snapshot', () => {
	it('brings every head once, newest and open first, then whole roots that are open or recent', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const old = await amy.newDoc({ desk: true });
		await amy.run('notes.add', { doc: old, text: 'old', audience: 'public' });
		await amy.run('docs.close', { doc: old });
		running.world.at += 40 * DAY;
		const open = await amy.newDoc({ desk: true });
		await amy.run('notes.add', { doc: open, text: 'open', audience: 'internal' });
		for (let n = 0; n < 6; n += 1) {
			await amy.send(
				Array.from({ length: 100 }, () =>
					amy.mutation('docs.create', { title: 'x', team: null, desk: true })
				)
			);
		}
		const pages = await new TestDevice(running, 'amy', 'd2').start();
		expect(pages.at(-1)?.next).toBeNull();
		for (const [index, page] of pages.entries()) {
			expect(page.after).toEqual(index === 0 ? null : pages[index - 1]?.next);
			expect(page.puts.length).toBeLessThanOrEqual(500);
		}
		const heads = pages.flatMap(({ puts }) => puts).filter(({ table }) => table === 'doc');
		expect(new Set(heads.map(({ row }) => row.id)).size).toBe(602);
		expect(heads).toHaveLength(602);
		expect(heads.at(-1)?.row.id).toBe(old);
		expect(pages[0]?.total).toBe(603);
		const complete = pages.flatMap((page) => page.complete);
		expect(complete).toHaveLength(601);
		expect(complete.some(({ id }) => id === old)).toBe(false);
		const notes = pages.flatMap(({ puts }) => puts).filter(({ table }) => table === 'note');
		expect(notes.map(({ row }) => row.text)).toEqual(['open']);
	});

	it('goes on after any page', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const doc = await amy.newDoc({ desk: true });
		await amy.run('notes.add', { doc, text: 'n', audience: 'public' });
		const pages = await amy.start();
		const rest = await amy.pages(['desk', 'user:amy']);
		expect(rest).toEqual(pages);
	});

	it('SYNC-AUD: refuses a scope that is not held, and names no more than that', async () => {
		const running = await startInMemory();
		const eve = new TestDevice(running, 'eve');
		await eve.pull();
		const cookie = { ...(eve.cookie as NonNullable<typeof eve.cookie>), scopes: ['desk'] };
		const request = {
			...eve.envelope,
			cookie,
			run: derivedId('r'),
			scopes: ['desk'],
			v0: 0,
			after: null
		};
		const answers = [];
		for await (const page of running.authority.snapshot({ subject: 'eve' }, request))
			answers.push(page);
		expect(answers).toEqual([{ error: { code: 'scopes' } }]);
	});
});

describe('detail', () => {
	it('SYNC-AUD: answers readable roots only, and of their children the readable classes', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const joe = new TestDevice(running, 'joe');
		await joe.start();
		const doc = await joe.newDoc({ desk: true });
		const hidden = await amy.newDoc({ desk: true });
		await amy.run('notes.add', { doc, text: 'all', audience: 'public' });
		await amy.run('notes.add', { doc, text: 'us', audience: 'internal' });
		await joe.pull();
		const ask = (table: string) =>
			running.authority.detail(
				{ subject: 'joe' },
				{
					...joe.envelope,
					cookie: joe.cookie,
					roots: [doc, hidden, 'none'].map((id) => ({ table, id }))
				}
			);
		const answer = accepted(await ask('doc'));
		expect(answer.complete.map(({ id }) => id)).toEqual([doc]);
		expect(answer.puts.map(({ row }) => row.text)).toEqual(['all']);
		const bad = await ask('note');
		expect(isRefusal(bad) && bad.error).toEqual({ code: 'bad_request', field: 'roots.0.table' });
	});
});
