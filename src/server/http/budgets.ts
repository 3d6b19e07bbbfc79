import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const MINUTE = 60;
/** A busy device pulls four times a second; a person may have several, and an office one address. */
const perSubject = new RateLimiterMemory({ keyPrefix: 'subject', points: 6_000, duration: MINUTE });
const perAddress = new RateLimiterMemory({
	keyPrefix: 'address',
	points: 60_000,
	duration: MINUTE
});
const signedOut = new RateLimiterMemory({ keyPrefix: 'out', points: 600, duration: MINUTE });

/** Counts a request. Answers the seconds to wait when it is one too many, else 0. */
export async function spend(subject: string | undefined, address: string): Promise<number> {
	try {
		await perAddress.consume(address);
		if (subject === undefined) await signedOut.consume(address);
		else await perSubject.consume(subject);
		return 0;
	} catch (error) {
		if (error instanceof RateLimiterRes) return Math.ceil(error.msBeforeNext / 1000);
		throw error;
	}
}
