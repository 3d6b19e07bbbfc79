import { derivedId } from '#domain/kernel/index.ts';
import { Replica, type Command } from '#sync/replica/index.ts';
import { StorageFull, StorageLost, type ReplicaWorld } from '#sync/replica/ports.ts';
import { worldRegistry } from '../support/world-registry.ts';
import type { Adapters, SimDisk } from './adapters.ts';
import { DeviceCheck } from './check-device.ts';
import { SimTransport, type NetworkFaults } from './network.ts';
import type { Random } from './random.ts';
import { SimNode, type Scheduler } from './scheduler.ts';
import { START, type SimServer } from './server.ts';
import type { Report } from './violations.ts';

export interface World {
	readonly adapters: Adapters;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly server: SimServer;
	readonly faults: NetworkFaults;
	readonly report: Report;
	/** Share of commands that are votes on the docs made last. */
	readonly votes: number;
	/** Share of steps in which a device has to make room. */
	readonly tight: number;
	/** Share of commands that are the desk's: merge, split, undo, macro, bulk. */
	readonly desk: number;
}

/** How long a leader may stand still. */
const PATIENCE = 10_000;

/** A browser of one person: a disk, one or two tabs, and a clock that may be wrong. */
export class SimDevice {
	readonly name: string;
	readonly subject: string;
	readonly world: World;
	readonly disk: SimDisk;
	readonly check: DeviceCheck;
	readonly tabs: SimTab[] = [];
	clockOffset = 0;
	isFull = false;
	readonly #tabCount: number;
	#leader: SimTab | undefined;
	#lives = 0;
	#ids = 0;

	constructor(world: World, name: string, subject: string, tabs: number) {
		this.world = world;
		this.name = name;
		this.subject = subject;
		this.#tabCount = tabs;
		this.disk = world.adapters.openDisk(() => this.check.committed());
		this.check = new DeviceCheck(this, world);
	}

	get label(): string {
		return `${this.name}(${this.subject})`;
	}

	get leader(): SimTab | undefined {
		return this.#leader;
	}

	open(): void {
		while (this.tabs.length < this.#tabCount) {
			const tab = new SimTab(this, `${this.name}.${(this.#lives += 1)}`);
			this.tabs.push(tab);
			void tab.load();
		}
	}

	newId(): string {
		return derivedId(this.name, String((this.#ids += 1)));
	}

	/** The tab dies and is opened anew a while later. */
	kill(tab: SimTab): void {
		if (tab.node.isDead) return;
		this.world.scheduler.note(`${tab.node.name} dies`);
		tab.node.isDead = true;
		tab.storage.crash();
		tab.replica.loop.stop();
		this.tabs.splice(this.tabs.indexOf(tab), 1);
		const { scheduler, random } = this.world;
		scheduler.after(random.between(100, 5000), `${this.name} opens`, deviceNode, () => this.open());
		this.elect();
	}

	/** The lock of the leader goes to the next tab when it dies, or when it has stood still for too long. */
	elect(): void {
		const { scheduler } = this.world;
		const leader = this.#leader;
		const isThere = leader && !leader.node.isDead && this.tabs.includes(leader);
		const standsStill =
			isThere && !leader.replica.loop.isResting && scheduler.now - leader.progressAt > PATIENCE;
		const isAsleep = isThere && leader.node.frozenUntil > scheduler.now + PATIENCE;
		if (isThere && !standsStill && !isAsleep) return;
		const next =
			this.tabs.find((tab) => tab !== leader && tab.isLoaded) ?? (isThere ? leader : undefined);
		if (next === leader) return;
		scheduler.note(`${next?.node.name ?? 'nobody'} leads ${this.name}`);
		this.#leader = next;
		// Who lost the lock hears of it when it next runs.
		if (leader && isThere) {
			scheduler.after(1, 'loses the lock', leader.node, () => {
				if (this.#leader !== leader) leader.replica.loop.stop();
			});
		}
		if (next) next.lead();
	}
}

export const deviceNode = new SimNode('device');

export class SimTab {
	readonly node: SimNode;
	readonly device: SimDevice;
	readonly storage: ReturnType<SimDisk['connect']>;
	readonly replica: Replica;
	isLoaded = false;
	progressAt = 0;

	constructor(device: SimDevice, name: string) {
		const { scheduler, faults, server, random, report } = device.world;
		this.device = device;
		this.node = new SimNode(name);
		const risk = () => {
			if (faults.is(0.0004)) device.kill(this);
		};
		this.storage = device.disk.connect({
			risk,
			step: async (label) => {
				risk();
				await scheduler.step(label, this.node);
			},
			isFull: () => device.isFull || faults.is(0.0003)
		});
		const transport = new SimTransport({
			scheduler,
			faults,
			server,
			subject: device.subject,
			node: this.node,
			onSignedOut: () =>
				void scheduler.after(random.between(1000, 9000), 'signs in', this.node, () =>
					this.replica.loop.kick()
				)
		});
		this.replica = new Replica({
			registry: worldRegistry,
			storage: this.storage,
			transport,
			world: this.#world(),
			subject: device.subject,
			listeners: {
				onRows: (changes) => device.check.shown(this, changes),
				onStatus: () => (this.progressAt = scheduler.now),
				onError: (error) => {
					if (!isTrouble(error))
						report('error', `${device.label}: ${String((error as Error).stack)}`);
				}
			}
		});
	}

	async load(): Promise<void> {
		try {
			await this.replica.load();
		} catch (error) {
			if (!isTrouble(error)) throw error;
			return;
		}
		this.isLoaded = true;
		this.device.elect();
	}

	lead(): void {
		this.device.world.scheduler.after(1, 'leads', this.node, () => {
			if (this.device.leader === this) this.replica.loop.start();
		});
	}

	/** Several are one bulk, in one transaction. */
	async run(commands: readonly Command[]): Promise<void> {
		const { scheduler, report } = this.device.world;
		try {
			const answers = await this.replica.runAll(commands);
			for (const [index, { id, mid }] of answers.entries()) {
				if (id === undefined || mid === undefined || this.node.isDead) continue;
				scheduler.note(`${this.node.name} saved ${commands[index]?.name} ${id}`);
				this.device.check.saved(mid);
				this.device.check.readsOwnWrites(this, mid);
			}
		} catch (error) {
			if (!isTrouble(error))
				report('error', `${this.device.label}: ${String((error as Error).stack)}`);
		}
	}

	#world(): ReplicaWorld {
		const { scheduler, random } = this.device.world;
		return {
			now: () => START + Math.round(scheduler.now) + this.device.clockOffset,
			timeZone: () => 'UTC',
			newMid: () => this.device.newId(),
			newUuid: () => this.device.newId(),
			random: () => random.next(),
			after: (ms, task) => scheduler.after(ms, 'timer', this.node, task),
			announce: (rev) => {
				for (const other of this.device.tabs) {
					if (other === this || random.chance(0.1)) continue;
					scheduler.after(1, 'hears', other.node, () => void other.#hear(rev));
				}
			}
		};
	}

	async #hear(rev: number): Promise<void> {
		try {
			await this.replica.heard(rev);
		} catch (error) {
			if (!isTrouble(error)) throw error;
		}
	}
}

function isTrouble(error: unknown): boolean {
	return error instanceof StorageFull || error instanceof StorageLost;
}
