interface Scheduler {
	readonly yield: () => Promise<void>;
}

/** Lets the page have its turn in the midst of long work. */
export function pause(): Promise<void> {
	const { scheduler } = globalThis as { scheduler?: Partial<Scheduler> };
	if (scheduler?.yield) return scheduler.yield();
	return new Promise((resolve) => setTimeout(resolve, 0));
}
