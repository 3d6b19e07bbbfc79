import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	actorOf,
	knowledgeAudiences,
	roles,
	scopeKinds,
	scopesOf,
	type Access
} from '#domain/identity/index.ts';
import {
	article,
	articleDraft,
	articleFeedback,
	articleLifecycle,
	articleText,
	articleVersion,
	canWrite,
	isPublished,
	library,
	seesArticle,
	suggestions,
	workshop,
	type Article
} from '#domain/knowledge/index.ts';
import { readableAudiences } from '#domain/kernel/index.ts';
import { grants, registry } from '#domain/registry.ts';
import { seedIds } from '#server/seed/company.ts';
import { company, Desk } from '#test/support/company.ts';
import { Bench, words } from './bench.ts';

const seeded = await company();
const access = (given: Access['roles']): Access => ({
	id: 'u',
	name: 'N',
	roles: given,
	teams: [],
	site: null,
	active: true
});
const ofPeople = roles.filter((role) => role !== 'monitor' && role !== 'runner');
const anyRoles = fc.uniqueArray(fc.constantFrom(...ofPeople), { minLength: 1 });
const some = seeded.row(article, seedIds.article('printer-jam'));
const anyArticle: fc.Arbitrary<Article> = fc
	.record({
		audience: fc.constantFrom(...knowledgeAudiences),
		state: fc.constantFrom(...articleLifecycle.states)
	})
	.map((columns) => ({ ...some, ...columns }));

/** Who belongs to an audience. Written down here, not derived. */
const members: Readonly<Record<Article['audience'], readonly string[]>> = {
	everyone: ofPeople,
	staff: ['technician', 'agent', 'engineer', 'manager'],
	desk: ['agent', 'manager'],
	ops: ['engineer', 'manager']
};
const writers = ['technician', 'agent', 'engineer', 'manager'];

describe('SYNC-AUD: readers of articles', () => {
	it('nobody outside the audience has a scope of the article; drafts are for those of it who write', () => {
		fc.assert(
			fc.property(anyRoles, anyArticle, (given, row) => {
				const held = new Set(scopesOf(access(given)));
				const isMember = given.some((role) => members[row.audience].includes(role));
				const isWriter = isMember && given.some((role) => writers.includes(role));
				const classes = readableAudiences(article.scopes(row), held, scopeKinds);
				const expected = isWriter ? ['internal', 'public'] : [];
				const asReader = isMember && isPublished(row.state) ? ['public'] : [];
				expect(classes).toEqual(isWriter ? expected : asReader);
				const actor = actorOf(access(given));
				expect(seesArticle(actor, row)).toBe(classes.length > 0);
				expect(canWrite(actor, row.audience)).toBe(isWriter);
			})
		);
	});

	it('machines read nothing, and everybody who may write at all holds a scope to write in', () => {
		for (const role of ['monitor', 'runner'] as const) {
			expect(scopesOf(access([role])).filter((scope) => /^(kb|draft):/.test(scope))).toEqual([]);
		}
		for (const role of roles) {
			const actor = actorOf(access([role]));
			const writes = knowledgeAudiences.some((audience) => canWrite(actor, audience));
			expect([role, grants.permits(actor, 'knowledge.write')]).toEqual([role, writes]);
		}
	});

	it('no column and no child that readers hold has a word that was not published', async () => {
		const secret = 'unpublished-4b1d';
		const bench = await Bench.with(new Desk(seeded.copy()));
		await bench.publish();
		await bench.step('timo', 'revise');
		await bench.save('timo', { title: secret, summary: secret, body: secret });
		await bench.save('timo', { title: secret, summary: secret, body: secret }, 'de');
		await bench.step('timo', 'submit');
		await bench.step('malik', 'send_back', { note: secret });
		const held = registry.tables.flatMap((table) =>
			bench.desk.store
				.all(table)
				.filter((row) =>
					table.kind === 'root' ? row.id === bench.id : table.audience(row as never) === 'public'
				)
		);
		expect(JSON.stringify(held)).not.toContain(secret);
		expect(JSON.stringify(bench.drafts())).toContain(secret);
		expect(articleDraft.audience(bench.draft())).toBe('internal');
		expect(articleText.audience(bench.text())).toBe('public');
		expect(articleVersion.audience({} as never)).toBe('internal');
	});

	it('an old version stays with those who write when the audience grows', async () => {
		const bench = await Bench.with(new Desk(seeded.copy()), {
			body: 'The key lies under the mat.'
		});
		await bench.publish();
		await bench.step('timo', 'revise');
		await bench.save('timo', { body: 'Ask at the desk.' });
		await bench.publish();
		expect(await bench.do('malik', 'edit', { changes: { audience: 'everyone' } })).toBe('applied');
		const publicRows = bench.desk.store.childrenOf(articleText, bench.id);
		expect(JSON.stringify(publicRows)).not.toContain('mat');
		const kept = bench.desk.store.childrenOf(articleVersion, bench.id);
		expect(kept.map(({ version }) => version)).toEqual([1, 2]);
	});

	it('lists and suggestions hold what the person may read, the workshop what the person may write', () => {
		const rows = seeded.all(article);
		const desk = new Desk(seeded);
		const listed = (key: 'rosa' | 'timo' | 'greta' | 'erik') => {
			const actor = desk.actor(key);
			const filters = {
				library: library.where({ category: null, tag: null }, actor),
				suggested: suggestions.where({ text: 'vpn gateway settings' }, actor),
				workshop: workshop.where(
					{ states: [...articleLifecycle.states], author: null, dueAt: null },
					actor
				)
			};
			return Object.fromEntries(
				Object.entries(filters).map(([name, keeps]) => [name, rows.filter(keeps)])
			);
		};
		const audiences = (found: readonly Article[] = []) =>
			[...new Set(found.map(({ audience }) => audience))].sort();
		const { library: mine, suggested, workshop: own } = listed('rosa');
		expect([audiences(mine), audiences(suggested), own]).toEqual([['everyone'], ['everyone'], []]);
		expect(mine?.every(({ state }) => isPublished(state))).toBe(true);
		expect(audiences(listed('erik')['suggested'])).toEqual(['everyone', 'ops']);
		expect(audiences(listed('greta')['workshop'])).toEqual(['desk', 'everyone', 'staff']);
	});
});

describe('knowledge: who may do what', () => {
	it('an article outside one’s audiences is answered like one that does not exist', async () => {
		const bench = await Bench.with(new Desk(seeded.copy()), { audience: 'desk' }, 'greta');
		await bench.publish();
		const acts: [string, Record<string, unknown>][] = [
			['saveDraft', { language: 'en', changes: { body: 'x' } }],
			['edit', { changes: { tags: [] } }],
			['transition', { verb: 'revise', from: 'published' }],
			['rate', { version: 1, language: 'en', helpful: true }]
		];
		for (const who of ['timo', 'erik', 'rosa'] as const) {
			for (const [name, args] of acts) {
				expect(await bench.do(who, name, args as never)).toBe('knowledge.unknown');
			}
		}
	});

	it('readers who do not write are refused, technicians do not publish, nobody widens beyond their own', async () => {
		const bench = await Bench.with(new Desk(seeded.copy()), { audience: 'everyone' });
		expect(await bench.publish('timo')).toBe('forbidden');
		await bench.publish();
		expect(await bench.step('rosa', 'revise')).toBe('forbidden');
		expect(await bench.do('timo', 'edit', { changes: { category: 'x' } })).toBe('forbidden');
		expect(await bench.do('greta', 'edit', { changes: { audience: 'ops' } })).toBe('forbidden');
		expect(await bench.do('malik', 'edit', { changes: { reviewAt: null } })).toBe(
			'knowledge.need_missing'
		);
		const other = { ...words, tags: [...words.tags], audience: 'ops' };
		expect(await bench.desk.verdict('greta', 'knowledge.add', other)).toBe('forbidden');
	});

	it('feedback: one per person and version, read by its author and by those who write', async () => {
		const bench = await Bench.with(new Desk(seeded.copy()), { audience: 'everyone' });
		const rate = (more: object) =>
			bench.do('rosa', 'rate', { version: 1, language: 'en', helpful: true, ...more });
		const given = () =>
			bench.desk.store.all(articleFeedback).filter((row) => row.article === bench.id);
		expect(await rate({})).toBe('knowledge.unknown');
		await bench.publish();
		expect(await rate({ version: 2 })).toBe('knowledge.version_unknown');
		expect(await rate({})).toBe('applied');
		expect(await rate({ helpful: false, words: 'Where is the crank?' })).toBe('applied');
		expect(given()).toMatchObject([{ helpful: false, words: 'Where is the crank?' }]);
		const [row] = given();
		const person = seedIds.person('rosa');
		expect(row && articleFeedback.scopes(row)).toEqual([`user:${person}`, 'draft:everyone']);
	});
});
