import * as v from 'valibot';
import {
	PROTO,
	refusal,
	SCHEMA,
	type Position,
	type Positions,
	type SyncRefusal
} from '../protocol/index.ts';
import type { AuthorityReader } from './ports.ts';

/** Who speaks, as the session knows it. */
export interface Session {
	readonly subject: string;
}

interface Envelope {
	readonly proto: number;
	readonly schema: number;
	readonly subject: string;
}

export type Checked<T> = { readonly request: T } | { readonly refused: SyncRefusal };

/** Form, version and speaker of a request, before anything is looked up. */
export function checkRequest<T extends Envelope>(
	schema: v.GenericSchema<unknown, T>,
	input: unknown,
	session: Session
): Checked<T> {
	// The version comes first: another version's form is not ours to judge.
	if (speaksOtherVersion(input)) return { refused: refusal('unsupported') };
	const result = v.safeParse(schema, input);
	if (!result.success) {
		return { refused: refusal('bad_request', v.getDotPath(result.issues[0]) ?? undefined) };
	}
	if (result.output.subject !== session.subject) return { refused: refusal('wrong_subject') };
	return { request: result.output };
}

function speaksOtherVersion(input: unknown): boolean {
	const { proto, schema } = (input ?? {}) as { proto?: unknown; schema?: unknown };
	const differs = (value: unknown, ours: number) => typeof value === 'number' && value !== ours;
	return differs(proto, PROTO) || differs(schema, SCHEMA);
}

/** What a history is known by. */
export type HistoryReader = Pick<AuthorityReader, 'epoch' | 'digestAt'>;

/** Asks each thing once: requests of one moment mostly stand at the same versions. */
export function rememberHistory(reader: HistoryReader): HistoryReader {
	let epoch: Promise<string> | undefined;
	const digests = new Map<string, Promise<string | undefined>>();
	return {
		epoch: () => (epoch ??= reader.epoch()),
		digestAt: (space, version) => {
			const place = `${space} ${version}`;
			const digest = digests.get(place) ?? reader.digestAt(space, version);
			digests.set(place, digest);
			return digest;
		}
	};
}

/**
 * Is the history that the client believes in this one? A digest that is unknown or different means another epoch,
 * whatever was restored. The answer never names the digest that would have been right.
 */
export async function historyRefusal(
	reader: HistoryReader,
	believed: {
		readonly epoch: string;
		readonly spaces: Positions;
		/** Rows were read from here, beyond the cookie: a rollback in between would leave them behind unnoticed. */
		readonly ahead?: Position | undefined;
	}
): Promise<SyncRefusal | undefined> {
	const epoch = await reader.epoch();
	const differs = refusal('epoch', undefined, { epoch });
	if (believed.epoch !== epoch) return differs;
	for (const space of ['main', 'telemetry'] as const) {
		const { v: version, digest } = believed.spaces[space];
		if ((await reader.digestAt(space, version)) !== digest) return differs;
	}
	const { ahead } = believed;
	if (ahead && (await reader.digestAt('main', ahead.v)) !== ahead.digest) return differs;
	return undefined;
}
