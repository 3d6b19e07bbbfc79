import type { AnyRow } from '#domain/kernel/index.ts';
import type {
	AddedFile,
	Asked,
	Found,
	FoundRow,
	ListWatch,
	Ran,
	RecordWatch,
	RowRef,
	TabUpdate
} from '#store/index.ts';
import type { Command, Enqueued, Preview } from '#sync/replica/index.ts';

/**
 * What a page asks of its data worker. `open` comes first; it names the person and how the worker tells what changed.
 * `id` of a list or record is the page's own.
 */
export interface DataWorker {
	open(subject: string, tell: (update: TabUpdate) => void): Promise<void>;
	/** Rejects when the local database cannot be read. */
	ready(): Promise<void>;
	openList(id: number, watch: ListWatch): Promise<void>;
	listRows(id: number, from: number, to: number): Promise<readonly AnyRow[]>;
	freezeList(id: number, as: number): Promise<number>;
	openRecord(id: number, watch: RecordWatch): Promise<void>;
	close(id: number): Promise<void>;
	run(command: Command): Promise<Ran>;
	runAll(commands: readonly Command[]): Promise<readonly Enqueued[] | { readonly full: true }>;
	preview(commands: readonly Command[]): Promise<readonly Preview[]>;
	search(asked: Asked): Promise<Found>;
	lookUp(refs: readonly RowRef[]): Promise<readonly FoundRow[]>;
	discard(id: number): Promise<boolean>;
	sendAgain(mid: string): Promise<Ran | undefined>;
	dismiss(mid: string): Promise<void>;
	want(table: string, id: string): Promise<void>;
	kick(): Promise<void>;
	setVisible(visible: boolean): Promise<void>;
	getDraft(key: string): Promise<unknown>;
	putDraft(key: string, value: unknown): Promise<void>;
	unsent(): Promise<number>;
	addFile(file: File): Promise<AddedFile | { readonly full: true }>;
	getFile(
		hash: string,
		from?: { readonly table: string; readonly id: string }
	): Promise<Blob | undefined>;
}
