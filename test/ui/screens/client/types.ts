import type { AnyRow, Failure, Instant } from '#domain/kernel/index.ts';

export type OutboxEntry = {
	readonly id: number;
	readonly mid: string;
	readonly name: string;
	readonly args: unknown;
	readonly deviceAt: Instant;
	readonly state: 'waiting' | 'received' | 'discarding';
	readonly attempts: number;
	readonly doubtful: boolean;
};
export type OutcomeRecord = {
	readonly outcome: {
		readonly id: number;
		readonly mid: string;
		readonly kind: 'applied' | 'merged' | 'rejected' | 'discarded' | 'dead';
		readonly fields?: readonly string[];
		readonly failure?: Failure;
		readonly v: number;
	};
	readonly mutation: {
		readonly mid: string;
		readonly name: string;
		readonly args?: unknown;
		readonly deviceAt: Instant;
	};
	readonly storedAt: Instant;
	readonly needsPerson: boolean;
};
export type RowSync =
	| { readonly kind: 'received' }
	| { readonly kind: 'saved'; readonly since: Instant; readonly id: number }
	| { readonly kind: 'needs'; readonly mids: readonly string[] };
export type Rows = readonly AnyRow[];
