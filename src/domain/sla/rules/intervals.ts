import type { IntervalSpec } from './calendar-spec.ts';
import { bad, good, type Result } from './result.ts';
import { parseWallTime } from './wall-time.ts';

/** Half-open, in milliseconds since midnight on the clock on the wall. */
export interface WallInterval {
	readonly from: number;
	readonly to: number;
}

/** A day's intervals in order; `field` is where they are written, for the failure. */
export function readIntervals(
	specs: readonly IntervalSpec[],
	field: string
): Result<readonly WallInterval[]> {
	const found: WallInterval[] = [];
	for (const [index, [opens, closes]] of specs.entries()) {
		const [from, to] = [parseWallTime(opens), parseWallTime(closes)];
		if (from === undefined) return bad('sla.time_invalid', `${field}.${index}.0`);
		if (to === undefined) return bad('sla.time_invalid', `${field}.${index}.1`);
		if (from >= to) return bad('sla.interval_inverted', `${field}.${index}`);
		found.push({ from, to });
	}
	found.sort((a, b) => a.from - b.from);
	const overlaps = found.some(({ from }, index) => from < (found[index - 1]?.to ?? 0));
	return overlaps ? bad('sla.intervals_overlap', field) : good(found);
}

/** What of the intervals lies outside the breaks; both in order and without overlaps. */
export function cutOut(
	intervals: readonly WallInterval[],
	breaks: readonly WallInterval[]
): readonly WallInterval[] {
	return intervals.flatMap(({ from, to }) => {
		const kept: WallInterval[] = [];
		let start = from;
		for (const pause of breaks) {
			if (pause.to <= start || pause.from >= to) continue;
			if (pause.from > start) kept.push({ from: start, to: pause.from });
			start = pause.to;
		}
		if (start < to) kept.push({ from: start, to });
		return kept;
	});
}
