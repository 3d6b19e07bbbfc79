import { merkleRoot, nextDigest } from './chain.ts';
import { bodyDigest, leafOf, type AuditEntry } from './entry.ts';

/** One transaction of a space: its place, the chain's value after it, and its entries in order. */
export interface AuditStep {
	readonly v: number;
	readonly digest: string;
	readonly entries: readonly AuditEntry[];
}

export interface ChainFault {
	/** `gap`: a step is missing or out of order. `body`: content differs from its digest. `digest`: anything else. */
	readonly kind: 'gap' | 'body' | 'digest';
	readonly v: number;
	readonly mid?: string;
}

export interface ChainReport {
	readonly steps: number;
	readonly entries: number;
	readonly erased: number;
	/** The chain's value after the last sound step. */
	readonly digest: string;
	/** The first fault; what comes after it proves nothing. */
	readonly fault: ChainFault | null;
}

function bodyIsSound(entry: AuditEntry): boolean {
	if (entry.salt === null && entry.payload === null) return true;
	if (entry.salt === null || entry.payload === null) return false;
	return bodyDigest(entry.salt, entry.payload) === entry.body;
}

function faultOf(step: AuditStep, previous: string, due: number): ChainFault | null {
	if (step.v !== due) return { kind: 'gap', v: due };
	const unsound = step.entries.find((entry) => !bodyIsSound(entry));
	if (unsound) return { kind: 'body', v: step.v, mid: unsound.meta.mid };
	const root = merkleRoot(step.entries.map((entry) => leafOf(entry.meta, entry.body)));
	return nextDigest(previous, step.v, root) === step.digest ? null : { kind: 'digest', v: step.v };
}

/**
 * Walks steps in order from a trusted value (`start.digest` at `start.v`). Compare the report's `digest` with a value
 * kept elsewhere: a chain that was cut at its end, or made anew as a whole, is sound in itself.
 */
export function verifyChain(
	start: { readonly v: number; readonly digest: string },
	steps: Iterable<AuditStep>
): ChainReport {
	let report: ChainReport = {
		steps: 0,
		entries: 0,
		erased: 0,
		digest: start.digest,
		fault: null
	};
	let due = start.v + 1;
	for (const step of steps) {
		const fault = faultOf(step, report.digest, due);
		if (fault) return { ...report, fault };
		report = {
			steps: report.steps + 1,
			entries: report.entries + step.entries.length,
			erased: report.erased + step.entries.filter((entry) => entry.payload === null).length,
			digest: step.digest,
			fault: null
		};
		due += 1;
	}
	return report;
}
