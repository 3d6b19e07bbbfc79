import { Temporal } from 'temporal-polyfill';
import { DAY, type Instant } from '#domain/kernel/index.ts';
import type { Day } from './local-date.ts';

/** A date and time on the clock on the wall, as the instant at which a clock in Greenwich shows the same. */
export type Wall = number;

/** One IANA time zone, reckoned in plain numbers: the changes of its offset are looked up once and kept. */
export interface Zone {
	readonly id: string;
	/** Milliseconds by which the wall is ahead of UTC. */
	readonly offsetAt: (at: Instant) => number;
	/** A wall time that a change left out moves forward by the change; one that comes twice is the first. */
	readonly instantOf: (wall: Wall) => Instant;
	/** The local date at an instant. */
	readonly dayOf: (at: Instant) => Day;
}

interface Change {
	readonly from: Instant;
	readonly offset: number;
}

/** Changes are kept by stretches of 2^37 ms, about 4.4 years: a stretch holds few, and few stretches are ever asked for. */
const STRETCH = 2 ** 37;

const zones = new Map<string, Zone>();

/** The zone of that IANA name in any case; undefined when there is none. Bare offsets are no zones. */
export function zoneOf(name: string): Zone | undefined {
	const known = zones.get(name);
	if (known) return known;
	const id = canonicalName(name);
	if (id === undefined) return undefined;
	const zone = zones.get(id) ?? makeZone(id);
	zones.set(id, zone);
	return zone;
}

function canonicalName(name: string): string | undefined {
	if (!/^[A-Za-z]/.test(name)) return undefined;
	try {
		return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
	} catch {
		return undefined;
	}
}

function makeZone(id: string): Zone {
	const stretches = new Map<number, readonly Change[]>();

	const changesIn = (stretch: number): readonly Change[] => {
		let changes = stretches.get(stretch);
		if (!changes) stretches.set(stretch, (changes = findChanges(id, stretch)));
		return changes;
	};

	const offsetAt = (at: Instant): number => {
		const changes = changesIn(Math.floor(at / STRETCH));
		let offset = 0;
		for (const change of changes) {
			if (change.from > at) break;
			offset = change.offset;
		}
		return offset;
	};

	const instantOf = (wall: Wall): Instant => {
		// No offset reaches a day, so these two are the ones in force before and after a change near this wall time.
		const before = offsetAt(wall - DAY);
		const after = offsetAt(wall + DAY);
		const first = wall - before;
		if (before === after || offsetAt(first) === before) return first;
		const second = wall - after;
		return offsetAt(second) === after ? second : first;
	};

	return {
		id,
		offsetAt,
		instantOf,
		dayOf: (at) => Math.floor((at + offsetAt(at)) / DAY)
	};
}

function findChanges(id: string, stretch: number): readonly Change[] {
	const from = stretch * STRETCH;
	let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(id);
	const changes = [{ from, offset: at.offsetNanoseconds / 1e6 }];
	for (;;) {
		const next = at.getTimeZoneTransition('next');
		if (!next || next.epochMilliseconds >= from + STRETCH) return changes;
		changes.push({ from: next.epochMilliseconds, offset: next.offsetNanoseconds / 1e6 });
		at = next;
	}
}
