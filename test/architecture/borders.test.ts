/** Plants one violation per border in a copy of the layout and expects the rule, and one allowed import that it must let pass. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pinnedNode, root } from '../../scripts/lib/steps.mjs';

/** File, what it imports, and the rule that must object; null where the import is allowed. */
const imports: [file: string, imported: string, rule: string | null][] = [
	['src/domain/tickets/rules/a.ts', '#domain/kernel/result.ts', null],
	['src/domain/tickets/rules/b.ts', '#domain/sla/index.ts', null],
	['src/domain/tickets/rules/c.ts', '#domain/sla/rules/x.ts', 'domain-tickets-imports'],
	['src/domain/tickets/rules/d.ts', '#domain/workorders/index.ts', 'domain-tickets-imports'],
	['src/domain/identity/a.ts', '#domain/audit/index.ts', 'domain-identity-imports'],
	['src/domain/notifications/a.ts', '#domain/workorders/index.ts', null],
	['src/domain/notifications/b.ts', '#domain/reactions/index.ts', 'domain-notifications-imports'],
	['src/domain/kernel/a.ts', '#domain/audit/index.ts', 'domain-kernel-imports'],
	['src/domain/reactions/a.ts', '#domain/workorders/index.ts', null],
	['src/domain/registry.ts', '#domain/reactions/index.ts', null],
	['src/domain/nowhere/a.ts', '#domain/kernel/result.ts', 'domain-unplaced-module'],
	['src/domain/sla/a.ts', '#server/x.ts', 'domain-imports'],
	['src/domain/sla/b.ts', 'node:crypto', 'pure-libraries'],
	['src/domain/sla/c.ts', 'kysely', 'pure-libraries'],
	['src/domain/sla/d.ts', 'valibot', null],
	['src/sync/a.ts', '#domain/kernel/result.ts', null],
	['src/sync/b.ts', '#domain/audit/index.ts', 'sync-imports'],
	['src/sync/c.ts', 'dexie', 'pure-libraries'],
	['src/store/a.ts', '#sync/x.ts', null],
	['src/store/b.ts', '#client/x.ts', 'store-imports'],
	['src/store/c.ts', 'node:fs', 'no-node-in-browser'],
	['workers/data.worker.ts', '#store/x.ts', null],
	['workers/a.worker.ts', '#ui/x.ts', 'workers-imports'],
	['src/client/a.ts', '#workers/contracts/data.ts', null],
	['src/client/b.ts', '#workers/data.worker.ts?worker&url', null],
	['src/client/c.ts', '#workers/inner/x.ts', 'client-imports'],
	['src/client/d.ts', '#ui/x.ts', 'client-imports'],
	['src/server/a.ts', '#sync/x.ts', null],
	['src/server/b.ts', '#domain/sla/rules/x.ts', 'server-imports'],
	['src/server/c.ts', '#store/x.ts', 'server-imports'],
	['src/ui/a.ts', '#client/x.ts', null],
	['src/ui/b.ts', '#store/x.ts', 'ui-imports'],
	['src/ui/c.svelte', '#server/x.ts', 'ui-imports'],
	['src/routes/desk/+page.ts', '#ui/x.ts', null],
	['src/routes/field/+page.ts', '#server/x.ts', 'pages-imports'],
	['src/routes/ops/+page.svelte', '#store/x.ts', 'pages-imports'],
	['src/routes/api/+server.ts', '#server/x.ts', null],
	['src/routes/other/+server.ts', '#ui/x.ts', 'endpoints-imports'],
	['src/routes/raw/+server.ts', 'pg', 'no-sql-in-routes'],
	['src/hooks.server.ts', '#client/x.ts', 'endpoints-imports'],
	['src/ui/d.ts', '../../test/x.ts', 'no-tests-in-app'],
	['src/ui/e.ts', './gone.ts', 'no-unresolvable']
];

const targets = [
	'src/domain/kernel/result.ts',
	'src/domain/sla/index.ts',
	'src/domain/sla/rules/x.ts',
	'src/domain/audit/index.ts',
	'src/domain/workorders/index.ts',
	'src/domain/reactions/index.ts',
	'src/server/x.ts',
	'src/sync/x.ts',
	'src/store/x.ts',
	'src/client/x.ts',
	'src/ui/x.ts',
	'workers/contracts/data.ts',
	'workers/inner/x.ts',
	'test/x.ts'
];

interface Violation {
	readonly from: string;
	readonly rule: { readonly name: string };
}

const folder = mkdtempSync(join(tmpdir(), 'waypost-borders-'));
const rulesByFile = new Map<string, string[]>();

function plant(file: string, text: string): void {
	mkdirSync(dirname(join(folder, file)), { recursive: true });
	writeFileSync(join(folder, file), text);
}

function plantImport(file: string, imported: string): void {
	const text = `import * as x from '${imported}';\nexport const y = x;\n`;
	plant(
		file,
		file.endsWith('.svelte') ? `<script lang="ts">\nimport '${imported}';\n</script>` : text
	);
}

/** Dependency-cruiser fails when there are violations, and there are: the report is on stdout all the same. */
function cruise(): string {
	const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
	const args = ['src', 'workers', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
	try {
		return execFileSync(pinnedNode, [cruiser, ...args], { cwd: folder, encoding: 'utf8' });
	} catch (error) {
		return (error as { stdout: string }).stdout;
	}
}

beforeAll(() => {
	cpSync(join(root, 'package.json'), join(folder, 'package.json'));
	cpSync(join(root, '.dependency-cruiser.cjs'), join(folder, '.dependency-cruiser.cjs'));
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
	for (const file of targets) plant(file, 'export const value = 1;\n');
	for (const [file, imported] of imports) plantImport(file, imported);
	plantImport('src/ui/circle-a.ts', './circle-b.ts');
	plantImport('src/ui/circle-b.ts', './circle-a.ts');
	const { summary } = JSON.parse(cruise()) as { summary: { violations: Violation[] } };
	for (const { from, rule } of summary.violations)
		rulesByFile.set(from, [...(rulesByFile.get(from) ?? []), rule.name]);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('borders between the layers', () => {
	it.each(imports)('%s -> %s: %s', (file, _imported, rule) => {
		const found = rulesByFile.get(file) ?? [];
		if (rule === null) expect(found).toEqual([]);
		else expect(found).toContain(rule);
	});

	it('a cycle is found', () => {
		expect(rulesByFile.get('src/ui/circle-a.ts')).toContain('no-circular');
	});
});
