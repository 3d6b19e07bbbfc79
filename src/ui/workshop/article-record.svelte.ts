import { liveChildren, liveRow, type LiveChildren, type LiveRow } from '#client/index.ts';
import {
	article,
	articleDraft,
	articleImage,
	articleText,
	imageId,
	type Article,
	type ArticleDraft,
	type ArticleImage,
	type ArticleText
} from '#domain/knowledge/index.ts';

/** One article with its words and images, live. To be made while a component starts. */
export class ArticleRecord {
	readonly head: LiveRow<Article>;
	readonly drafts: LiveChildren<ArticleDraft>;
	readonly texts: LiveChildren<ArticleText>;
	readonly #images: LiveChildren<ArticleImage>;
	readonly #id: () => string;

	constructor(id: () => string) {
		this.#id = id;
		this.head = liveRow(article, id);
		this.drafts = liveChildren(articleDraft, id);
		this.texts = liveChildren(articleText, id);
		this.#images = liveChildren(articleImage, id);
	}

	/** What is being written, or else what is published; the article's own language first. */
	readonly words: readonly (ArticleDraft | ArticleText)[] = $derived.by(() => {
		const rows = this.drafts.rows.length > 0 ? this.drafts.rows : this.texts.rows;
		const own = this.head.row?.languages[0];
		const rank = ({ language }: { language: string }) => (language === own ? '' : language);
		return [...rows].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
	});

	/** Queue entry of the newest change that waits on this device. */
	get unsent(): number | undefined {
		const { sync } = this.head;
		return sync.kind === 'saved' ? sync.id : undefined;
	}

	/** The row through which an image of the texts may be read. */
	readonly imageFrom = (hash: string): { readonly table: string; readonly id: string } => {
		const found = this.#images.rows.find(({ blob }) => blob === hash);
		const id = found?.id ?? imageId(this.#id(), 'internal', hash);
		return { table: articleImage.name, id };
	};
}
