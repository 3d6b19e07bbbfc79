import { defineLifecycle, type Transition } from '#domain/kernel/index.ts';

export const states = [
	'draft',
	'in_review',
	'published',
	'revising',
	'revision_review',
	'retired'
] as const;
export type ArticleState = (typeof states)[number];

export const verbs = [
	'submit',
	'send_back',
	'publish',
	'revise',
	'discard',
	'retire',
	'restore'
] as const;
export type ArticleVerb = (typeof verbs)[number];

export type ArticleGuard = 'words_complete';
export type ArticleStep = Transition<ArticleState, ArticleVerb>;
/** Arguments of a step. */
export type ArticleNeed = 'note' | 'reviewAt';

/**
 * An article. What is published stays readable while it is revised: the revision goes the same way (write, review) beside
 * it, and its publication takes the place of the old text. Review may be skipped by those who may publish; what a
 * publication must have, never.
 */
export const articleLifecycle = defineLifecycle<ArticleState, ArticleVerb>({
	name: 'article',
	states,
	initial: 'draft',
	closed: ['retired'],
	transitions: [
		{
			verb: 'submit',
			from: ['draft'],
			to: 'in_review',
			guard: 'words_complete',
			permission: 'knowledge.write'
		},
		{
			verb: 'submit',
			from: ['revising'],
			to: 'revision_review',
			guard: 'words_complete',
			permission: 'knowledge.write'
		},
		{
			verb: 'send_back',
			from: ['in_review'],
			to: 'draft',
			needs: ['note'],
			permission: 'knowledge.publish'
		},
		{
			verb: 'send_back',
			from: ['revision_review'],
			to: 'revising',
			needs: ['note'],
			permission: 'knowledge.publish'
		},
		{
			verb: 'publish',
			from: ['draft', 'in_review', 'revising', 'revision_review'],
			to: 'published',
			needs: ['reviewAt'],
			guard: 'words_complete',
			permission: 'knowledge.publish'
		},
		{ verb: 'revise', from: ['published'], to: 'revising', permission: 'knowledge.write' },
		{
			verb: 'discard',
			from: ['revising', 'revision_review'],
			to: 'published',
			permission: 'knowledge.write'
		},
		{
			verb: 'retire',
			from: ['draft', 'in_review', 'published', 'revising', 'revision_review'],
			to: 'retired',
			needs: ['note'],
			permission: 'knowledge.publish'
		},
		{ verb: 'restore', from: ['retired'], to: 'draft', permission: 'knowledge.write' }
	]
});

const published: ReadonlySet<ArticleState> = new Set(['published', 'revising', 'revision_review']);
const inWork: ReadonlySet<ArticleState> = new Set(['draft', 'revising']);

/** Does its audience read it? */
export function isPublished(state: ArticleState): boolean {
	return published.has(state);
}

/** Can its words be changed? What is under review stands still, so that what was read is what is published. */
export function isInWork(state: ArticleState): boolean {
	return inWork.has(state);
}
