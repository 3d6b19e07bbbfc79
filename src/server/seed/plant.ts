import type pg from 'pg';
import { registry } from '#domain/registry.ts';
import { createAccount } from '#server/auth/accounts.ts';
import { createAuth } from '#server/auth/better-auth.ts';
import { sessionSecret } from '#server/auth/secret.ts';
import { createPool } from '#server/db/pool.ts';
import { startBoss } from '#server/jobs/boss.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { createAuthority } from '#sync/authority/index.ts';
import { isRefusal } from '#sync/protocol/index.ts';
import { randomBytes } from 'node:crypto';
import { seedCommands, seedSignIns } from './company.ts';
import type { SeedCommand } from './seed-command.ts';

/** Everybody's in the demo company, which is why only the demo plants it. */
export const DEMO_PASSWORD = 'waypost-demo';

export interface DemoSignIn {
	readonly role: string;
	readonly name: string;
	readonly email: string;
	readonly password: string;
}

/**
 * Plants the demo company and a sign-in per role into a migrated database. Planted once: commands have fixed names, so a
 * start that was cut short goes on where it stopped, and what people did since stays.
 */
export async function plantDemo(url: string, onProgress: (sentence: string) => void) {
	const pool = createPool({ url, size: 4 });
	try {
		const commands = seedCommands(Date.now());
		if (!(await isPlanted(pool, commands))) {
			onProgress('Planting the demo company');
			await plantCompany(pool, url, commands);
		}
		return await openSignIns(pool);
	} finally {
		await pool.end();
	}
}

async function isPlanted(pool: pg.Pool, commands: readonly SeedCommand[]): Promise<boolean> {
	const { rowCount } = await pool.query('select 1 from sync_outcome where mid = $1', [
		commands.at(-1)?.mid
	]);
	return rowCount === 1;
}

/** Each command at its own time: the clock of this authority is the story's. */
async function plantCompany(
	pool: pg.Pool,
	url: string,
	commands: readonly SeedCommand[]
): Promise<void> {
	const boss = await startBoss(url);
	try {
		let now = 0;
		const authority = createAuthority(
			registry,
			new PgAuthorityStore(pool, boss),
			{ now: () => now, salt: () => randomBytes(16).toString('hex') },
			{
				later: (_ms, task) => void setImmediate(task),
				onFault: (error) => {
					throw error;
				}
			}
		);
		for (const { actor, mutator, args, mid, at } of commands) {
			now = at;
			const outcome = await authority.command({ subject: actor }, mutator, args, { mid });
			if (isRefusal(outcome) || outcome.failure) {
				throw new Error(`The seed's ${mutator} came to ${JSON.stringify(outcome)}`);
			}
		}
	} finally {
		await boss.stop();
	}
}

async function openSignIns(pool: pg.Pool): Promise<readonly DemoSignIn[]> {
	const secret = await sessionSecret(pool);
	const auth = createAuth({
		pool,
		secret,
		isSecure: false,
		mayEnter: () => Promise.resolve(false)
	});
	const signIns = seedSignIns();
	for (const { subject, name, email } of signIns) {
		await createAccount(auth, { subject, name, email, password: DEMO_PASSWORD });
	}
	return signIns.map(({ role, name, email }) => ({ role, name, email, password: DEMO_PASSWORD }));
}
