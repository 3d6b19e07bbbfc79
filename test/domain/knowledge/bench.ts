import {
	article,
	articleDraft,
	articleText,
	draftId,
	textId,
	type Article,
	type ArticleDraft,
	type ArticleText
} from '#domain/knowledge/index.ts';
import { DAY, type JsonObject } from '#domain/kernel/index.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { NOW, type Desk } from '#test/support/company.ts';

export const words = {
	language: 'en',
	title: 'Open the gate by hand',
	summary: 'When the motor fails.',
	body: 'Turn the crank.',
	audience: 'staff',
	category: 'Warehouse',
	tags: ['gate']
} as const;

export const later = NOW + 90 * DAY;

/** One article on a desk, and what a test does with it. */
export class Bench {
	readonly desk: Desk;
	readonly id: string;

	private constructor(desk: Desk, id: string) {
		this.desk = desk;
		this.id = id;
	}

	/** A draft of Timo's, a technician, for the working side unless told otherwise. */
	static async with(desk: Desk, more: JsonObject = {}, by: PersonKey = 'timo'): Promise<Bench> {
		const before = new Set(desk.store.all(article).map(({ id }) => id));
		await desk.run(by, 'knowledge.add', { ...words, ...more });
		const made = desk.store.all(article).find(({ id }) => !before.has(id));
		if (!made) throw new Error('No article came of it');
		return new Bench(desk, made.id);
	}

	get row(): Article {
		return this.desk.store.row(article, this.id);
	}

	text(language = 'en'): ArticleText {
		return this.desk.store.row(articleText, textId(this.id, language));
	}

	draft(language = 'en'): ArticleDraft {
		return this.desk.store.row(articleDraft, draftId(this.id, language));
	}

	drafts(): readonly ArticleDraft[] {
		return this.desk.store.childrenOf(articleDraft, this.id);
	}

	do(who: PersonKey, verb: string, args: JsonObject = {}): Promise<string> {
		return this.desk.verdict(who, `knowledge.${verb}`, { article: this.id, ...args });
	}

	step(who: PersonKey, verb: string, args: JsonObject = {}): Promise<string> {
		return this.do(who, 'transition', { verb, from: this.row.state, ...args });
	}

	save(who: PersonKey, changes: JsonObject, language = 'en'): Promise<string> {
		return this.do(who, 'saveDraft', { language, changes });
	}

	publish(who: PersonKey = 'malik'): Promise<string> {
		return this.step(who, 'publish', { reviewAt: later });
	}
}
