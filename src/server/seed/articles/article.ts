import type { ArticleState } from '#domain/knowledge/index.ts';
import type { KnowledgeAudience } from '#domain/identity/index.ts';
import type { PersonKey } from '../people.ts';

export interface SeedWords {
	readonly language: string;
	readonly title: string;
	readonly summary: string;
	/** Markdown. */
	readonly body: string;
}

/** An article of the demo company, and how far it has come. */
export interface SeedArticle extends SeedWords {
	readonly key: string;
	readonly audience: KnowledgeAudience;
	readonly category: string;
	readonly tags: readonly string[];
	readonly by: PersonKey;
	readonly state: Extract<
		ArticleState,
		'draft' | 'in_review' | 'published' | 'revising' | 'retired'
	>;
	readonly translation?: SeedWords;
	/** Days from now until it has to be looked at; 180 unless given. */
	readonly reviewIn?: number;
	/** Tickets for which it was used, and by whom. */
	readonly used?: readonly { readonly ticket: string; readonly by: PersonKey }[];
	readonly rated?: readonly {
		readonly by: PersonKey;
		readonly helpful: boolean;
		readonly words?: string;
	}[];
}

/** Lines of markdown. */
export function lines(...parts: readonly string[]): string {
	return parts.join('\n');
}
