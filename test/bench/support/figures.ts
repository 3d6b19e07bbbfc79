/** One line of the table. */
export interface Figure {
	readonly what: string;
	readonly target: string;
	readonly measured: string;
	readonly isMet: boolean;
	/** What it stands beside, with the ratio to it. */
	readonly floor: string;
	readonly n: number;
	/** Where the time goes, for a target that was missed. */
	readonly profile?: readonly string[];
}

/** The smallest value that `share` of them do not exceed. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
	return sorted[at] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
	return percentile(values, 0.5);
}

/** Milliseconds as a person reads them. */
export function duration(ms: number): string {
	if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
	return ms < 10 ? `${ms.toFixed(1)} ms` : `${ms.toFixed(0)} ms`;
}

export function times(value: number, floor: number): string {
	const ratio = value / floor;
	return `${ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)}x`;
}
