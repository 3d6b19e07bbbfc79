/**
 * How the process ends. `running` -> drain: streams are told to close and no new work is taken -> requests in flight
 * finish -> stop: pools and jobs close. The entry script starts both; whoever opens something registers how to close it.
 *
 * The entry script runs from source and the app from its bundle, so each has its own copy of this module; they
 * meet in one object on the process.
 */
type Closer = () => void | Promise<void>;

interface Lifecycle {
	draining: boolean;
	readonly onDrain: Set<Closer>;
	readonly onStop: Set<Closer>;
}

const key = Symbol.for('waypost.lifecycle');
const registry = globalThis as { [key]?: Lifecycle };
const lifecycle = (registry[key] ??= { draining: false, onDrain: new Set(), onStop: new Set() });

/** Registers what ends an open stream or stops taking work. Answers the way to take it back. */
export function onDrain(closer: Closer): () => void {
	lifecycle.onDrain.add(closer);
	return () => void lifecycle.onDrain.delete(closer);
}

/** Registers what closes a resource after the last request. Closers run one by one, the latest first. */
export function onStop(closer: Closer): () => void {
	lifecycle.onStop.add(closer);
	return () => void lifecycle.onStop.delete(closer);
}

export function isDraining(): boolean {
	return lifecycle.draining;
}

/** Begins the end. A closer that fails does not keep the others from running; its error is answered. */
export async function drain(): Promise<unknown[]> {
	lifecycle.draining = true;
	return settle([...lifecycle.onDrain]);
}

export async function stop(): Promise<unknown[]> {
	return settle([...lifecycle.onStop].reverse());
}

async function settle(closers: readonly Closer[]): Promise<unknown[]> {
	const errors: unknown[] = [];
	for (const closer of closers) {
		try {
			await closer();
		} catch (error) {
			errors.push(error);
		}
	}
	return errors;
}
