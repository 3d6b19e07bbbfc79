import { beforeEach, describe, expect, it } from 'vitest';
import { catalogItem, items } from '#domain/catalog/index.ts';
import { baseOf } from '#domain/kernel/index.ts';
import { grants } from '#domain/registry.ts';
import { seedIds } from '#server/seed/company.ts';
import { Desk } from '#test/support/company.ts';

const item = seedIds.item('laptop');
let desk: Desk;
beforeEach(async () => {
	desk = await Desk.open();
});

describe('catalog commands', () => {
	it('retires and reinstates: the list follows', async () => {
		const listed = (retired: boolean) =>
			desk.store.all(catalogItem).filter(items.where({ retired }, desk.actor('rosa'))).length;
		const before = listed(false);
		expect(await desk.verdict('malik', 'catalog.retireItem', { item })).toBe('applied');
		expect([listed(false), listed(true)]).toEqual([before - 1, 1]);
		const create = { kind: 'request', title: 'x', catalogItem: item };
		expect(await desk.verdict('rosa', 'tickets.create', create)).toBe('tickets.item_unknown');
		await desk.run('malik', 'catalog.reinstateItem', { item });
		expect(listed(false)).toBe(before);
	});

	it('edits by field: the first of two keeps its value, the other fields are taken', async () => {
		const base = baseOf(desk.store.row(catalogItem, item), ['title', 'position']);
		const edit = (changes: Record<string, string | number>) =>
			desk.run('malik', 'catalog.editItem', { item, changes }, { base });
		expect((await edit({ title: 'First' })).verdict.kind).toBe('applied');
		expect((await edit({ title: 'Second', position: 99 })).verdict).toEqual({
			kind: 'merged',
			fields: ['title']
		});
		expect(desk.store.row(catalogItem, item)).toMatchObject({ title: 'First', position: 99 });
		expect((await edit({ title: 'Third' })).verdict).toMatchObject({
			failure: { code: 'conflict' }
		});
	});

	it('refuses an unknown item and team', async () => {
		expect(await desk.verdict('malik', 'catalog.retireItem', { item: 'none' })).toBe(
			'catalog.item_unknown'
		);
		const changes = { team: 'none' };
		expect(await desk.verdict('malik', 'catalog.editItem', { item, changes })).toBe(
			'catalog.team_unknown'
		);
	});

	it('belongs to managers and administrators', () => {
		const may = (key: 'rosa' | 'greta' | 'malik' | 'ada') =>
			grants.permits(desk.actor(key), 'catalog.manage');
		expect([may('rosa'), may('greta'), may('malik'), may('ada')]).toEqual([
			false,
			false,
			true,
			true
		]);
	});
});
