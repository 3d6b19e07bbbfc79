import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	articleDraft,
	articleLifecycle,
	articleStepsFor,
	articleText,
	articleVersion,
	isPublished,
	type ArticleState
} from '#domain/knowledge/index.ts';
import { stepFrom, stepsFrom } from '#domain/kernel/index.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { company, Desk } from '#test/support/company.ts';
import { Bench, later } from './bench.ts';

const seeded = await company();
const open = (...more: [object?, PersonKey?]) =>
	Bench.with(new Desk(seeded.copy()), ...(more as [Record<string, string>?, PersonKey?]));
const verbs = [...new Set(articleLifecycle.transitions.map(({ verb }) => verb))];

describe('DOMAIN-1: the lifecycle of an article', () => {
	it('reaches every state from the first, uses none that it does not name, and leads out of each', () => {
		const reached = new Set<ArticleState>([articleLifecycle.initial]);
		for (const state of reached) {
			const steps = stepsFrom(articleLifecycle, state);
			expect(steps.length).toBeGreaterThan(0);
			expect(new Set(steps.map(({ verb }) => verb)).size).toBe(steps.length);
			for (const step of steps) reached.add(step.to);
		}
		expect([...reached].sort()).toEqual([...articleLifecycle.states].sort());
	});

	it('is published by every way that leads to its readers, with a review date and whole words', () => {
		for (const step of articleLifecycle.transitions) {
			const entersReaders = !step.from.every(isPublished) && isPublished(step.to);
			const bringsWords = step.verb === 'publish';
			if (!entersReaders && !bringsWords) continue;
			expect(step).toMatchObject({
				verb: 'publish',
				needs: ['reviewAt'],
				guard: 'words_complete',
				permission: 'knowledge.publish'
			});
		}
	});

	it('walked at random by anybody: what is published is always whole, and its history keeps it', async () => {
		const act = fc.record({
			who: fc.constantFrom<PersonKey>('timo', 'greta', 'erik', 'malik', 'malik', 'rosa'),
			verb: fc.constantFrom(...verbs, 'save' as const),
			note: fc.constantFrom(null, '', 'Because.', 'Because.'),
			reviewAt: fc.constantFrom(null, 1, later, later, later),
			body: fc.constantFrom('', '  ', 'One', 'Two', 'Three')
		});
		let published = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 25 }), async (acts) => {
				const bench = await open();
				for (const { who, verb, note, reviewAt, body } of acts) {
					const before = bench.row;
					const verdict =
						verb === 'save'
							? await bench.save(who, { body })
							: await bench.step(who, verb, { note, reviewAt });
					if (verb !== 'save') {
						const step = stepFrom(articleLifecycle, before.state, verb);
						const isOffered = articleStepsFor(before, bench.desk.actor(who)).some(
							(one) => one === step
						);
						if (verdict === 'applied')
							expect([isOffered, bench.row.state]).toEqual([true, step?.to]);
						else expect(bench.row).toEqual(before);
					}
					const { row } = bench;
					const texts = bench.desk.store.childrenOf(articleText, row.id);
					if (!isPublished(row.state)) continue;
					published += 1;
					expect([row.reviewAt, row.version > 0, texts.length]).toEqual([later, true, 1]);
					for (const text of texts) {
						expect(text.body.trim() === '' || text.summary.trim() === '').toBe(false);
						const kept = bench.desk.store.childrenOf(articleVersion, row.id);
						const same = kept.filter((one) => one.version === text.version);
						expect(same.map((one) => one.body)).toEqual([text.body]);
					}
				}
			}),
			{ numRuns: 100 }
		);
		// Else the walks would have proven nothing.
		expect(published).toBeGreaterThan(100);
	});

	it('names what is missing: note, review date, words, a day that has passed', async () => {
		const bench = await open({ body: '' });
		expect(await bench.step('timo', 'submit')).toBe('knowledge.words_missing');
		expect(await bench.publish()).toBe('knowledge.words_missing');
		await bench.save('timo', { body: 'Text' });
		expect(await bench.step('malik', 'publish')).toBe('knowledge.need_missing');
		expect(await bench.step('malik', 'publish', { reviewAt: 1 })).toBe('knowledge.review_past');
		expect(await bench.step('timo', 'submit')).toBe('applied');
		expect(await bench.step('malik', 'send_back', { note: ' ' })).toBe('knowledge.need_missing');
		expect(await bench.step('malik', 'retire')).toBe('knowledge.need_missing');
		expect(await bench.save('timo', { body: 'Other' })).toBe('knowledge.not_in_work');
	});

	it('of two who do the same the second has nothing left to do; of two who differ the second is told', async () => {
		const bench = await open();
		await bench.step('timo', 'submit');
		const from = 'draft';
		expect(await bench.do('timo', 'transition', { verb: 'submit', from })).toBe('applied');
		expect(await bench.do('timo', 'transition', { verb: 'revise', from: 'published' })).toBe(
			'knowledge.state_moved'
		);
		expect(await bench.do('timo', 'transition', { verb: 'restore', from })).toBe(
			'knowledge.step_not_allowed'
		);
	});

	it('a revision opens what is published, and discarding it changes nothing for readers', async () => {
		const bench = await open();
		await bench.publish();
		const before = bench.text();
		expect(bench.drafts()).toEqual([]);
		await bench.step('timo', 'revise');
		expect(bench.draft()).toMatchObject({ title: before.title, body: before.body });
		await bench.save('timo', { body: 'New words' });
		expect(bench.text()).toEqual(before);
		await bench.step('timo', 'discard');
		expect([bench.row.state, bench.drafts()]).toEqual(['published', []]);
		await bench.step('timo', 'revise');
		expect(bench.draft().body).toBe(before.body);
	});

	it('a retired article is opened again with its last words', async () => {
		const bench = await open();
		await bench.publish();
		expect(await bench.step('malik', 'retire', { note: 'Old' })).toBe('applied');
		expect(await bench.step('timo', 'restore')).toBe('applied');
		expect(bench.draft().body).toBe(bench.text().body);
		expect(bench.desk.store.childrenOf(articleDraft, bench.id)).toHaveLength(1);
	});
});
