import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import { ACCOUNT_EMAIL_QUEUE } from '#domain/reactions/index.ts';
import { workEffects } from '#server/jobs/effect-worker.ts';
import { log } from '#server/log.ts';

const follow = `update auth."user" as account set email = lower(person.email), "updatedAt" = now()
	from person where person.id = $1 and account.id = person.id
	and person.email <> '' and account.email <> lower(person.email)`;
const UNIQUE_VIOLATION = '23505';

/** Keeps the address of an account at that of its person, as it is when the job runs: order and repetition do not matter. */
export function workAccountEmails(boss: PgBoss, pool: pg.Pool): Promise<void> {
	return workEffects(boss, pool, ACCOUNT_EMAIL_QUEUE, async ({ payload }) => {
		const subject = payload['subject'];
		try {
			await pool.query(follow, [subject]);
		} catch (error) {
			// Tried again: the other account may be about to move, too.
			if ((error as { code?: unknown }).code === UNIQUE_VIOLATION)
				log.warn(
					{ subject },
					'another account has this e-mail address: sign-in stays at the old one'
				);
			throw error;
		}
	});
}
