/**
 * What a server process is made of once it runs: authority, sign-in, jobs, pokes, each made once and closed in order.
 * Endpoints find it here.
 */
import type pg from 'pg';
import { ACCOUNT_EMAIL_QUEUE } from '#domain/reactions/index.ts';
import { registry } from '#domain/registry.ts';
import { workAccountEmails } from '#server/auth/account-email.ts';
import { createSignIn, type SignIn } from '#server/auth/sign-in.ts';
import { sessionSecret } from '#server/auth/secret.ts';
import { handOverRestored } from '#server/backup/effects.ts';
import type { Blobs } from '#server/blobs/blobs.ts';
import { pgByteStore } from '#server/blobs/byte-store.ts';
import { scheduleBlobCollection } from '#server/blobs/collect-job.ts';
import { usualLimits } from '#server/blobs/limits.ts';
import { databasePool } from '#server/db/connection.ts';
import { startBoss } from '#server/jobs/boss.ts';
import { schedulePopularity } from '#server/jobs/popularity-job.ts';
import { workReactions } from '#server/jobs/reaction-worker.ts';
import { onDrain, onStop } from '#server/lifecycle.ts';
import { ClockPoller } from '#server/live/clock-poller.ts';
import { hearPresence, type ToldPresence } from '#server/live/presence.ts';
import { Relay } from '#server/live/relay.ts';
import { LiveStreams } from '#server/live/streams.ts';
import { createPeople, type People } from '#server/auth/people.ts';
import { startAuthority, type RunningAuthority } from '#server/sync/start-authority.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { PokeHub, REACTION_QUEUE, type AuthorityStore } from '#sync/authority/index.ts';

export interface Runtime {
	readonly pool: pg.Pool;
	readonly store: AuthorityStore;
	readonly authority: RunningAuthority;
	readonly blobs: Blobs;
	readonly people: People;
	readonly signIn: SignIn;
	readonly live: LiveStreams;
	/** To those who listen at any server process. */
	readonly tellPresence: (told: ToldPresence) => Promise<void>;
	/** Called after a commit of this process, so that its own pokes go out at once. */
	readonly afterCommit: () => void;
}

let running: Runtime | undefined;

/** Throws before `startRuntime` is done. */
export function runtime(): Runtime {
	if (!running) throw new Error('Waypost has not started');
	return running;
}

/** Called once, before the first request. Everything it opens is closed by the lifecycle. */
export async function startRuntime(): Promise<void> {
	const pool = databasePool();
	const url = process.env['DATABASE_URL'] ?? '';
	const boss = await startBoss(url);
	// After the last request, which may still hand effects over, and before the pool that jobs need.
	onStop(() => boss.stop({ graceful: true, timeout: 5_000 }));
	const store = new PgAuthorityStore(pool, boss);
	const authority = startAuthority(registry, store);
	const people = createPeople(store);
	const secret = await sessionSecret(pool);
	const hub = new PokeHub(store);
	const poller = new ClockPoller(pool, () => hub.poll());
	const live = new LiveStreams(store, hub, poller);
	const relay = new Relay(pool, url, (told) => hearPresence(live, told as ToldPresence));
	await relay.listen();
	onDrain(() => relay.close());
	await workReactions(boss, pool, async (job) => {
		const outcome = await authority.runReaction(job);
		poller.wake();
		return outcome;
	});
	await workAccountEmails(boss, pool);
	const blobs = { pool, bytes: pgByteStore, queue: boss, registry, limits: usualLimits };
	await scheduleBlobCollection(boss, blobs);
	await schedulePopularity(boss, pool, authority.command);
	await handOverRestored(pool, boss);
	running = {
		pool,
		store,
		authority,
		blobs,
		people,
		signIn: createSignIn(pool, secret, people),
		live,
		tellPresence: (told) => relay.tell(told),
		afterCommit: () => poller.wake()
	};
	for (const queue of [REACTION_QUEUE, ACCOUNT_EMAIL_QUEUE]) onDrain(() => boss.offWork(queue));
}
