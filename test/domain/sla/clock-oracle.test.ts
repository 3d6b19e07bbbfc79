import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	compileCalendar,
	explainClock,
	slaClocks,
	warningsOf,
	type Calendar,
	type CalendarSpec,
	type Clock,
	type Fact,
	type FactType,
	type Policy,
	type Target
} from '#domain/sla/index.ts';
import { addDays, addMinutes, minutesOf, type Minutes } from './minute-oracle.ts';
import { windowAndCalendar, windowOf } from './random-calendars.ts';

const MINUTE = 60_000;

/** A fact at a position of the window. */
interface Event {
	readonly at: number;
	readonly type: FactType;
}

interface Counted {
	readonly state: Clock['state'];
	readonly due: number;
	readonly used: number;
	readonly paused: number;
}

/** The resolution clock minute by minute. Undefined when its due instant lies outside the window. */
function countClock(
	minutes: Minutes,
	target: Target,
	pauses: Policy['pause'],
	events: readonly Event[],
	now: number
): Counted | undefined {
	const start = events[0]?.at ?? 0;
	const days = 'working_days' in target;
	const total = days ? 0 : target.seconds / 60;
	const base = days
		? addDays(minutes, start, target.working_days, target.end_of_working_day ?? false)
		: addMinutes(minutes, start, total);
	if (base === undefined) return undefined;
	let [state, used, paused, due, isMoving, stoodStill] = [
		'open',
		0,
		0,
		base as number,
		false,
		false
	];
	let end: number | undefined;
	const byMinute = Map.groupBy(events, (event) => event.at);
	const lastReopening = events.findLast(({ type }) => type === 'reopened')?.at ?? start;
	const dueNow = (): number | undefined => {
		if (paused === 0) return base;
		return days ? addMinutes(minutes, base, paused) : addMinutes(minutes, start, total + paused);
	};
	for (let at = start; ; at++) {
		for (const event of byMinute.get(at) ?? []) {
			due = dueNow() ?? due;
			state = nextState(state, event.type);
			if (event.type === 'resolved' && end === undefined) [end, stoodStill] = [at, isMoving];
			if (event.type === 'reopened') end = undefined;
			const isPaused = state !== 'open' && pauses.includes(state as 'pending');
			if (!isPaused) isMoving = false;
			else if (!isMoving) isMoving = at < due;
		}
		if (at === now) break;
		if (end !== undefined && lastReopening <= at) break;
		if (minutes.opening[at] === 0) continue;
		if (state === 'open' || !pauses.includes(state as 'pending')) used += 1;
		else if (isMoving) paused += 1;
	}
	const last = dueNow();
	if (last === undefined) return undefined;
	due = last;
	const isLate = (end ?? now) > due && !(end === undefined ? isMoving : stoodStill);
	const isPaused = state !== 'open' && pauses.includes(state as 'pending');
	return {
		state: isLate ? 'breached' : end !== undefined ? 'met' : isPaused ? 'paused' : 'running',
		due,
		used,
		paused
	};
}

function nextState(state: string, type: FactType): string {
	if (type === 'resolved') return 'resolved';
	if (state === 'resolved') return type === 'reopened' ? 'open' : state;
	if (type === 'pending') return 'pending';
	return type === 'resumed' || type === 'requester_reply' ? 'open' : state;
}

const types = ['pending', 'resumed', 'resolved', 'reopened', 'requester_reply'] as const;
const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 2_000 }), fc.constantFrom(...types)), {
	maxLength: 8
});
const target: fc.Arbitrary<Target> = fc.oneof(
	fc.integer({ min: 1, max: 1_500 }).map((amount) => ({ seconds: amount * 60 })),
	fc.record({ working_days: fc.integer({ min: 1, max: 4 }), end_of_working_day: fc.boolean() })
);
const pause = fc.subarray(['pending', 'resolved'] as const);

interface Scene {
	readonly minutes: Minutes;
	readonly calendar: Calendar;
	readonly events: readonly Event[];
	readonly facts: readonly Fact[];
	/** Position. */
	readonly now: number;
	readonly instant: (position: number) => number;
}

function sceneOf(
	index: number,
	spec: CalendarSpec,
	gap: readonly (readonly [number, FactType])[],
	wait: number
): Scene {
	const window = windowOf(index);
	const compiled = compileCalendar(spec);
	if (!compiled.ok) throw new Error(compiled.failure.code);
	const instant = (position: number) => window.start + position * MINUTE;
	let at = Math.floor(window.length * 0.35);
	const events: Event[] = [{ at, type: 'created' }];
	for (const [minutes, type] of gap) events.push({ at: (at += minutes), type });
	const facts = events.map((event) => ({ at: instant(event.at), type: event.type }));
	const minutes = minutesOf(window, spec);
	return { minutes, calendar: compiled.value, events, facts, now: at + wait, instant };
}

function clocksOf(scene: Scene, policy: Policy, facts = scene.facts, now = scene.now) {
	const result = slaClocks({ calendar: scene.calendar, policy, facts }, scene.instant(now));
	return result.ok ? result.value : [];
}

function policyWith(resolution: Target, pauses: Policy['pause']): Policy {
	return {
		resolution,
		pause: pauses,
		response_pauses: false,
		requester_reply_resumes: true,
		reopen_restarts: false
	};
}

describe('SLA-ORACLE: the resolution clock agrees with counting minutes', () => {
	it('state, due, used and paused; and its lines add up without a gap', () => {
		let compared = 0;
		fc.assert(
			fc.property(
				windowAndCalendar,
				gaps,
				fc.nat(1_500),
				target,
				pause,
				(at, gap, wait, goal, pauses) => {
					const scene = sceneOf(...at, gap, wait);
					const counted = countClock(scene.minutes, goal, pauses, scene.events, scene.now);
					if (!counted) return;
					compared += 1;
					const [clock] = clocksOf(scene, policyWith(goal, pauses));
					expect(clock).toMatchObject({
						state: counted.state,
						due: scene.instant(counted.due),
						used: counted.used * MINUTE,
						paused: counted.paused * MINUTE
					});
					if (clock) explainsItself(clock, scene.instant(scene.now));
				}
			),
			{ numRuns: 1_200 }
		);
		expect(compared).toBeGreaterThan(600);
	}, 60_000);
});

function explainsItself(clock: Clock, now: number): void {
	const lines = explainClock(clock, now);
	expect(lines.reduce((sum, { counted }) => sum + counted, 0)).toBe(clock.used);
	let reached = clock.course.start;
	for (const { from, to } of lines) {
		expect(from).toBe(reached);
		reached = to;
	}
	expect(reached).toBe(clock.endedAt ?? now);
}

describe('swaps and warnings of random tickets', () => {
	it('a swap leaves the old clock as it stood and reads the new one as if it had always run', () => {
		fc.assert(
			fc.property(
				windowAndCalendar,
				gaps,
				fc.nat(1_500),
				target,
				target,
				pause,
				(at, gap, wait, one, other, pauses) => {
					const scene = sceneOf(...at, gap, wait);
					const swap = scene.events.at(-1)?.at ?? 0;
					const [old, fresh] = [policyWith(one, ['pending']), policyWith(other, pauses)];
					const facts: Fact[] = [
						...scene.facts,
						{ at: scene.instant(swap), type: 'policy', policy: fresh }
					];
					const clocks = clocksOf(scene, old, facts);
					const [before] = clocksOf(scene, old, scene.facts, swap);
					const [always] = clocksOf(scene, fresh);
					if (!before || !always || before.endedAt !== undefined || clocks.length === 0) return;
					const [first, second] = clocks;
					expect(first).toMatchObject({
						state: 'superseded',
						used: before.used,
						remaining: before.remaining,
						due: before.due,
						endedAt: scene.instant(swap)
					});
					expect(first?.breachedAt).toBe(before.breachedAt);
					expect(second).toMatchObject({
						state: always.state,
						used: always.used,
						due: always.due,
						paused: always.paused
					});
					for (const clock of clocks) explainsItself(clock, scene.instant(scene.now));
				}
			),
			{ numRuns: 500 }
		);
	});

	it('a breach stays whatever happens later', () => {
		let breaches = 0;
		fc.assert(
			fc.property(
				windowAndCalendar,
				gaps,
				fc.nat(1_500),
				target,
				pause,
				(at, gap, wait, goal, pauses) => {
					const scene = sceneOf(...at, gap, wait);
					const policy = policyWith(goal, pauses);
					let breachedAt: number | undefined;
					for (const now of [...scene.events.map((event) => event.at), scene.now]) {
						const [clock] = clocksOf(scene, policy, scene.facts, now);
						if (breachedAt !== undefined) expect(clock?.breachedAt).toBe(breachedAt);
						else breachedAt = clock?.breachedAt;
					}
					if (breachedAt !== undefined) breaches += 1;
				}
			),
			{ numRuns: 500 }
		);
		expect(breaches).toBeGreaterThan(50);
	});

	it('a warning is reached just when its share has been used, and not before', () => {
		fc.assert(
			fc.property(windowAndCalendar, gaps, fc.nat(1_500), target, (at, gap, wait, goal) => {
				const scene = sceneOf(...at, gap, wait);
				const policy = policyWith(goal, ['pending', 'resolved']);
				const [clock] = clocksOf(scene, policy);
				if (!clock) return;
				const total = clock.used + clock.remaining;
				const steps = [{ percent: 50 }, { percent: 75 }, { minutesBefore: 30 }];
				const shares = [total / 2, total * 0.75, total - 30 * MINUTE];
				const warnings = warningsOf(clock, steps, scene.instant(scene.now));
				for (const [index, step] of steps.entries()) {
					const share = shares[index] as number;
					const warning = warnings.find((one) => one.step === step);
					if (share <= 0) expect(warning).toBeUndefined();
					else expect(warning?.isReached ?? false).toBe(clock.used >= share);
				}
			}),
			{ numRuns: 500 }
		);
	});
});
