import type { JsonObject } from '#domain/kernel/index.ts';
import type { Article, ArticleVerb } from '#domain/knowledge/index.ts';
import { toasts } from '#ui/session/toasts.ts';
import { save, tell, type Saved } from '#ui/tickets/ticket-commands.ts';
import { articleDoneWords } from './article-words.ts';

/** Takes a step of an article's lifecycle and says so. */
export async function takeArticleStep(
	row: Article,
	verb: ArticleVerb,
	said: { readonly note?: string | null; readonly reviewAt?: number | null } = {}
): Promise<Saved> {
	const args: JsonObject = { article: row.id, verb, from: row.state, ...said };
	const saved = await save({ name: 'knowledge.transition', args });
	if (saved.kind === 'saved') toasts.show(articleDoneWords(verb));
	else tell(saved);
	return saved;
}
