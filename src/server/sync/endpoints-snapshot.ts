import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { answerFailure, takesGzip } from '#server/http/api-answer.ts';
import { taking } from '#server/http/endpoint.ts';
import { log } from '#server/log.ts';
import { runtime } from '#server/runtime.ts';
import { isRefusal, refusal, type Page, type SyncRefusal } from '#sync/protocol/index.ts';

const MESSAGE_BYTES = 64 * 1024;

type Line = Page | SyncRefusal;

/**
 * Pages of a first sync, one JSON value a line. A page is read only when the client has taken the one before; a client that
 * goes away ends the reading. A refusal at the start is the answer; one that comes later is the last line.
 */
export const snapshot = taking(MESSAGE_BYTES, async ({ session, input, event }) => {
	const pages = runtime().authority.snapshot(session, input);
	const first = await pages.next();
	if (first.done) return answerFailure(refusal('busy').error);
	if (isRefusal(first.value)) return answerFailure(first.value.error);
	const lines = Readable.from(linesOf(first.value, pages), { highWaterMark: 1 });
	const isPacked = takesGzip(event.request);
	const headers = {
		'content-type': 'application/x-ndjson',
		vary: 'accept-encoding',
		'x-accel-buffering': 'no',
		...(isPacked ? { 'content-encoding': 'gzip' } : {})
	};
	return new Response(webStream(isPacked ? packed(lines) : lines), { headers });
});

async function* linesOf(first: Line, rest: AsyncGenerator<Line>): AsyncGenerator<string> {
	try {
		yield `${JSON.stringify(first)}\n`;
		for await (const line of rest) yield `${JSON.stringify(line)}\n`;
	} catch (error) {
		log.error({ err: error }, 'a snapshot broke off');
		yield `${JSON.stringify(refusal('busy'))}\n`;
	} finally {
		await rest.return(undefined);
	}
}

/** Each page is flushed, so that it can be used before the next one is read. */
function packed(lines: Readable): Readable {
	const gzip = createGzip({ level: 1, flush: constants.Z_SYNC_FLUSH });
	lines.on('error', (error) => gzip.destroy(error));
	gzip.on('close', () => lines.destroy());
	return lines.pipe(gzip);
}

function webStream(stream: Readable): ReadableStream<Uint8Array> {
	return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
