/**
 * Knowledge: what is known, written down for those who need it.
 *
 * article - one subject in one or more languages; audience - whom it is for; head - the article's own row: titles,
 * summaries, state; text - what is published in one language; draft - what is being written in one language; version - a
 * publication, kept for ever; revision - new words for an article that stays published meanwhile; review date - by when
 * somebody looks whether it still holds; feedback - did it help; use - a ticket for which it was used.
 */
export { knowledgeErrors } from './errors.ts';
export {
	articleLifecycle,
	isInWork,
	isPublished,
	type ArticleNeed,
	type ArticleState,
	type ArticleStep,
	type ArticleVerb
} from './lifecycle.ts';
export { articleSeen } from './mutators/article-access.ts';
export { edit as editArticle } from './mutators/edit.ts';
export { addImage, imageId, removeImage } from './mutators/images.ts';
export { textId } from './mutators/publish.ts';
export { feedbackId, rate } from './mutators/rate.ts';
export { transition as articleTransition } from './mutators/step.ts';
export { forgetUse, noteUse, useId } from './mutators/use.ts';
export {
	add as addArticle,
	draftId,
	dropLanguage,
	newArticle,
	saveDraft,
	startArticle
} from './mutators/write.ts';
export { knowledgeMutators } from './mutators.ts';
export { knowledgeGrants, knowledgePermissions } from './permissions.ts';
export { feedback, knowledgeQueries, library, suggestions, workshop } from './queries.ts';
export { faceFor, facesOf, languageFor, type Face } from './rules/faces.ts';
export {
	imageHashesIn,
	imageHashIn,
	isAllowedLink,
	outlineOf,
	type Heading
} from './rules/markdown.ts';
export { canWrite, readsArticle, seesArticle } from './rules/readers.ts';
export { articleStepsFor, isReviewDue, missingWords } from './rules/steps.ts';
export { rankArticles, wordsIn } from './rules/suggest.ts';
export {
	article,
	articleDraft,
	articleEvent,
	articleFeedback,
	articleImage,
	articleText,
	articleUse,
	articleVersion,
	imageTypes,
	knowledgeTables,
	MAX_LANGUAGES
} from './schema.ts';
export type {
	Article,
	ArticleDraft,
	ArticleEvent,
	ArticleFeedback,
	ArticleImage,
	ArticleText,
	ArticleUse,
	ArticleVersion
} from './schema.ts';
