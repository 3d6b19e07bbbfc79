import { expect, it } from 'vitest';
import { dryRun, previewBulk, rowId, type Context } from '#domain/kernel/index.ts';
import { assign, comment, ticket, type Ticket } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { viewerOf } from '#sync/authority/visibility.ts';
import { registry } from '#domain/registry.ts';
import { company, Desk, NOW } from '#test/support/company.ts';
import { MemoryTx } from '#test/support/memory-tx.ts';

const desk = new Desk(await company());
const actor = desk.actor('greta');
const reads = () => new MemoryTx(desk.store, viewerOf(registry, actor.scopes));
const context = (mid: string): Context => ({
	actor,
	mid,
	now: NOW,
	claimedAt: NOW,
	tz: 'Europe/Berlin',
	base: {},
	newId: (table, label) => rowId(mid, table, label),
	emit: () => undefined
});

it('UX-51: a bulk is previewed by its own guards, row by row, and nothing is written', async () => {
	const before = desk.store.dump();
	const keys = ['keyboard', 'locked-out', 'slow-erp'];
	const each = keys.map((key) => ({
		ticket: seedIds.ticket(key),
		assignee: seedIds.person('nuno')
	}));
	const runs = await previewBulk(assign, each, reads(), (index) => context(`m${index}`));
	const codes = runs.map(({ verdict }) =>
		verdict.kind === 'rejected' ? verdict.failure.code : verdict.kind
	);
	expect(codes).toEqual(['applied', 'tickets.closed', 'applied']);
	expect(runs[1]?.effects).toEqual([]);
	const effect = runs[0]?.effects.find(({ table }) => table === ticket.name);
	expect(effect?.before).toMatchObject({ state: 'new', assignee: null });
	expect(effect?.after).toMatchObject({ state: 'assigned', assigneeName: 'Nuno Carvalho' });
	expect(desk.store.dump()).toEqual(before);
});

it('a dry run comes to what the command comes to', async () => {
	const args = {
		ticket: seedIds.ticket('keyboard'),
		audience: 'public' as const,
		body: 'x',
		mentions: [],
		files: []
	};
	const { verdict, effects } = await dryRun(comment, args, reads(), context('same'));
	const real = new Desk(desk.store.copy());
	const ran = await real.run('greta', 'tickets.comment', args, { mid: 'same' });
	expect(verdict).toEqual(ran.verdict);
	for (const { table, id, after } of effects) {
		expect(real.store.rows({ name: table }).get(id)).toEqual(after);
	}
	expect(effects.length).toBeGreaterThan(1);
	const head: Ticket = desk.store.row(ticket, args.ticket);
	expect(head.updatedAt).toBeLessThan(NOW);
	// A taken id is told as the server tells it.
	const twice = await dryRun(
		comment,
		args,
		new MemoryTx(real.store, viewerOf(registry, actor.scopes)),
		context('same')
	);
	expect(twice.verdict).toMatchObject({ failure: { code: 'id_taken' } });
});
