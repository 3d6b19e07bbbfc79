import { SYSTEM, type KnowledgeAudience } from '#domain/identity/index.ts';
import { scopesMeet, type Actor } from '#domain/kernel/index.ts';
import { isPublished } from '../lifecycle.ts';
import { article, type Article } from '../schema.ts';

/** May the actor see that the article exists? */
export function seesArticle(actor: Actor, row: Article): boolean {
	return actor.subject === SYSTEM || scopesMeet(article.scopes(row), actor.scopes);
}

/** May the actor read what is being written for the audience, and write for it? */
export function canWrite(actor: Actor, audience: KnowledgeAudience): boolean {
	return actor.subject === SYSTEM || actor.scopes.has(`draft:${audience}`);
}

/** Is there something published that the actor may read? */
export function readsArticle(actor: Actor, row: Article): boolean {
	return isPublished(row.state) && seesArticle(actor, row);
}
