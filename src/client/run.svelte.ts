import type { Verdict } from '#domain/kernel/index.ts';
import { uuidV7, type Ran } from '#store/index.ts';
import { StorageFull, type Enqueued, type Preview, type Seen } from '#sync/replica/index.ts';
import { link } from './link.ts';

export interface RunOptions {
	/** Field -> hash of the value that the person saw. */
	readonly base?: Readonly<Record<string, string>>;
	/** The same in full, for this device alone. */
	readonly seen?: Seen;
	/** The same `mid` is done once, however often it is given. */
	readonly mid?: string;
	/** One id for all commands of a bulk edit. */
	readonly bulk?: string;
}

export interface Done {
	/** `rejected` = refused here, and nothing was written. */
	readonly verdict: Verdict;
	/** Place in the outbox. */
	readonly id?: number;
	readonly mid?: string;
	/** Some row was not on this device: the server decides. */
	readonly doubtful: boolean;
}

/**
 * Runs a command on this device. Resolves only when it is durable ("Saved on this device") or refused; throws
 * StorageFull when the device has no room ("not saved").
 */
export async function run(name: string, args: unknown, options: RunOptions = {}): Promise<Done> {
	const data = await link.data();
	// Plain values, since what a page keeps may be reactive, which cannot be sent to the worker.
	const plain = $state.snapshot<unknown>({ args, ...options }) as RunOptions & { args: unknown };
	return doneOf(await data.run({ name, ...plain }));
}

/** A command among others that are run together. */
export interface ManyCommand extends RunOptions {
	readonly name: string;
	readonly args: unknown;
}

/**
 * As `run`, in one transaction; each is refused or durable by itself, and the answers stand in the same order. Plain
 * values only.
 */
export async function runAll(commands: readonly ManyCommand[]): Promise<readonly Done[]> {
	const ran = await (await link.data()).runAll(commands);
	if ('full' in ran) throw new StorageFull('The device is full: nothing was saved.');
	return ran;
}

/** What each command would come to here, with nothing written. Plain values only. */
export async function preview(commands: readonly ManyCommand[]): Promise<readonly Preview[]> {
	return (await link.data()).preview(commands);
}

/** What the data worker answered; a full device travels as a value, since errors lose their class on the way. */
export function doneOf(ran: Ran): Enqueued {
	if ('full' in ran) throw new StorageFull('The device is full: nothing was saved.');
	return ran;
}

/** One per form instance: a second tap on its button is the same command. UUIDv7. */
export function newMid(): string {
	const random = crypto.getRandomValues(new Uint8Array(10));
	return uuidV7(Date.now(), random);
}
