declare global {
	namespace App {
		interface Locals {
			/** Ties the log lines of one request together; also sent to the client as `x-request-id`. */
			requestId: string;
		}
		interface Error {
			message: string;
			/** What a person can quote to their administrator. */
			requestId?: string;
		}
	}
}

export {};
