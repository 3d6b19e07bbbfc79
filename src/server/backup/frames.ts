/**
 * The file of a backup: gzip over frames. A frame is one letter, the length of its payload (4 bytes, big-endian), and the
 * payload:
 *
 *   H  header, JSON, once, first
 *   T  a table begins, JSON {table, columns}
 *   D  a piece of its rows in PostgreSQL's COPY text format, cut anywhere
 *   E  the table ends, JSON {rows}
 *   Z  the end, JSON {tables, rows, sha256} over all bytes of the frames before it
 */
import { createHash, type Hash } from 'node:crypto';
import * as v from 'valibot';

export const kinds = ['H', 'T', 'D', 'E', 'Z'] as const;
export type FrameKind = (typeof kinds)[number];

export interface Frame {
	readonly kind: FrameKind;
	readonly payload: Buffer;
}

/** What is no backup, or was cut or changed since it was written. One sentence. */
export class DamagedBackup extends Error {}

const HEAD = 5;
/** Longer than any piece that we write: a length beyond it is noise. */
const MAX_PAYLOAD = 64 * 1024 * 1024;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const headerSchema = v.object({
	magic: v.literal('waypost-backup'),
	format: v.literal(1),
	at: v.string(),
	epoch: v.string(),
	/** Files that made the schema, in order. */
	migrations: v.array(v.object({ name: v.string(), checksum: v.string() }))
});
export type BackupHeader = v.InferOutput<typeof headerSchema>;

export const tableSchema = v.object({ table: v.string(), columns: v.array(v.string()) });
export type TableHead = v.InferOutput<typeof tableSchema>;
export const tableEndSchema = v.object({ rows: count });
export const endSchema = v.object({ tables: count, rows: count, sha256: v.string() });

/** Makes frames and keeps the sum over them. */
export class FrameWriter {
	readonly #hash: Hash = createHash('sha256');

	frame(kind: FrameKind, payload: Uint8Array | object): Buffer {
		const body = payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload));
		const head = Buffer.alloc(HEAD);
		head.write(kind, 0, 'latin1');
		head.writeUInt32BE(body.length, 1);
		const whole = Buffer.concat([head, body]);
		if (kind !== 'Z') this.#hash.update(whole);
		return whole;
	}

	sha256(): string {
		return this.#hash.digest('hex');
	}
}

/** Cuts the unpacked bytes into frames; the last one is Z and its sum is true, or this throws DamagedBackup. */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
	const hash = createHash('sha256');
	let rest: Buffer = Buffer.alloc(0);
	let isOver = false;
	for await (const bytes of source) {
		rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
		for (let length = frameLength(rest); length !== undefined; length = frameLength(rest)) {
			if (isOver) throw new DamagedBackup('The file goes on behind its end.');
			const whole = rest.subarray(0, length);
			rest = rest.subarray(length);
			const frame = {
				kind: whole.toString('latin1', 0, 1) as FrameKind,
				payload: whole.subarray(HEAD)
			};
			if (frame.kind !== 'Z') hash.update(whole);
			else isOver = true;
			if (isOver && parse(endSchema, frame).sha256 !== hash.digest('hex')) {
				throw new DamagedBackup(
					'The file was changed after it had been written: its checksum differs.'
				);
			}
			yield frame;
		}
	}
	if (!isOver || rest.length > 0) throw new DamagedBackup('The file is cut: its end is missing.');
}

/** Length of the frame at the beginning, head included; undefined while it is not all there. */
function frameLength(bytes: Buffer): number | undefined {
	if (bytes.length === 0) return undefined;
	if (!(kinds as readonly string[]).includes(bytes.toString('latin1', 0, 1))) {
		throw new DamagedBackup('This is not a backup of Waypost, or it is damaged.');
	}
	if (bytes.length < HEAD) return undefined;
	const length = bytes.readUInt32BE(1);
	if (length > MAX_PAYLOAD) throw new DamagedBackup('The file is damaged.');
	return bytes.length < HEAD + length ? undefined : HEAD + length;
}

/** The JSON payload of a frame. Throws DamagedBackup when it is not of the form. */
export function parse<T>(schema: v.GenericSchema<unknown, T>, { payload }: Frame): T {
	try {
		return v.parse(schema, JSON.parse(payload.toString()));
	} catch (error) {
		throw new DamagedBackup(
			'The file is damaged, or of a format that this version does not know.',
			{
				cause: error
			}
		);
	}
}
