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
/** Whoever writes says so every ten seconds, and when it is over; several tickets and devices at once are rare. */
const perWriter = new RateLimiterMemory({ keyPrefix: 'writer', points: 60, duration: MINUTE });

/** Counts a request. Answers the seconds to wait when it is one too many, else 0. */
export function spend(subject: string | undefined, address: string): Promise<number> {
	return waiting(async () => {
		await perAddress.consume(address);
		if (subject === undefined) await signedOut.consume(address);
		else await perSubject.consume(subject);
	});
}

/** Counts a word about who is writing, which reaches the devices of many; answers as `spend` does. */
export function spendPresence(subject: string): Promise<number> {
	return waiting(() => perWriter.consume(subject));
}

async function waiting(consume: () => Promise<unknown>): Promise<number> {
	try {
		await consume();
		return 0;
	} catch (error) {
		if (error instanceof RateLimiterRes) return Math.ceil(error.msBeforeNext / 1000);
		throw error;
	}
}
