import { describe, expect, it } from 'vitest';
import {
	bears,
	checkDemands,
	complaints,
	filled,
	readDemands,
	titlesIn
} from '../../scripts/demands.mjs';

const row = (id: string, state: string) => `| ${id} | some demand | ${state} |`;

describe('the list of demands', () => {
	it('names every demand once, with a test that bears it or the reason why it is open', () => {
		expect(checkDemands()).toEqual([]);
	});

	it('refuses a proof whose file has no such title', () => {
		const demands = readDemands(row('UX-1', '`test/a.test.ts`'));
		const found = complaints(demands, () => "it('UX-11: something else', () => {})");
		expect(found).toContain('UX-1: no test title in test/a.test.ts bears it');
	});

	it('refuses an open core demand, an unknown one and one without a reason', () => {
		const rows = [row('SYNC-I3', 'open: later'), row('UX-99', 'open: later'), row('UX-2', '')];
		const found = complaints(readDemands(rows.join('\n')), () => undefined);
		expect(found).toContain('SYNC-I3 may not be open');
		expect(found).toContain('UX-99 is not a known demand');
		expect(found).toContain('UX-2 names neither a test file nor why it is open');
		expect(found).toContain('UX-3 is listed 0 times');
	});

	it('fills in the files that bear an id and leaves the other rows alone', () => {
		const rows = [row('UX-1', '`test/gone.test.ts`'), row('UX-2', 'open: later')].join('\n');
		const titles = new Map([
			['test/a.test.ts', ['UX-1: quick', 'UX-11: slow']],
			['test/b.test.ts', ['UX-3, UX-1: both']]
		]);
		const proven = row('UX-1', '`test/a.test.ts`, `test/b.test.ts`');
		expect(filled(rows, titles)).toBe([proven, row('UX-2', 'open: later')].join('\n'));
	});

	it('reads titles of plain, tabled and templated tests', () => {
		const source = `it('one', f); test.each([1])("two", f); it(\`three \${x}\`, f); describe('four', f)`;
		expect(titlesIn(source)).toEqual(['one', 'two', 'three ${x}', 'four']);
		expect(bears('SYNC-I3, SYNC-I4: views', 'SYNC-I4')).toBe(true);
		expect(bears('SYNC-I11: digest', 'SYNC-I1')).toBe(false);
	});
});
