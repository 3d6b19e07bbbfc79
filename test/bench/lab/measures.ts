/** What the bench asks of the lab page. All figures are milliseconds. */
import type { ListWatch } from '#store/index.ts';
import { pause } from './pause.ts';

/** Changes view or order `count` times; from the tap to the frame with the new rows. */
export async function changeLists(watches: readonly ListWatch[], count: number): Promise<number[]> {
	const times: number[] = [];
	for (let n = 0; n < count; n += 1) {
		const watch = watches[n % watches.length];
		if (!watch) break;
		const began = performance.now();
		const { at } = await window.lab.show(watch);
		times.push(at - began);
		await pause(30);
	}
	return times;
}

function creation(title: string) {
	return {
		name: 'tickets.create',
		args: { kind: 'incident', title, description: 'It does not print.' }
	};
}

/** Saves `count` new tickets one after the other; from the tap to "Saved on this device". */
export async function save(count: number, title: string): Promise<number[]> {
	const times: number[] = [];
	for (let n = 0; n < count; n += 1) {
		const began = performance.now();
		const ran = await window.lab.data.run(creation(`${title} ${n}`));
		times.push(performance.now() - began);
		if ('full' in ran || ran.id === undefined) throw new Error(JSON.stringify(ran));
		await pause(5);
	}
	return times;
}

/** Sends a new ticket; answers the instant of the tap, as all pages of this machine count it. */
export async function tap(title: string): Promise<number> {
	const at = performance.timeOrigin + performance.now();
	const ran = await window.lab.data.run(creation(title));
	if ('full' in ran || ran.id === undefined) throw new Error(JSON.stringify(ran));
	return at;
}

/** The instant at which a row of this title was on the screen. */
export async function seen(title: string): Promise<number> {
	const { at } = await window.lab.until((_, rows) => rows.some((row) => row['title'] === title));
	return performance.timeOrigin + at;
}

export interface FirstSync {
	readonly firstList: number;
	readonly allHeads: number;
}

/** From opening the empty database to the first rows, and to all heads durable and in the list. */
export async function firstSync(
	subject: string,
	watch: ListWatch,
	heads: number
): Promise<FirstSync> {
	const began = performance.now();
	await window.lab.start(subject);
	const first = window.lab.show(watch, ({ rows, ready }) => ready && rows >= watch.size);
	const all = window.lab.until(({ total }) => total >= heads);
	const firstList = (await first).at - began;
	return { firstList, allHeads: (await all).at - began };
}

/** Resolves when the loop has worked and rests, no run is open and nothing waits. */
export async function untilIdle(): Promise<void> {
	for (;;) {
		const { status } = window.lab;
		const isIdle = window.lab.hasWorked && status?.state === 'idle' && !status.run;
		if (isIdle && status.waiting + status.received === 0) return;
		await pause(20);
	}
}

/** Milliseconds from now until the queue is empty by pull. */
export async function drain(): Promise<number> {
	const began = performance.now();
	await window.lab.data.kick();
	for (;;) {
		const { status } = window.lab;
		if (status && status.waiting + status.received === 0) return performance.now() - began;
		await pause(5);
	}
}
