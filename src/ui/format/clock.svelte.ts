import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 15_000;

/**
 * The page's one clock for words such as "38 min left". It ticks only while something on screen reads it
 * and the page is visible; times need no more than a quarter of a minute.
 */
class PageClock {
	#subscribe = createSubscriber((update) => {
		const tick = () => {
			if (!document.hidden) update();
		};
		const timer = setInterval(tick, TICK_MS);
		document.addEventListener('visibilitychange', tick);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', tick);
		};
	});

	/** Milliseconds since 1970; reading it inside an effect or template follows the ticks. */
	get now(): number {
		this.#subscribe();
		return Date.now();
	}
}

export const pageClock = new PageClock();
