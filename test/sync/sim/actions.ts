import { baseOf, DAY, derivedId } from '#domain/kernel/index.ts';
import type { Command } from '#sync/replica/index.ts';
import type { SimDevice, SimTab, World } from './device.ts';

const TEAMS = ['t', 'u', null] as const;
const PEOPLE = ['amy', 'tom', 'joe', 'eve'] as const;

/** One thing that a person or the world does, drawn by chance. */
export function act(world: World, devices: readonly SimDevice[]): void {
	const { random, server } = world;
	const device = random.pick(devices);
	const tab = random.pick(device.tabs);
	if (world.tight > 0 && random.chance(world.tight)) {
		if (tab?.isLoaded) void tab.replica.makeRoom(() => false).catch(() => undefined);
		return;
	}
	const dice = random.next();
	if (dice < 0.72) {
		if (tab?.isLoaded) void tab.run(commandsOf(world, tab));
	} else if (dice < 0.76) {
		const [id] = tab?.isLoaded ? (random.pick(tab.replica.queue()) ?? []) : [];
		if (id !== undefined) void tab?.replica.discard(id).catch(() => undefined);
	} else if (dice < 0.84) void server.react();
	else if (dice < 0.87) wantSomething(world, tab);
	else fault(world, device, tab);
}

function fault(world: World, device: SimDevice, tab: SimTab | undefined): void {
	const { random, server, scheduler } = world;
	const dice = random.next();
	if (dice < 0.15) {
		if (tab) device.kill(tab);
	} else if (dice < 0.3) {
		if (tab) tab.node.frozenUntil = scheduler.now + random.between(1_000, 60_000);
	} else if (dice < 0.42) {
		if (!server.isDown) server.crash();
	} else if (dice < 0.52) {
		if (!server.isDown) server.rollBack();
	} else if (dice < 0.6) device.clockOffset += random.pick([-30, 30]) * DAY;
	else if (dice < 0.68) {
		device.isFull = true;
		scheduler.after(
			random.between(100, 8_000),
			'has room again',
			server.node,
			() => (device.isFull = false)
		);
	}
}

function wantSomething({ random }: World, tab: SimTab | undefined): void {
	const ids = [...(tab?.replica.memory.held.get('doc')?.keys() ?? [])];
	if (ids.length > 0) tab?.replica.loop.want('doc', random.pick(ids));
}

/** One command as a rule; what the desk does in bulk is several that share an id. */
function commandsOf(world: World, tab: SimTab): readonly Command[] {
	const { random, desk } = world;
	// Nothing is drawn in a world without a desk, so that its recorded seeds stay what they were.
	return desk > 0 && random.chance(desk) ? deskCommands(world, tab) : [commandOf(world, tab)];
}

function deskCommands({ random, scheduler }: World, tab: SimTab): readonly Command[] {
	const { memory } = tab.replica;
	const ids = [...(memory.held.get('doc')?.keys() ?? []), ...memory.overlaidIds('doc')];
	const doc = random.pick(ids) ?? 'none';
	const merged = ids.filter((id) => (tab.replica.row('doc', id)?.['mergedInto'] ?? null) !== null);
	const title = `text ${random.int(1e6)}`;
	const dice = random.next();
	if (dice < 0.3) return [{ name: 'docs.merge', args: { doc, into: random.pick(ids) ?? 'none' } }];
	if (dice < 0.5) return [{ name: 'docs.unmerge', args: { doc: random.pick(merged) ?? doc } }];
	if (dice < 0.7) return [{ name: 'docs.split', args: { doc, title } }];
	if (dice < 0.85) {
		return [{ name: 'docs.macro', args: { doc, title, close: random.chance(0.3) } }];
	}
	const bulk = derivedId('bulk', tab.node.name, String(Math.round(scheduler.now)), title);
	const chosen = [...new Set(ids)].slice(0, random.between(2, 6));
	const team = random.pick(TEAMS);
	return chosen.map((each) => ({
		name: 'docs.move',
		args: { doc: each, team, desk: true },
		bulk
	}));
}

function commandOf({ random, votes }: World, tab: SimTab): Command {
	const { memory } = tab.replica;
	const idsOf = (table: string) => [
		...new Set([...(memory.held.get(table)?.keys() ?? []), ...memory.overlaidIds(table)])
	];
	const doc = random.pick(idsOf('doc')) ?? 'none';
	const note = random.pick(idsOf('note')) ?? 'none';
	if (votes > 0 && random.chance(votes))
		return { name: 'votes.cast', args: { doc: random.pick(idsOf('doc').slice(-4)) ?? 'none' } };
	const text = `text ${random.int(1e6)}`;
	const dice = random.next();
	if (dice < 0.18) {
		const args = {
			title: text,
			team: random.pick(TEAMS),
			desk: random.chance(0.5),
			parts: random.int(3)
		};
		return { name: 'docs.create', args };
	}
	if (dice < 0.32) return setCommand(tab, doc, text, random.chance(0.5));
	if (dice < 0.47)
		return { name: 'docs.move', args: { doc, team: random.pick(TEAMS), desk: random.chance(0.5) } };
	if (dice < 0.52) return { name: 'docs.close', args: { doc } };
	if (dice < 0.58) return { name: 'docs.count', args: { doc, delta: random.between(1, 9) } };
	if (dice < 0.65)
		return { name: 'docs.shift', args: { from: doc, to: random.pick(idsOf('doc')) ?? 'none' } };
	if (dice < 0.68) return { name: 'docs.takePart', args: { doc } };
	if (dice < 0.8)
		return {
			name: 'notes.add',
			args: { doc, text, audience: random.pick(['public', 'internal']) }
		};
	if (dice < 0.84) return { name: 'notes.edit', args: { note, text } };
	if (dice < 0.88) return { name: 'notes.remove', args: { note } };
	if (dice < 0.92) return { name: 'votes.cast', args: { doc } };
	if (dice < 0.93) return { name: 'docs.explode', args: {} };
	if (dice < 0.96)
		return { name: 'signals.raise', args: { team: random.pick(['t', 'u']), level: random.int(9) } };
	const roles = random.chance(0.4) ? ['agent'] : [];
	const teams = ['t', 'u'].filter(() => random.chance(0.5));
	const args = { person: random.pick(PEOPLE), roles, teams, active: random.chance(0.9) };
	return { name: 'persons.setAccess', args };
}

function setCommand(tab: SimTab, doc: string, text: string, isBoth: boolean): Command {
	const row = tab.replica.row('doc', doc) as { title: string; body: string } | undefined;
	const args = { doc, title: text, ...(isBoth ? { body: text } : {}) };
	if (!row) return { name: 'docs.set', args };
	const { title, body } = row;
	const seen = { table: 'doc', id: doc, values: { title, body } };
	return { name: 'docs.set', args, base: baseOf(row, ['title', 'body']), seen };
}
