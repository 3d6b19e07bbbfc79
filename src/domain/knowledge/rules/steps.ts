import {
	stepsFrom,
	type Actor,
	type Failure,
	failure,
	type Instant
} from '#domain/kernel/index.ts';
import { articleLifecycle, type ArticleStep } from '../lifecycle.ts';
import { knowledgeGrants } from '../permissions.ts';
import type { Article, ArticleDraft } from '../schema.ts';
import { canWrite } from './readers.ts';

type Words = Pick<ArticleDraft, 'language' | 'title' | 'summary' | 'body'>;

/**
 * What an article still lacks before somebody can be asked to read it: its own language, and in every language a summary
 * and a text. One failure per place, naming the field and the language.
 */
export function missingWords(row: Article, drafts: readonly Words[]): readonly Failure[] {
	const own = row.languages[0] ?? '';
	const lacks = (field: string, language: string) =>
		failure('knowledge.words_missing', field, { language });
	const missing = drafts.flatMap(({ language, summary, body }) => [
		...(summary.trim() === '' ? [lacks('summary', language)] : []),
		...(body.trim() === '' ? [lacks('body', language)] : [])
	]);
	return drafts.some(({ language }) => language === own)
		? missing
		: [lacks('body', own), ...missing];
}

/** The buttons of an article: the steps that the actor may take, whatever they still have to be told. */
export function articleStepsFor(row: Article, actor: Actor): readonly ArticleStep[] {
	if (!canWrite(actor, row.audience)) return [];
	return stepsFrom(articleLifecycle, row.state).filter(({ permission }) =>
		knowledgeGrants.permits(actor, permission)
	);
}

/** Published, and the day has come on which somebody has to look whether it still holds. */
export function isReviewDue(row: Pick<Article, 'reviewAt'>, now: Instant): boolean {
	return row.reviewAt !== null && row.reviewAt <= now;
}
