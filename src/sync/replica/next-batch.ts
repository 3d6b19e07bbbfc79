import { MAX_MUTATIONS, MAX_PUSH_BYTES, type Mutation } from '../protocol/index.ts';
import type { Memory } from './memory.ts';

/** Room for the envelope of a push, in bytes. */
const ENVELOPE = 4096;

/** What waits and was not acknowledged, contiguous and in order, within the limits of one push. */
export function nextBatch(memory: Memory): readonly Mutation[] {
	const batch: Mutation[] = [];
	let bytes = 0;
	for (const [, { mutation, receivedAt }] of memory.queued()) {
		// What stands behind a hole goes with the next push: ids of one push have none.
		if (receivedAt !== undefined && batch.length > 0) break;
		if (receivedAt !== undefined) continue;
		bytes += encoder.encode(JSON.stringify(mutation)).length;
		if (batch.length >= MAX_MUTATIONS) break;
		if (batch.length > 0 && bytes > MAX_PUSH_BYTES - ENVELOPE) break;
		batch.push(mutation);
	}
	return batch;
}

const encoder = new TextEncoder();
