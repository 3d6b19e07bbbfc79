/**
 * SYNC-I1, SYNC-I2 and SYNC-EFFECT against real processes: 16 devices push tickets and comments while the server is
 * killed again and again, at any moment and right after a commit, before its reaction has run; every third time
 * PostgreSQL dies with it. At the end everything acknowledged is there once, and so is every reaction.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { rowId } from '#domain/kernel/index.ts';
import { ticket } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { ensureBuilt } from '../../scripts/lib/build.mjs';
import { EmbeddedServer } from './embedded-server.ts';
import { examine } from './examine.ts';
import { eventually, pause, type Findings, type KillPlan } from './told.ts';
import { Writer, type Acknowledged } from './writer.ts';

const WRITERS = 16;
/** One of each role; several devices each. */
const people: readonly PersonKey[] = ['ada', 'greta', 'timo', 'erik', 'petra', 'malik', 'rosa'];
/** Milliseconds within which a server that runs again must acknowledge something. */
const PATIENCE = 60_000;
const EFFECTS = 120_000;
const WITH_DATABASE = 3;

export async function killServer(plan: KillPlan): Promise<Findings> {
	await ensureBuilt();
	const server = new EmbeddedServer(mkdtempSync(join(tmpdir(), 'waypost-crash-')));
	try {
		plan.onProgress('starting the server on its own PostgreSQL');
		await server.start();
		return await new ServerKills(plan, server).run();
	} finally {
		await server.stop();
		const data = dirname(server.dataFolder);
		rmSync(server.home, { recursive: true, force: true });
		rmSync(data, { recursive: true, force: true });
	}
}

class ServerKills {
	readonly #plan: KillPlan;
	readonly #server: EmbeddedServer;
	readonly #acknowledged = new Map<string, Acknowledged>();
	readonly #faults: string[] = [];
	readonly #writers: readonly Writer[];
	#onAcknowledged: () => void = () => undefined;

	constructor(plan: KillPlan, server: EmbeddedServer) {
		this.#plan = plan;
		this.#server = server;
		this.#writers = Array.from({ length: WRITERS }, (_, index) => this.#makeWriter(index));
	}

	async run(): Promise<Findings> {
		let stopping = false;
		const running = this.#writers.map((writer) => writer.run(() => stopping));
		let kills = 0;
		while (kills < this.#plan.kills && !this.#plan.signal?.aborted) {
			if (!(await this.#isAtWork())) break;
			kills += 1;
			await this.#killOnce(kills);
			this.#plan.onProgress(
				`kill ${kills} of ${this.#plan.kills}: ${this.#acknowledged.size} acknowledged`
			);
			await this.#server.start();
		}
		stopping = true;
		await Promise.all(running);
		return this.#judge(kills);
	}

	#makeWriter(index: number): Writer {
		const writer: Writer = new Writer({
			name: `Writer ${index}`,
			person: people[index % people.length] ?? 'rosa',
			address: () => this.#server.address,
			item: seedIds.item('printer'),
			onAcknowledged: (acknowledged) => this.#take(writer, acknowledged)
		});
		return writer;
	}

	#take(writer: Writer, acknowledged: readonly Acknowledged[]): void {
		for (const one of acknowledged) {
			this.#acknowledged.set(one.mid, one);
			// Given up by quarantine counts, too: a crash of the server is no fault of the work.
			if (one.kind !== 'applied') this.#faults.push(`${one.name} came to ${one.kind}`);
			else if (one.name === 'tickets.create') writer.know(rowId(one.mid, ticket));
		}
		this.#onAcknowledged();
	}

	/** False when nothing is acknowledged any more though the server runs. */
	async #isAtWork(): Promise<boolean> {
		const before = this.#acknowledged.size;
		if (await eventually(PATIENCE, () => this.#acknowledged.size > before)) return true;
		this.#faults.push('a server that was started again acknowledged nothing');
		return false;
	}

	/** In turns: after any time, or at the very moment of an acknowledgement, when its effects wait for their turn. */
	async #killOnce(kill: number): Promise<void> {
		await pause(Math.random() * 500);
		if (kill % 2 === 0) await this.#nextAcknowledgement();
		await this.#server.kill(kill % WITH_DATABASE === 0);
	}

	#nextAcknowledgement(): Promise<void> {
		return new Promise((resolve) => {
			this.#onAcknowledged = () => {
				this.#onAcknowledged = () => undefined;
				resolve();
			};
		});
	}

	async #judge(kills: number): Promise<Findings> {
		this.#plan.onProgress('waiting for the last effects');
		const client = new pg.Client({ connectionString: this.#server.databaseUrl() });
		await client.connect();
		try {
			const isDone = async () => {
				const { rows } = await client.query<{ left: string }>(
					'select count(*) as left from sync_effect where delivered_at is null'
				);
				return rows[0]?.left === '0';
			};
			await eventually(EFFECTS, isDone);
			const kept = [...this.#acknowledged.values()].filter(({ kind }) => kind === 'applied');
			const found = await examine(client, kept);
			const faults = [
				...this.#faults,
				...this.#writers.flatMap((writer) => writer.faults),
				...this.#server.bugs
			];
			return { kills, acknowledged: this.#acknowledged.size, ...found, faults };
		} finally {
			await client.end();
		}
	}
}
