import type pg from 'pg';
import * as v from 'valibot';
import { person, SYSTEM } from '#domain/identity/index.ts';
import { derivedId, failure, rowId, type Failure } from '#domain/kernel/index.ts';
import type { RunningAuthority } from '#server/sync/start-authority.ts';
import { isRefusal } from '#sync/protocol/index.ts';
import { createAccount } from './accounts.ts';
import { MIN_PASSWORD, type Auth } from './better-auth.ts';

export interface AdminParts {
	readonly pool: pg.Pool;
	readonly authority: RunningAuthority;
	readonly auth: Auth;
}

export const newAdminSchema = v.strictObject({
	name: person.fields.name.schema,
	email: v.pipe(v.string(), v.email(), v.maxLength(254)),
	password: v.pipe(v.string(), v.minLength(MIN_PASSWORD), v.maxLength(128))
});
export type NewAdmin = v.InferOutput<typeof newAdminSchema>;

/**
 * Makes a person who is an administrator and can sign in; what was cut short goes on where it stopped. Refused:
 * `account_exists`: somebody signs in with this address; `person_exists`: somebody in the directory has it, without a sign-in.
 */
export async function createAdmin(
	{ pool, authority, auth }: AdminParts,
	{ name, email, password }: NewAdmin
): Promise<{ readonly subject: string } | { readonly refused: Failure }> {
	const address = email.toLowerCase();
	const mid = derivedId('create admin', address);
	const subject = rowId(mid, person);
	const taken = await whoHas(pool, address, subject);
	if (taken) return { refused: failure(taken, 'email') };
	const args = {
		name,
		email,
		locale: 'en',
		timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
		site: null,
		vip: false,
		roles: ['admin'],
		teams: []
	};
	const outcome = await authority.command({ subject: SYSTEM }, 'identity.addPerson', args, { mid });
	if (isRefusal(outcome)) return { refused: outcome.error };
	if (outcome.failure) return { refused: outcome.failure };
	await createAccount(auth, { subject, name, email, password });
	return { subject };
}

/** `subject` is the one that this command makes: its person may be there from a run that was cut short. */
async function whoHas(
	pool: pg.Pool,
	address: string,
	subject: string
): Promise<'account_exists' | 'person_exists' | undefined> {
	const accounts = 'select from auth."user" where email = $1 or id = $2';
	if ((await pool.query(accounts, [address, subject])).rowCount !== 0) return 'account_exists';
	const people = 'select from person where lower(email) = $1 and id <> $2';
	if ((await pool.query(people, [address, subject])).rowCount !== 0) return 'person_exists';
	return undefined;
}
