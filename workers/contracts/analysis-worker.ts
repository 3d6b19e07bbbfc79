import type { Likeness, Recurrence, Ticket } from '#domain/tickets/index.ts';

/** What is compared of a ticket. */
export type Compared = Pick<Ticket, 'id' | 'title' | 'tags'>;

/** Work that takes longer than a frame, over rows that the page hands in. It holds nothing between two questions. */
export interface AnalysisWorker {
	/** Tickets that tell of the same matter as `of`, likest first. */
	similar(of: Compared, among: readonly Compared[], most: number): Promise<readonly Likeness[]>;
	/** Matters that at least `least` of the tickets tell of, the most frequent first. */
	recurring(among: readonly Compared[], least: number): Promise<readonly Recurrence[]>;
}
