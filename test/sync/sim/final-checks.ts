import { Memory } from '#sync/replica/memory.ts';
import type { CompleteRecord, OutcomeRecord } from '#sync/replica/records.ts';
import { missingScopes } from '#sync/replica/scopes.ts';
import { worldRegistry } from '../support/world-registry.ts';
import { mayRead } from './check-answers.ts';
import type { SimDevice, World } from './device.ts';
import { checkSerialReplay } from './serial-replay.ts';

/** What still keeps a device from rest, or undefined. */
export function unrest(world: World, device: SimDevice): string | undefined {
	const { server } = world;
	const meta = device.check.meta();
	const state = server.store.copyState();
	if (device.disk.all('queue').length > 0) return `${device.disk.all('queue').length} in the queue`;
	if (!meta.cookie) return 'no cookie';
	for (const space of ['main', 'telemetry'] as const)
		if (meta.cookie.spaces[space].digest !== state.digests[space].at(-1))
			return `behind in ${space}`;
	if (meta.cookie.epoch !== state.epoch) return 'another epoch';
	if (meta.run) return 'a run is open';
	if (missingScopes(meta.cookie, meta.held).length > 0) return 'scopes are missing';
	if (server.scopesOf(device.subject).join() !== [...meta.held].sort().join())
		return 'other scopes';
	const waiting = (record: CompleteRecord) => 'missed' in record && !record.unwanted;
	if (device.disk.all('complete').some(({ value }) => waiting(value as CompleteRecord)))
		return 'roots to fetch';
	if (meta.exits.length > 0) return 'packs to rewrite';
	return undefined;
}

export function checkFinally(world: World, devices: readonly SimDevice[]): void {
	const { report, server } = world;
	for (const device of devices) {
		const why = unrest(world, device);
		if (why) report('I10', `${device.label} does not come to rest: ${why}`);
		else checkView(world, device);
		checkOutcomes(world, device);
	}
	checkOnce(world);
	checkOrder(world, devices);
	checkSerialReplay(report, server.store.copyState());
}

/** I3: the device shows what the state holds for this person, computed without the log. */
function checkView({ report, server }: World, device: SimDevice): void {
	const state = server.store.copyState();
	const scopes = new Set(server.scopesOf(device.subject));
	const fresh = memoryOf(device);
	for (const [name, memory] of [
		['disk', fresh] as const,
		...device.tabs
			.filter((tab) => tab.replica.memory.meta.rev === fresh.meta.rev)
			.map((tab) => [tab.node.name, tab.replica.memory] as const)
	]) {
		const held = new Map<string, string>();
		for (const [table, rows] of memory.held)
			for (const [id, { row, v }] of rows)
				held.set(`${table}/${id}`, `${v} ${JSON.stringify(row)}`);
		for (const table of worldRegistry.tables) {
			for (const { row, v } of state.tables[table.name]?.values() ?? []) {
				if (!mayRead(state, scopes, table.name, row)) continue;
				if (table.kind === 'child' && !memory.isComplete(table.of, row.root ?? '')) continue;
				const key = `${table.name}/${row.id}`;
				if (held.get(key) !== `${v} ${JSON.stringify(row)}`)
					report(
						'I3',
						`${device.label} ${name}: ${key} should be v${v}, is ${held.get(key) ?? 'missing'}`
					);
				held.delete(key);
				if (table.kind === 'root' && table.isOpen(row) && !memory.isComplete(table.name, row.id))
					report('I3', `${device.label} ${name}: open ${key} is not complete`);
			}
		}
		for (const key of held.keys())
			report('I3', `${device.label} ${name}: ${key} should not be here`);
	}
}

function memoryOf(device: SimDevice): Memory {
	const memory = new Memory(worldRegistry);
	const stores = ['meta', 'pages', 'base', 'complete', 'overlay', 'queue', 'outcome'] as const;
	memory.absorb(
		stores.flatMap((store) => device.disk.all(store).map((record) => ({ store, ...record })))
	);
	return memory;
}

/** I1: each saved mutation has one outcome at the server, and the device has the same. */
function checkOutcomes({ report, server }: World, device: SimDevice): void {
	const known = new Map(
		device.disk.all('outcome').map(({ value }) => {
			const { outcome } = value as OutcomeRecord;
			return [outcome.mid, outcome];
		})
	);
	const stored = server.store
		.copyState()
		.outcomes.filter(({ subject }) => subject === device.subject);
	for (const mid of device.check.savedMids) {
		const theirs = stored.filter((outcome) => outcome.mid === mid);
		const mine = known.get(mid);
		const isRefused =
			mine?.kind === 'rejected' || mine?.kind === 'dead' || mine?.kind === 'discarded';
		// A refusal is not offered again after a rollback: nothing was lost with it.
		if (theirs.length === 0 && isRefused) continue;
		if (theirs.length !== 1 || theirs[0]?.kind !== mine?.kind)
			report(
				'I1',
				`${device.label}: ${mid} is ${mine?.kind ?? 'unknown'} here, ${theirs.map(({ kind }) => kind).join() || 'unknown'} there`
			);
	}
}

/** I2: each `mid` ran once in the history that counts. */
function checkOnce({ report, server }: World): void {
	const seen = new Set<string>();
	for (const { subject, mid, verdict } of server.store.copyState().audit) {
		if (verdict === 'again') continue;
		if (seen.has(`${subject} ${mid}`)) report('I2', `${mid} ran twice`);
		seen.add(`${subject} ${mid}`);
	}
}

/** I6: the server ran what a device saved in the order in which it was saved. */
function checkOrder({ report, server }: World, devices: readonly SimDevice[]): void {
	const places = new Map(
		server.store
			.copyState()
			.audit.filter(({ verdict }) => verdict === 'applied' || verdict === 'merged')
			.map(({ mid }, index) => [mid, index])
	);
	for (const device of devices) {
		const order = device.disk
			.all('outcome')
			.map(({ value }) => (value as OutcomeRecord).outcome)
			.sort((a, b) => a.id - b.id)
			.filter(({ mid, kind }) => places.has(mid) && (kind === 'applied' || kind === 'merged'));
		for (const [index, { mid }] of order.entries()) {
			const before = order[index - 1];
			if (before && (places.get(before.mid) ?? 0) > (places.get(mid) ?? 0))
				report('I6', `${device.label}: ${mid} ran before ${before.mid}`);
		}
	}
}
