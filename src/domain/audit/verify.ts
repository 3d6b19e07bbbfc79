import { merkleRoot, nextDigest } from '#domain/kernel/index.ts';
import { isSound, type AuditEntry } from './entry.ts';

/** One transaction of a space: its place, the chain's value after it, and its entries in order. */
export interface AuditStep {
	readonly v: number;
	readonly digest: string;
	readonly entries: readonly AuditEntry[];
}

export interface ChainFault {
	/**
	 * `gap`: a step is missing or out of order. `entry`: facts or content of an entry differ from its leaf. `digest`: entries
	 * were dropped, added or moved, or the chain's own values were edited.
	 */
	readonly kind: 'gap' | 'entry' | 'digest';
	readonly v: number;
	readonly mid?: string;
}

export interface ChainReport {
	readonly steps: number;
	readonly entries: number;
	readonly erased: number;
	/** Where the last sound step left the chain. */
	readonly v: number;
	readonly digest: string;
	/** The first fault; what comes after it proves nothing. */
	readonly fault: ChainFault | null;
}

function faultOf(step: AuditStep, { v, digest }: ChainReport): ChainFault | null {
	if (step.v !== v + 1) return { kind: 'gap', v: v + 1 };
	const unsound = step.entries.find((entry) => !isSound(entry));
	if (unsound) return { kind: 'entry', v: step.v, mid: unsound.meta.mid };
	const root = merkleRoot(step.entries.map((entry) => entry.leaf));
	return nextDigest(digest, step.v, root) === step.digest ? null : { kind: 'digest', v: step.v };
}

/** A report over nothing yet, from a trusted value of the chain. */
export function startOfChain(start: { readonly v: number; readonly digest: string }): ChainReport {
	return { steps: 0, entries: 0, erased: 0, v: start.v, digest: start.digest, fault: null };
}

/** The report with one more step looked at, for chains that do not fit into memory. After a fault it stays as it is. */
export function checkStep(report: ChainReport, step: AuditStep): ChainReport {
	if (report.fault) return report;
	const fault = faultOf(step, report);
	if (fault) return { ...report, fault };
	return {
		steps: report.steps + 1,
		entries: report.entries + step.entries.length,
		erased: report.erased + step.entries.filter((entry) => entry.payload === null).length,
		v: step.v,
		digest: step.digest,
		fault: null
	};
}

/**
 * Walks steps in order. Compare the report's `v` and `digest` with values kept elsewhere: a chain that was cut at its
 * end, or made anew as a whole, is sound in itself.
 */
export function verifyChain(
	start: { readonly v: number; readonly digest: string },
	steps: Iterable<AuditStep>
): ChainReport {
	let report = startOfChain(start);
	for (const step of steps) report = checkStep(report, step);
	return report;
}
