import type { Auth } from './better-auth.ts';

export interface NewAccount {
	/** A person that exists: persons come by command, an account only lets them in. */
	readonly subject: string;
	readonly name: string;
	readonly email: string;
	readonly password: string;
}

/** Lets a person sign in with this address and password; an account that is there already stays as it is. */
export async function createAccount(auth: Auth, account: NewAccount): Promise<void> {
	const { subject, name, password } = account;
	const email = account.email.toLowerCase();
	const { adapter, internalAdapter, password: hashing } = await auth.$context;
	if (await internalAdapter.findUserById(subject)) return;
	const hash = await hashing.hash(password);
	const now = new Date();
	await adapter.create({
		model: 'user',
		data: { id: subject, name, email, emailVerified: true, createdAt: now, updatedAt: now },
		forceAllowId: true
	});
	await internalAdapter.linkAccount({
		userId: subject,
		providerId: 'credential',
		accountId: subject,
		password: hash
	});
}
