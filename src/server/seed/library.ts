import { article } from '#domain/knowledge/index.ts';
import { DAY, HOUR, rowId, type Instant, type JsonObject } from '#domain/kernel/index.ts';
import type { SeedArticle } from './articles/article.ts';
import { forEveryone } from './articles/for-everyone.ts';
import { forStaff } from './articles/for-staff.ts';
import type { PersonKey } from './people.ts';
import type { SeedCommand } from './seed-command.ts';

/** How the rest of the seed names what it plants. */
export interface SeedNames {
	readonly mid: (name: string) => string;
	readonly person: (key: PersonKey) => string;
	readonly ticket: (key: string) => string;
}

const articles = [...forEveryone, ...forStaff];

export function seedArticleId({ mid }: Pick<SeedNames, 'mid'>, key: string): string {
	return rowId(mid(`article ${key}`), article);
}

/** Whoever looks at what others have written. */
const EDITOR: PersonKey = 'malik';

/** The commands that write one article, an hour apart, as far as it has come. */
function writing(one: SeedArticle, names: SeedNames, start: Instant, now: Instant) {
	const id = seedArticleId(names, one.key);
	const commands: SeedCommand[] = [];
	const act = (by: PersonKey, mutator: string, args: JsonObject, name: string) =>
		commands.push({
			actor: names.person(by),
			mutator: `knowledge.${mutator}`,
			args,
			mid: names.mid(`${name} ${one.key}`),
			at: start + commands.length * HOUR
		});
	const step = (by: PersonKey, verb: string, from: string, more: JsonObject = {}) =>
		act(by, 'transition', { article: id, verb, from, ...more }, `article ${verb}`);
	const { language, title, summary, body, audience, category, tags } = one;
	act(one.by, 'add', { language, title, summary, body, audience, category, tags }, 'article');
	if (one.translation) {
		const { language: other, ...changes } = one.translation;
		act(one.by, 'saveDraft', { article: id, language: other, changes }, 'translation');
	}
	if (one.state === 'draft') return commands;
	step(one.by, 'submit', 'draft');
	if (one.state === 'in_review') return commands;
	const reviewAt = now + (one.reviewIn ?? 180) * DAY;
	step(EDITOR, 'publish', 'in_review', { reviewAt });
	if (one.state === 'revising') step(one.by, 'revise', 'published');
	if (one.state === 'retired') step(EDITOR, 'retire', 'published', { note: 'No longer in use.' });
	return commands;
}

/** What readers and those who work on tickets did with it; `at` lies after all stories have begun. */
function reading(one: SeedArticle, names: SeedNames, at: Instant): readonly SeedCommand[] {
	const id = seedArticleId(names, one.key);
	const rated = (one.rated ?? []).map(({ by, helpful, words = '' }) => ({
		actor: names.person(by),
		mutator: 'knowledge.rate',
		args: { article: id, version: 1, language: one.language, helpful, words },
		mid: names.mid(`rating ${one.key} ${by}`),
		at
	}));
	const used = (one.used ?? []).map(({ ticket, by }) => ({
		actor: names.person(by),
		mutator: 'tickets.useArticle',
		args: { ticket: names.ticket(ticket), article: id },
		mid: names.mid(`use ${one.key} ${ticket}`),
		at
	}));
	return [...rated, ...used];
}

/** The knowledge base of the demo company, written since it was founded and read until `now`. */
export function libraryCommands(
	names: SeedNames,
	founded: Instant,
	now: Instant
): readonly SeedCommand[] {
	return articles.flatMap((one, index) => [
		...writing(one, names, founded + (index + 1) * DAY, now),
		...reading(one, names, now - HOUR)
	]);
}
