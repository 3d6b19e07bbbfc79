import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { registry } from '#domain/registry.ts';
import { createAdmin, newAdminSchema, type AdminParts } from '#server/auth/create-admin.ts';
import { createAuth } from '#server/auth/better-auth.ts';
import { sessionSecret } from '#server/auth/secret.ts';
import { migrate } from '#server/db/migrate.ts';
import { createPool } from '#server/db/pool.ts';
import { startBoss } from '#server/jobs/boss.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { startAuthority } from '#server/sync/start-authority.ts';
import type { Command, CommandIo } from '../command.ts';
import { withDatabase } from '../database.ts';

const reasons: Readonly<Record<string, string>> = {
	account_exists: 'Somebody signs in with this e-mail address already.',
	person_exists: 'Somebody in the directory has this e-mail address, without a sign-in.'
};

export const adminCreate: Command = {
	name: 'admin create',
	summary: 'Makes an administrator who can sign in, the first one or another.',
	positionals: [],
	options: {
		email: { type: 'string' },
		name: { type: 'string' },
		'password-stdin': { type: 'boolean' }
	},
	help: `  --email ADDRESS    what the person signs in with
  --name NAME        as everybody sees it
  --password-stdin   the first line of stdin is the password (10 to 128 characters); without it one is made
Works beside a running Waypost as well as before its first start.
Output: {subject, email, password?}; a password that was made is shown here and nowhere else.
Or {error: {code, field, message}} with exit code 2, code one of bad_field, account_exists, person_exists.`,
	run: async (io, args) => {
		const made = args.options['password-stdin'] ? undefined : randomBytes(15).toString('base64url');
		const asked = v.safeParse(newAdminSchema, {
			name: args.options['name'] ?? '',
			email: args.options['email'] ?? '',
			password: made ?? (await firstLine(io))
		});
		if (!asked.success) {
			const [issue] = asked.issues;
			return refuse(io, 'bad_field', v.getDotPath(issue) ?? '', issue.message);
		}
		return withDatabase(io, { create: true }, async (url) => {
			const { email } = asked.output;
			const answer = await onAuthority(url, (parts) => createAdmin(parts, asked.output));
			if ('refused' in answer) {
				const { code, field = '' } = answer.refused;
				return refuse(io, code, field, reasons[code] ?? code);
			}
			await io.print({ ...answer, email, ...(made === undefined ? {} : { password: made }) });
			return true;
		});
	}
};

async function refuse(io: CommandIo, code: string, field: string, message: string) {
	await io.print({ error: { code, field, message } });
	return false;
}

async function firstLine({ lines }: CommandIo): Promise<string> {
	for await (const line of lines) return line;
	return '';
}

/** As a running Waypost has them, for the time of `work`. */
async function onAuthority<T>(url: string, work: (parts: AdminParts) => Promise<T>): Promise<T> {
	await migrate(url);
	const pool = createPool({ url, size: 2, name: 'waypost-cli' });
	const boss = await startBoss(url);
	try {
		const secret = await sessionSecret(pool);
		const mayEnter = () => Promise.resolve(false);
		return await work({
			pool,
			authority: startAuthority(registry, new PgAuthorityStore(pool, boss)),
			auth: createAuth({ pool, secret, isSecure: false, mayEnter })
		});
	} finally {
		await boss.stop();
		await pool.end();
	}
}
