import { derivedId } from '#domain/kernel/index.ts';
import { act } from './actions.ts';
import { memoryAdapters } from './adapters.ts';
import { SimDevice, deviceNode, type World } from './device.ts';
import { checkFinally, unrest } from './final-checks.ts';
import { NetworkFaults } from './network.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';
import * as serial from './serial-replay.ts';
import { SimServer } from './server.ts';
import type { Report, Violation } from './violations.ts';

export interface SeedResult {
	readonly seed: number;
	/** Hash of all that happened: the same seed gives the same. */
	readonly hash: string;
	readonly picks: number;
	readonly violations: readonly Violation[];
}

/** What is drawn by chance unless it is said. */
export interface RunOptions {
	/** Things that happen before all is healed. */
	readonly steps?: number | undefined;
	readonly devices?: number | undefined;
	/** Most milliseconds from one thing that happens to the next; a short one makes pushes meet. */
	readonly pace?: number | undefined;
	/** Most milliseconds that a call within a write transaction of the server takes. */
	readonly lag?: number | undefined;
	/** Share of messages that take seconds: leaders are replaced while their answers are still on the way. */
	readonly late?: number | undefined;
	/** Share of commands that are votes on the docs made last: a rule over a set, met by many at once. */
	readonly votes?: number | undefined;
	/** Share of steps in which a device leaves what hangs on closed docs, to make room (SYNC-P7). */
	readonly tight?: number | undefined;
	/** Share of commands that are the desk's: merge, split, undo, macro, bulk. */
	readonly desk?: number | undefined;
}

const PACE = 400;
/** Virtual time within which a healed world comes to rest. */
const REST_WITHIN = 300_000;
/** Port calls within which it does. */
const STEPS_TO_REST = 300_000;
const VIOLATIONS_KEPT = 5;

const PEOPLE = [
	{ person: 'ada', roles: ['admin'], teams: [] },
	{ person: 'amy', roles: ['agent'], teams: [] },
	{ person: 'tom', roles: [], teams: ['t'] },
	{ person: 'joe', roles: [], teams: [] },
	{ person: 'eve', roles: [], teams: ['u'] }
];

/** One run: `steps` things happen to 2-8 devices and a server, then all is healed, comes to rest and is looked at. */
export async function runSeed(
	seed: number,
	options: RunOptions = {},
	adapters = memoryAdapters
): Promise<SeedResult> {
	const { steps, devices: many, pace = PACE, lag = 0, late = 0.05 } = options;
	const { votes = 0, tight = 0, desk = 0 } = options;
	const random = new Random(seed);
	const scheduler = new Scheduler(random, adapters.idle);
	const violations: Violation[] = [];
	const report: Report = (invariant, what) => {
		if (violations.length < VIOLATIONS_KEPT)
			violations.push({
				invariant,
				what,
				at: Math.round(scheduler.now),
				trace: [...scheduler.trace]
			});
	};
	const server = new SimServer({ scheduler, random, adapters, report, lag });
	const world: World = {
		adapters,
		scheduler,
		random,
		server,
		faults: new NetworkFaults(random, late),
		report,
		votes,
		tight,
		desk
	};
	await settleWith(scheduler, seedPeople(server));
	const devices = openDevices(world, many);
	const count =
		steps ?? (random.chance(0.01) ? random.between(500, 2000) : random.between(200, 320));
	scheduler.hasSteps = true;
	for (let step = 0; step < count && violations.length === 0; step += 1) {
		await scheduler.run(
			() => false,
			scheduler.now + random.next() * (random.chance(0.05) ? 20_000 : pace)
		);
		act(world, devices);
	}
	if (violations.length === 0) await heal(world, devices);
	return { seed, hash: scheduler.hash, picks: scheduler.picks, violations };
}

async function seedPeople(server: SimServer): Promise<void> {
	for (const args of PEOPLE) {
		const mid = derivedId('seed', args.person);
		await server.authority.command({ subject: 'system' }, 'persons.add', args, { mid });
	}
}

async function settleWith(scheduler: Scheduler, work: Promise<void>): Promise<void> {
	let isDone = false;
	void work.then(() => (isDone = true));
	await scheduler.run(() => isDone, 60_000);
}

function openDevices(world: World, many?: number): readonly SimDevice[] {
	const { random, scheduler } = world;
	const count = many ?? random.between(2, 8);
	const subjects = ['amy', 'tom', 'ada', 'joe', 'eve'];
	const devices = Array.from({ length: count }, (_, index) => {
		const subject = index < 3 ? (subjects[index] as string) : random.pick(subjects);
		return new SimDevice(world, `d${index}`, subject, random.between(1, 2));
	});
	for (const device of devices) {
		device.open();
		watch(scheduler, device);
	}
	return devices;
}

/** Every second somebody looks whether the leader still moves. */
function watch(scheduler: Scheduler, device: SimDevice): void {
	scheduler.after(1000, 'watches', deviceNode, () => {
		device.elect();
		watch(scheduler, device);
	});
}

async function heal(world: World, devices: readonly SimDevice[]): Promise<void> {
	const { scheduler, server, faults } = world;
	scheduler.note('healed');
	faults.isHealed = true;
	for (const device of devices) {
		device.isFull = false;
		for (const tab of device.tabs) {
			tab.node.frozenUntil = 0;
			tab.replica.loop.kick();
		}
	}
	const end = scheduler.now + REST_WITHIN;
	scheduler.picksAllowed = scheduler.picks + STEPS_TO_REST;
	const isAtRest = () =>
		server.isReacted && devices.every((device) => unrest(world, device) === undefined);
	for (let atRest = false; !atRest && scheduler.now < end && !scheduler.isSpent;) {
		if (!server.isDown && !server.isReacted) void server.react();
		await scheduler.run(() => false, scheduler.now + 2_000);
		atRest = isAtRest();
	}
	checkFinally(world, devices);
	await serial.pending;
}
