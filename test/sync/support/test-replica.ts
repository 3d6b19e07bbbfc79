import { derivedId } from '#domain/kernel/index.ts';
import { Replica } from '#sync/replica/index.ts';
import type { ReplicaWorld } from '#sync/replica/ports.ts';
import { MemoryReplicaDisk, type ConnectionOptions } from '../memory/replica-storage.ts';
import type { RunningAuthority } from './authority-world.ts';
import { DirectTransport } from './direct-transport.ts';
import { worldRegistry } from './world-registry.ts';

let devices = 0;

/** A device of one person: a disk and its tabs, which hear of each other. Time stands still; timers run when told to. */
export class TestBrowser {
	readonly disk = new MemoryReplicaDisk();
	readonly subject: string;
	readonly running: RunningAuthority;
	readonly tabs: TestTab[] = [];
	readonly name: string;
	at: number;
	#ids = 0;

	constructor(running: RunningAuthority, subject: string) {
		this.running = running;
		this.subject = subject;
		this.name = `device ${(devices += 1)}`;
		this.at = running.world.now();
	}

	async open(options: ConnectionOptions = {}): Promise<TestTab> {
		const tab = new TestTab(this, options);
		this.tabs.push(tab);
		await tab.replica.load();
		return tab;
	}

	newId(): string {
		return derivedId(this.name, String((this.#ids += 1)));
	}
}

export class TestTab {
	readonly replica: Replica;
	readonly transport: DirectTransport;
	readonly browser: TestBrowser;
	readonly errors: unknown[] = [];
	timers: { ms: number; task: () => void }[] = [];

	constructor(browser: TestBrowser, options: ConnectionOptions) {
		this.browser = browser;
		this.transport = new DirectTransport(browser.running, browser.subject);
		const world: ReplicaWorld = {
			now: () => browser.at,
			timeZone: () => 'UTC',
			newMid: () => browser.newId(),
			newUuid: () => browser.newId(),
			random: () => 0.5,
			after: (ms, task) => {
				const timer = { ms, task };
				// Waits below a second are no matter of tests.
				if (ms < 1000) queueMicrotask(task);
				else this.timers.push(timer);
				return () => void (this.timers = this.timers.filter((each) => each !== timer));
			},
			announce: (rev) => {
				for (const other of browser.tabs) if (other !== this) void other.replica.heard(rev);
			}
		};
		this.replica = new Replica({
			registry: worldRegistry,
			storage: browser.disk.connect(options),
			transport: this.transport,
			world,
			subject: browser.subject,
			listeners: {
				onRows: () => undefined,
				onStatus: () => undefined,
				onError: (error) => this.errors.push(error)
			}
		});
	}

	/** Leads, once, to the end of what there is to do; answers the state that the loop came to. */
	async sync(): Promise<string> {
		this.replica.loop.start();
		this.replica.loop.kick();
		do await new Promise((resolve) => setImmediate(resolve));
		while (!this.replica.loop.isResting);
		this.replica.loop.stop();
		this.timers = [];
		return this.replica.loop.state;
	}

	/** Makes a doc and answers its id. */
	async newDoc(
		args: { title?: string; team?: string | null; desk?: boolean; parts?: number } = {}
	) {
		const { mid } = await this.replica.run({
			name: 'docs.create',
			args: { title: 'a doc', team: null, desk: false, ...args }
		});
		return derivedId(String(mid), 'doc', '');
	}

	/** Ids of rows that this tab shows. */
	ids(table: string): string[] {
		const { memory } = this.replica;
		const ids = [...(memory.held.get(table)?.keys() ?? []), ...memory.overlaidIds(table)];
		return [...new Set(ids)].filter((id) => this.replica.row(table, id)).sort();
	}
}

/** A browser of each person with one tab, synced once. */
export async function openTabs(running: RunningAuthority, ...subjects: string[]) {
	const tabs: TestTab[] = [];
	for (const subject of subjects) {
		const tab = await new TestBrowser(running, subject).open();
		await tab.sync();
		tabs.push(tab);
	}
	return tabs;
}
