import { newMid, preview, pwa, runAll, type ManyCommand } from '#client/index.ts';
import type { Failure } from '#domain/kernel/index.ts';
import type { Ticket } from '#domain/tickets/index.ts';
import { bulkCommand, type BulkChange } from './bulk-change.ts';
import type { DoneCommand, TicketCommand } from './ticket-commands.ts';

/** Commands of one transaction: some tens of milliseconds in the worker, between which one can stop. */
const SLICE = 50;

/** A ticket whose change was refused, or would be. */
export interface Refused {
	readonly row: Ticket;
	readonly failure: Failure;
}

/** What a change would come to, worked out on this device. */
export interface Effect {
	readonly ready: readonly { readonly row: Ticket; readonly command: TicketCommand }[];
	readonly refused: readonly Refused[];
	/** Have it already. */
	readonly same: number;
	/** Something was not on this device: the server decides. */
	readonly doubtful: number;
}

/** Asks the worker slice by slice; undefined when `isStale` says that nobody wants to know any more. */
export async function effectOf(
	change: BulkChange,
	rows: readonly Ticket[],
	isStale: () => boolean
): Promise<Effect | undefined> {
	const ready: Effect['ready'][number][] = [];
	const refused: Refused[] = [];
	let doubtful = 0;
	let same = 0;
	for (let at = 0; at < rows.length; at += SLICE) {
		const slice = rows.slice(at, at + SLICE).flatMap((row) => {
			const command = bulkCommand(change, row);
			if (!command) same += 1;
			return command ? [{ row, command }] : [];
		});
		const previews = await preview(slice.map(({ command }) => command));
		if (isStale()) return undefined;
		for (const [index, { verdict, doubtful: unsure }] of previews.entries()) {
			const item = slice[index];
			if (!item) continue;
			if (verdict.kind === 'rejected') refused.push({ row: item.row, failure: verdict.failure });
			else ready.push(item);
			if (verdict.kind !== 'rejected' && unsure) doubtful += 1;
		}
	}
	return { ready, refused, same, doubtful };
}

/** One bulk on its way: N commands under one id, each refused or done by itself. It may be stopped between two slices. */
export class BulkRun {
	readonly total: number;
	/** Looked at: done or refused. */
	count = $state(0);
	state = $state<'ready' | 'running' | 'stopped' | 'not_saved' | 'done'>('ready');
	refused = $state.raw<readonly Refused[]>([]);
	readonly done: DoneCommand[] = [];
	readonly #items: Effect['ready'];

	constructor(items: Effect['ready']) {
		this.#items = items;
		this.total = items.length;
	}

	/** Leaves what is done as it is. */
	stop(): void {
		if (this.state === 'running') this.state = 'stopped';
	}

	async run(): Promise<void> {
		this.state = 'running';
		const bulk = newMid();
		try {
			for (let at = 0; at < this.total && this.#isRunning(); at += SLICE) {
				await this.#slice(this.#items.slice(at, at + SLICE), bulk);
			}
			if (this.#isRunning()) this.state = 'done';
		} catch (error) {
			if (!(error instanceof Error && error.name === 'StorageFull')) reportError(error);
			this.state = 'not_saved';
		}
		if (this.done.length > 0) void pwa.keepData();
	}

	/** Read anew at each turn, since `stop` may come in between. */
	#isRunning(): boolean {
		return this.state === 'running';
	}

	async #slice(items: Effect['ready'], bulk: string): Promise<void> {
		const named = items.map((item) => ({ ...item, mid: newMid() }));
		const commands = named.map(({ command, mid }): ManyCommand => ({ ...command, mid, bulk }));
		const answers = await runAll(commands);
		const refused: Refused[] = [];
		for (const [index, { verdict }] of answers.entries()) {
			const item = named[index];
			if (!item) continue;
			const { row, command, mid } = item;
			if (verdict.kind === 'rejected') refused.push({ row, failure: verdict.failure });
			else this.done.push({ command: { ...command, bulk }, mid, before: row });
		}
		this.refused = [...this.refused, ...refused];
		this.count += items.length;
	}
}
