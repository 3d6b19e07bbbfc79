import { liveChildren, liveRow, session, type LiveChildren, type LiveRow } from '#client/index.ts';
import {
	article,
	articleImage,
	articleText,
	imageId,
	languageFor,
	readsArticle,
	type Article,
	type ArticleImage,
	type ArticleText
} from '#domain/knowledge/index.ts';

/** One published article as its reader sees it, in the language that was chosen or fits best. Create during initialisation. */
export class ReaderArticle {
	readonly head: LiveRow<Article>;
	readonly #texts: LiveChildren<ArticleText>;
	readonly #images: LiveChildren<ArticleImage>;
	readonly #wanted: () => string;

	/** @param wanted tag of the language to read it in, else the reader's locale */
	constructor(id: () => string, wanted: () => string) {
		this.#wanted = wanted;
		this.head = liveRow(article, id);
		this.#texts = liveChildren(articleText, id);
		this.#images = liveChildren(articleImage, id);
	}

	/** The head, for those who may read the article; what is not published yet is for the workshop alone. */
	get row(): Article | undefined {
		const { row } = this.head;
		return row && session.actor && readsArticle(session.actor, row) ? row : undefined;
	}

	/** It is here, but nothing of it is published. */
	get isUnpublished(): boolean {
		return this.head.row !== undefined && this.row === undefined;
	}

	/** The languages in which there is a text, the article's own first. */
	get languages(): readonly string[] {
		const texts = this.#texts.rows;
		return (this.row?.languages ?? []).filter((tag) =>
			texts.some(({ language }) => language === tag)
		);
	}

	get text(): ArticleText | undefined {
		const language = languageFor(this.languages, this.#wanted());
		return this.#texts.rows.find((text) => text.language === language);
	}

	/** All that this person may read of it is here. */
	get isComplete(): boolean {
		return this.#texts.complete;
	}

	/** The article's own language has been changed since this text was. */
	get isOutdated(): boolean {
		const own = this.#texts.rows.find(({ language }) => language === this.row?.languages[0]);
		return own !== undefined && this.text !== undefined && this.text.version < own.version;
	}

	/** The row through which an image is read. */
	imageFrom(hash: string): { readonly table: string; readonly id: string } | undefined {
		const known = this.#images.rows.find((image) => image.blob === hash);
		const id = known?.id ?? imageId(this.row?.id ?? '', 'public', hash);
		return { table: articleImage.name, id };
	}
}
