/**
 * SYNC-I1 and SYNC-I2 against real processes: Chromium is killed again and again while a page saves tickets and tells a
 * collector of each acknowledged save. After every start all acknowledged saves must be on the device, each once; at the
 * end all of them on the server, each once. When Chromium has deleted its database, the device must still hold all that
 * the server does not have.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '#server/db/pool.ts';
import type { Told as PageTold } from '../bench/lab/crash-dummy.ts';
import { buildSite, LAB, Site } from '../bench/support/site.ts';
import { loginOf, startWorld, type World } from '../bench/support/world.ts';
import { damageDatabase, databaseOnDisk } from './browser-database.ts';
import { BrowserProcess } from './browser-process.ts';
import { eventually, pause, repeated, type Findings, type KillPlan } from './told.ts';

/** Milliseconds that a page may take to report what it found; the machine may be busy. */
const START = 60_000;
/** Milliseconds of saving before a kill, at most. */
const LIFE = 900;
/** Every so many starts the kill comes without waiting for the page, while it loads, catches up or syncs. */
const EARLY = 6;

type Inventory = Extract<PageTold, { readonly inventory: unknown }>;

class Collector {
	readonly saved = new Map<string, string>();
	readonly faults: string[] = [];
	inventory: Inventory | undefined;
	stage = 'nothing';

	take(body: string): void {
		const told = JSON.parse(body) as PageTold;
		if ('error' in told) this.faults.push(`the page failed: ${told.error}`);
		else if ('saved' in told) this.saved.set(told.saved, told.mid);
		else if ('stage' in told) this.stage = told.stage;
		else this.inventory = told;
	}
}

export interface ChromiumPlan extends KillPlan {
	/** After this kill, of a browser that had no way to the server, Chromium is made to delete its database. */
	readonly damageAfter?: number;
}

export async function killChromium(plan: ChromiumPlan): Promise<Findings> {
	const world = await startWorld(0, plan.onProgress);
	const collector = new Collector();
	const profile = mkdtempSync(join(tmpdir(), 'waypost-crash-'));
	const folder = await buildSite('test/bench/lab');
	const site = await Site.serve(folder, {
		api: world.app.address,
		onCollect: (body) => collector.take(body)
	});
	try {
		return await new ChromiumKills(plan, world, collector, site, profile).run();
	} finally {
		site.close();
		await world.end();
		rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
	}
}

class ChromiumKills {
	readonly #plan: ChromiumPlan;
	readonly #pool: ReturnType<typeof createPool>;
	readonly #collector: Collector;
	readonly #site: Site;
	readonly #profile: string;
	readonly #lost = new Set<string>();
	readonly #doubled = new Set<string>();
	#database: string | undefined;
	#databasesLost = 0;
	#isRebuilding = false;

	constructor(plan: ChromiumPlan, world: World, collector: Collector, site: Site, profile: string) {
		this.#plan = plan;
		this.#pool = createPool({ url: world.databaseUrl });
		this.#collector = collector;
		this.#site = site;
		this.#profile = profile;
	}

	async run(): Promise<Findings> {
		let kills = 0;
		while (kills < this.#plan.kills && !this.#plan.signal?.aborted) {
			kills += 1;
			await this.#oneLife(kills);
			if (kills === this.#plan.damageAfter) damageDatabase(this.#profile);
			this.#site.offline = false;
			const { saved } = this.#collector;
			this.#plan.onProgress(
				`kill ${kills} of ${this.#plan.kills}: ${saved.size} acknowledged, ${this.#lost.size} lost, ${this.#doubled.size} doubled`
			);
		}
		await this.#lastLook();
		await this.#pool.end();
		return {
			kills,
			acknowledged: this.#collector.saved.size,
			lost: [...this.#lost],
			doubled: [...this.#doubled],
			effectsLost: [],
			effects: 0,
			faults: this.#collector.faults,
			databasesLost: this.#databasesLost
		};
	}

	async #oneLife(round: number): Promise<void> {
		const browser = await this.#open(round);
		try {
			if (round % EARLY === 0) await pause(300 + Math.random() * 1_500);
			else if (await this.#waitForInventory(round)) {
				this.#site.offline = round === this.#plan.damageAfter;
				await pause(20 + Math.random() * LIFE);
			}
		} finally {
			await browser.kill();
		}
	}

	#open(round: number): Promise<BrowserProcess> {
		this.#collector.inventory = undefined;
		this.#collector.stage = 'nothing';
		const { email, password, subject } = loginOf('rosa');
		const dummy = encodeURIComponent([email, password, subject, round].join(' '));
		return BrowserProcess.open(this.#profile, `${this.#site.origin}${LAB}?crash=${dummy}`);
	}

	/** What was acknowledged before this start must be there; what was saved since may be there too. */
	async #waitForInventory(round: number): Promise<boolean> {
		const before = [...this.#collector.saved.keys()];
		const collector = this.#collector;
		if (!(await eventually(START, () => collector.inventory !== undefined))) {
			collector.faults.push(`start ${round} reported nothing beyond "${collector.stage}"`);
			return false;
		}
		const { inventory = [], queued = [] } = collector.inventory ?? {};
		const database = databaseOnDisk(this.#profile);
		if (this.#database !== undefined && database !== this.#database) {
			this.#databasesLost += 1;
			this.#isRebuilding = true;
		}
		this.#database = database;
		const there = new Set(inventory);
		if (before.every((title) => there.has(title))) this.#isRebuilding = false;
		// Rows come again from the server; what it does not have must wait here.
		const elsewhere = this.#isRebuilding ? [...queued, ...(await this.#onServer())] : [];
		this.#judge(before, inventory, elsewhere);
		return true;
	}

	#judge(
		acknowledged: readonly string[],
		titles: readonly string[],
		elsewhere: readonly string[] = []
	): void {
		const there = new Set([...titles, ...elsewhere]);
		for (const title of acknowledged) if (!there.has(title)) this.#lost.add(title);
		for (const title of repeated(titles.filter(isOurs))) this.#doubled.add(title);
	}

	/** One more start, which is let live until all is sent; then the server's own tables are asked. */
	async #lastLook(): Promise<void> {
		this.#plan.onProgress('sending what is left');
		const browser = await this.#open(0);
		try {
			await this.#waitForInventory(0);
			const mids = [...this.#collector.saved.values()];
			const outcomes = async () => {
				const text = 'select mid, kind from sync_outcome where mid = any($1)';
				const { rows } = await this.#pool.query<{ mid: string; kind: string }>(text, [mids]);
				return rows;
			};
			await eventually(START, async () => (await outcomes()).length >= mids.length);
			const applied = await outcomes();
			if (applied.some(({ kind }) => kind !== 'applied'))
				this.#collector.faults.push('an acknowledged save was rejected by the server');
			this.#judge([...this.#collector.saved.keys()], await this.#onServer());
		} finally {
			await browser.kill();
		}
	}

	/** Titles of all tickets that the server has. */
	async #onServer(): Promise<readonly string[]> {
		const { rows } = await this.#pool.query<{ title: string }>('select title from ticket');
		return rows.map(({ title }) => title);
	}
}

/** Titles that the dummy gives: round and count. */
function isOurs(title: string): boolean {
	return /^\d+-\d+$/.test(title);
}
