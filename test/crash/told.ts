/** What a kill test found. Empty lists are what it is run for. */
export interface Findings {
	readonly kills: number;
	/** Changes that somebody was told are safe. */
	readonly acknowledged: number;
	/** Of those, the ones that are gone. */
	readonly lost: readonly string[];
	/** Changes that are there twice. */
	readonly doubled: readonly string[];
	/** Effects that were committed and never ran. */
	readonly effectsLost: readonly string[];
	/** Effects that were carried out, each exactly once. */
	readonly effects: number;
	/** Anything else that must not happen, in words. */
	readonly faults: readonly string[];
	/** How often Chromium deleted its database, damaged by a kill. */
	readonly databasesLost?: number;
}

export interface KillPlan {
	readonly kills: number;
	readonly onProgress: (sentence: string) => void;
	/** Ends the test early; what was done so far is judged. */
	readonly signal?: AbortSignal;
}

export function isClean(findings: Findings): boolean {
	const { lost, doubled, effectsLost, faults } = findings;
	return lost.length + doubled.length + effectsLost.length + faults.length === 0;
}

/** Those that occur more than once. */
export function repeated(names: readonly string[]): string[] {
	const seen = new Set<string>();
	return names.filter((name) => seen.has(name) || !seen.add(name));
}

export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again and again until the answer is true; false when time ran out. */
export async function eventually(
	milliseconds: number,
	isTrue: () => boolean | Promise<boolean>
): Promise<boolean> {
	const end = performance.now() + milliseconds;
	while (performance.now() < end) {
		if (await isTrue()) return true;
		await pause(50);
	}
	return false;
}
