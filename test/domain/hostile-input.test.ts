import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { registry } from '#domain/registry.ts';
import type { JsonObject } from '#domain/kernel/index.ts';
import { seedCommands } from '#server/seed/company.ts';
import { company, Desk, NOW } from '#test/support/company.ts';

const seeded = await company();
const file = { name: 'a', mime: 'image/png', size: 1, blob: 'a'.repeat(64) };
const question = {
	id: 'q',
	label: 'Q',
	type: 'text',
	required: false,
	options: [],
	showWhen: { question: 'p', is: [true] },
	min: 1,
	max: 5,
	format: 'email'
};
const article = { language: 'en', title: 'x', audience: 'everyone', category: 'x' };
const written: readonly (readonly [string, JsonObject])[] = [
	...seedCommands(NOW).map(({ mutator, args }) => [mutator, args] as const),
	['identity.editPerson', { person: 'u', changes: { locale: 'de' } }],
	['identity.setRoles', { person: 'u', roles: ['agent'] }],
	['identity.setTeams', { person: 'u', teams: ['t'] }],
	['identity.deactivate', { person: 'u' }],
	['identity.reactivate', { person: 'u' }],
	['catalog.editItem', { item: 'i', changes: { title: 'x' } }],
	['catalog.retireItem', { item: 'i' }],
	['catalog.reinstateItem', { item: 'i' }],
	['catalog.saveForm', { item: 'i', form: [question] }],
	['catalog.discardForm', { item: 'i' }],
	['catalog.publishForm', { item: 'i', note: 'x' }],
	['catalog.revertForm', { item: 'i', version: 1 }],
	['catalog.countItem', { item: 'i', popularity: 1 }],
	['knowledge.dropLanguage', { article: 'a', language: 'de' }],
	['knowledge.edit', { article: 'a', changes: { tags: ['x'] } }],
	['knowledge.addImage', { article: 'a', file }],
	['knowledge.removeImage', { article: 'a', blob: 'a'.repeat(64) }],
	['knowledge.receiveImage', { row: 'f', hash: 'a'.repeat(64) }],
	['tickets.unuseArticle', { ticket: 't', article: 'a' }],
	['tickets.draftArticle', { ticket: 't', ...article }],
	['tickets.attach', { ticket: 't', audience: 'public', file }],
	['tickets.receiveFile', { row: 'f', hash: 'a'.repeat(64) }],
	['tickets.undoStep', { ticket: 't', event: 'e' }],
	['tickets.edit', { ticket: 't', changes: { title: 'x' } }],
	['tickets.setPriority', { ticket: 't', priority: 1, reason: 'x' }],
	['tickets.unwatch', { ticket: 't' }],
	['tickets.link', { ticket: 't', other: 'o', type: 'related' }],
	['tickets.unlink', { ticket: 't', other: 'o', type: 'related' }],
	['tickets.handOver', { ticket: 't', team: 'a', body: 'x' }],
	['tickets.merge', { ticket: 't', into: 'o', note: 'x' }],
	['tickets.unmerge', { ticket: 't' }],
	['tickets.split', { ticket: 't', title: 'x', description: 'y', comments: ['c'] }],
	['tickets.undoSplit', { ticket: 't' }],
	['tickets.followUp', { ticket: 't', event: 'e' }],
	['tickets.undoFollow', { ticket: 't', event: 'e' }],
	['tickets.wake', { ticket: 't' }],
	['tickets.declareMajor', { ticket: 't', lead: 'p', cadence: 30 }],
	['tickets.postUpdate', { ticket: 't', body: 'x', nextIn: 30 }],
	['tickets.editMajor', { ticket: 't', changes: { lead: 'p', cadence: 30 } }],
	['tickets.standDown', { ticket: 't', reason: 'x' }],
	['tickets.reviewMajor', { ticket: 't', body: 'x' }],
	['tickets.addChecks', { ticket: 't', lines: ['x'] }],
	['tickets.tick', { check: 'c', done: true }],
	['tickets.editCheck', { check: 'c', changes: { text: 'x', position: 1 } }],
	['tickets.removeCheck', { check: 'c' }],
	['tickets.logTime', { ticket: 't', minutes: 5, startedAt: 1, note: 'x' }],
	['tickets.startTimer', { ticket: 't', note: 'x' }],
	['tickets.stopTimer', { entry: 'e', minutes: 5, note: 'x' }],
	['tickets.editTime', { entry: 'e', minutes: 5, note: 'x' }],
	['tickets.removeTime', { entry: 'e' }],
	[
		'tickets.runMacro',
		{
			ticket: 't',
			macro: 'm',
			changes: { tags: ['x'] },
			priority: { priority: 1, reason: 'x' },
			checks: ['x'],
			reply: { audience: 'internal', body: 'x', mentions: ['p'], files: [file] },
			assignment: { team: 'a', assignee: null },
			step: { verb: 'pend', from: 'new', code: 'part', note: 'x' }
		}
	],
	['tickets.editMacro', { macro: 'm', changes: { title: 'x', deeds: { urgency: 1 } } }],
	['tickets.retireMacro', { macro: 'm' }],
	['tickets.reinstateMacro', { macro: 'm' }],
	['views.edit', { view: 'v', changes: { name: 'x', sort: 'newest' } }],
	['views.retire', { view: 'v' }],
	['views.reinstate', { view: 'v' }],
	['views.setDefault', { of: 'ticket', view: 'open', team: 't' }],
	['announcements.edit', { announcement: 'a', changes: { title: 'x', until: 5 } }],
	['announcements.end', { announcement: 'a' }],
	['announcements.discard', { announcement: 'a' }]
];
const valid = new Map<string, JsonObject[]>();
for (const [name, args] of written) valid.set(name, [...(valid.get(name) ?? []), args]);

const hostile = fc.constantFrom<unknown>(
	'\ud800',
	'a\u0000b',
	'x'.repeat(100_000),
	'__proto__',
	'constructor',
	'../../etc',
	'',
	-1,
	1.5,
	1e300,
	NaN,
	null,
	[],
	{},
	true,
	JSON.parse('{"__proto__":{"isAdmin":true}}'),
	Array.from({ length: 5_000 }, () => 'x')
);

/** The value with one of its own places, chosen by `pick`, replaced. */
function spoiled(value: unknown, pick: number, by: unknown): unknown {
	if (typeof value !== 'object' || value === null) return by;
	const keys = Object.keys(value);
	const key = keys[pick % (keys.length + 1)];
	if (key === undefined) return by;
	const inner = (value as Record<string, unknown>)[key];
	const next = spoiled(inner, Math.floor(pick / (keys.length + 1)), by);
	return Array.isArray(value)
		? value.map((item: unknown, at) => (String(at) === key ? next : item))
		: { ...value, [key]: next };
}

const names = registry.mutators.map(({ name }) => name);

describe('bad input', () => {
	it('the valid examples are valid, one at least for each mutator', () => {
		for (const { name, args } of registry.mutators) {
			const examples = valid.get(name) ?? [];
			expect([name, examples.length > 0]).toEqual([name, true]);
			for (const example of examples) expect(v.safeParse(args, example).issues).toBeUndefined();
		}
	});

	it.each(names)('%s refuses an unknown field, and lets no __proto__ through', (name) => {
		const schema = registry.mutators.find((mutator) => mutator.name === name)?.args;
		const [example] = valid.get(name) ?? [];
		if (!schema || !example) throw new Error(name);
		const text = JSON.stringify(example);
		const polluted = JSON.parse(text.replace(/^\{/, '{"__proto__":{"isAdmin":true},')) as unknown;
		expect(v.safeParse(schema, { ...example, extra: 1 }).success).toBe(false);
		const parsed = v.safeParse(schema, polluted);
		expect(parsed.success && 'isAdmin' in (parsed.output as object)).toBe(false);
	});

	it('is answered with a coded verdict and leaves no trace when rejected', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...names),
				fc.constantFrom('ada', 'malik', 'rosa', 'system'),
				fc.nat(),
				fc.nat(),
				fc.oneof(hostile, fc.anything()),
				async (name, who, which, pick, value) => {
					const desk = new Desk(seeded.copy());
					const examples = valid.get(name) ?? [];
					const args = spoiled(examples[which % examples.length], pick, value);
					const { verdict } = await desk.run(who as 'ada', name, args as JsonObject);
					if (verdict.kind !== 'rejected') return;
					expect(verdict.failure.code).toMatch(/^[a-z]+(\.[a-z_]+)?$|^id_taken$/);
					expect(desk.store.dump()).toEqual(seeded.dump());
				}
			),
			{ numRuns: 600 }
		);
		expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
	});
});
