import type { Failure } from '#domain/kernel/index.ts';
import { m } from '#messages/generated/messages.js';

export type SignInError = { readonly field: 'email' | 'password'; readonly message: string };

const REFUSALS: Readonly<Record<string, () => string>> = {
	wrong_credentials: m.session_wrong,
	too_many_attempts: m.session_busy,
	offline: m.session_offline
};

/** What stops the sign-in: empty fields first, else the server's refusal, which never says which of the two was wrong. */
export function signInErrors(
	given: { readonly email: string; readonly password: string },
	failure?: Failure
): readonly SignInError[] {
	if (failure) {
		const message = (REFUSALS[failure.code] ?? m.session_unknown)();
		return [{ field: 'email', message }];
	}
	const errors: SignInError[] = [];
	if (given.email.trim() === '') {
		errors.push({ field: 'email', message: m.session_email_missing() });
	}
	if (given.password === '') {
		errors.push({ field: 'password', message: m.session_password_missing() });
	}
	return errors;
}
