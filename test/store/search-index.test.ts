import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyRow } from '#domain/kernel/index.ts';
import { article } from '#domain/knowledge/index.ts';
import { ticket } from '#domain/tickets/index.ts';
import { SearchIndex } from '#store/live/search-index.ts';

class Rows {
	readonly byTable = new Map<string, Map<string, AnyRow>>([
		['ticket', new Map()],
		['article', new Map()]
	]);
	row = (table: string, id: string) => this.byTable.get(table)?.get(id);
	ids = (table: string) => this.byTable.get(table)?.keys() ?? [];
	put(table: string, row: AnyRow) {
		this.byTable.get(table)?.set(row.id, row);
	}
}

const tables = [ticket, article];
const both = ['ticket', 'article'];
const word = fc.constantFrom('printer', 'dock', 'vpn', 'badge', 'laptop');
const step = fc.oneof(
	fc.record({ kind: fc.constant('put' as const), id: fc.nat(8), words: fc.array(word) }),
	fc.record({ kind: fc.constant('drop' as const), id: fc.nat(8) }),
	fc.record({ kind: fc.constant('work' as const), count: fc.nat(3) }),
	fc.record({ kind: fc.constant('find' as const), word })
);

describe('UX-48: words of the rows that a person holds', () => {
	it('finds exactly the rows that are here and have the word, whatever came and left before', () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
				const rows = new Rows();
				const index = new SearchIndex(tables, rows);
				for (const one of steps) {
					if (one.kind === 'work') index.work(one.count);
					else if (one.kind === 'find') {
						const wanted = [...(rows.byTable.get('ticket')?.values() ?? [])].filter((row) =>
							String(row['title']).includes(one.word)
						);
						const found = index.find(one.word, both, 100);
						expect(found.complete).toBe(true);
						expect(found.rows.map(({ row }) => row.id).toSorted()).toEqual(
							wanted.map(({ id }) => id).toSorted()
						);
					} else {
						const id = `t${one.id}`;
						if (one.kind === 'put')
							rows.put('ticket', { id, title: one.words.join(' '), tags: [] });
						else rows.byTable.get('ticket')?.delete(id);
						index.changed('ticket', [id]);
					}
				}
			})
		);
	});

	it('a row that left is never found again, although nobody told the index yet', () => {
		const rows = new Rows();
		rows.put('ticket', { id: 't1', title: 'Secret printer', tags: [] });
		const index = new SearchIndex(tables, rows);
		expect(index.find('secret', both, 9).rows).toHaveLength(1);
		rows.byTable.get('ticket')?.delete('t1');
		expect(index.find('secret', both, 9).rows).toEqual([]);
	});

	it('finds by key, tag, requester and the beginnings of words; articles in every language', () => {
		const rows = new Rows();
		rows.put('ticket', {
			id: 't1',
			number: 'INC-123',
			title: 'Scanner is dead',
			requesterName: 'Rosa Lind',
			tags: ['dock']
		});
		rows.put('article', {
			id: 'a1',
			titles: ['Reset a password', 'Passwort neu setzen'],
			tags: []
		});
		const index = new SearchIndex(tables, rows);
		for (const text of ['inc-123', 'INC-123', '123', 'scan', 'lind scanner', 'dock', 'scaner'])
			expect(index.find(text, both, 9).rows.map(({ row }) => row.id)).toEqual(['t1']);
		expect(index.find('req-123', both, 9).rows).toEqual([]);
		expect(index.find('passwort', both, 9).rows.map(({ table }) => table)).toEqual(['article']);
		expect(index.find('scanner', ['article'], 9).rows).toEqual([]);
		expect(index.find('scanner moon', both, 9).rows).toEqual([]);
		expect(index.find('', both, 9).rows).toEqual([]);
	});

	it('answers before everything is read, and says so; so many of each table', () => {
		const rows = new Rows();
		for (let n = 0; n < 1_000; n += 1)
			rows.put('ticket', { id: `t${n}`, title: 'Printer', tags: [] });
		rows.put('article', { id: 'a1', titles: ['Printer'], tags: [] });
		const index = new SearchIndex(tables, rows);
		expect(index.find('printer', both, 3)).toMatchObject({ complete: false, rows: [] });
		while (index.work(250));
		const { rows: found, complete } = index.find('printer', both, 3);
		expect(complete).toBe(true);
		expect(found.filter(({ table }) => table === 'ticket')).toHaveLength(3);
		expect(found.filter(({ table }) => table === 'article')).toHaveLength(1);
	});
});
