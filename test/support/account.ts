import { createAccount } from '#server/auth/accounts.ts';
import { createAuth } from '#server/auth/better-auth.ts';
import { createPool } from '#server/db/pool.ts';
import { seedIds } from '#server/seed/company.ts';
import { emailOf, type PersonKey } from '#server/seed/people.ts';
import { DEMO_PASSWORD } from '#server/seed/plant.ts';

/** A sign-in for somebody of the company who has none. */
export async function openAccount(url: string, key: PersonKey): Promise<void> {
	const pool = createPool({ url, size: 1 });
	const auth = createAuth({
		pool,
		secret: 'of no use here',
		isSecure: false,
		mayEnter: async () => false
	});
	await createAccount(auth, {
		subject: seedIds.person(key),
		name: key,
		email: emailOf(key),
		password: DEMO_PASSWORD
	});
	await pool.end();
}
