import type { Session } from '#server/auth/sign-in.ts';

declare global {
	namespace App {
		interface Locals {
			/** Ties the log lines of one request together; also sent to the client as `x-request-id`. */
			requestId: string;
			/** Who asks, as the session cookie proves it. Known under /api only; null when signed out. */
			session: Session | null;
		}
		interface Error {
			message: string;
			/** What a person can quote to their administrator. */
			requestId?: string;
		}
	}
}

export {};
