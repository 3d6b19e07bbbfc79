/** The seed's people, teams and catalogue on a real database, with the authority and the files' side beside it. */
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { onTestFinished } from 'vitest';
import type { JsonObject } from '#domain/kernel/index.ts';
import { registry } from '#domain/registry.ts';
import { ticketAttachment, type TicketAttachment } from '#domain/tickets/index.ts';
import type { Blobs } from '#server/blobs/blobs.ts';
import { pgByteStore } from '#server/blobs/byte-store.ts';
import { usualLimits, type BlobLimits } from '#server/blobs/limits.ts';
import { seedCommands, seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { createPool } from '#server/db/pool.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { createAuthority } from '#sync/authority/authority.ts';
import { isRefusal, type Outcome } from '#sync/protocol/index.ts';
import { NOW } from '#test/support/company.ts';
import { databaseForTest } from '#test/support/postgres.ts';
import { tableQueue } from '../sync/notes.ts';

export const who = (key: PersonKey) => ({ subject: seedIds.person(key) });

export class ServedCompany {
	readonly url: string;
	readonly pool: pg.Pool;
	readonly store: PgAuthorityStore;
	readonly authority: ReturnType<typeof createAuthority>;
	readonly blobs: Blobs;
	readonly #delivered = new Set<string>();

	private constructor(url: string, pool: pg.Pool, limits: BlobLimits) {
		this.url = url;
		this.pool = pool;
		this.store = new PgAuthorityStore(pool, tableQueue);
		const world = { now: () => Date.now(), salt: () => randomBytes(16).toString('hex') };
		this.authority = createAuthority(registry, this.store, world, {
			later: (ms, task) => void setTimeout(task, ms),
			onFault: (error) => {
				throw error;
			}
		});
		this.blobs = { pool, bytes: pgByteStore, queue: tableQueue, registry, limits };
	}

	/** Opens what is in the database at `url`. */
	static open(url: string, limits: BlobLimits = usualLimits): ServedCompany {
		const pool = createPool({ url, size: 12 });
		onTestFinished(() => (pool.ending ? undefined : pool.end()));
		return new ServedCompany(url, pool, limits);
	}

	static async found(limits: BlobLimits = usualLimits): Promise<ServedCompany> {
		const company = ServedCompany.open(await databaseForTest(), limits);
		await company.pool.query('create table test_job (queue text, data jsonb)');
		const people = seedCommands(NOW).filter(({ mutator }) => !mutator.startsWith('tickets.'));
		await Promise.all(
			people.map(({ actor, mutator, args, mid }) =>
				company.#command({ subject: actor }, mutator, args, mid)
			)
		);
		return company;
	}

	/** The test's own table would be strange to a restore. Effects then go nowhere. */
	async dropJobs(): Promise<void> {
		await this.pool.query('drop table test_job');
	}

	/** Runs a command that is expected to be applied; answers its `mid`. */
	async run(key: PersonKey, mutator: string, args: JsonObject): Promise<string> {
		const mid = await this.attempt(key, mutator, args);
		if (mid === undefined) throw new Error(`not applied: ${mutator}`);
		return mid;
	}

	/** Runs a command that may be refused; answers its `mid` where it was applied. */
	async attempt(key: PersonKey, mutator: string, args: JsonObject): Promise<string | undefined> {
		const mid = randomUUID();
		const { kind } = await this.#command(who(key), mutator, args, mid);
		return kind === 'applied' ? mid : undefined;
	}

	async #command(
		session: { subject: string },
		mutator: string,
		args: JsonObject,
		mid: string
	): Promise<Outcome> {
		for (let tries = 0; tries < 20; tries += 1) {
			const outcome = await this.authority.command(session, mutator, args, { mid });
			if (!isRefusal(outcome)) return outcome;
		}
		throw new Error(`never taken: ${mutator}`);
	}

	/** What the worker of the reaction queue does. */
	async deliver(): Promise<void> {
		for (;;) {
			const { rows } = await this.pool.query<{ data: { key: string; payload: JsonObject } }>(
				`select data from test_job where queue = 'reaction'`
			);
			const fresh = rows.filter(({ data }) => !this.#delivered.has(data.key));
			if (fresh.length === 0) return;
			for (const { data } of fresh) {
				this.#delivered.add(data.key);
				await this.authority.runReaction(data);
			}
		}
	}

	async attachments(ticket: string): Promise<readonly TicketAttachment[]> {
		const rows = await this.store.read((reader) => reader.childrenOf(ticketAttachment, [ticket]));
		return rows.map(({ row }) => row as unknown as TicketAttachment);
	}
}
