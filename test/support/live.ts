import type { Caller } from './caller.ts';

export interface Live {
	/** Resolves when what was heard so far matches; rejects when the stream ends first. */
	until(pattern: RegExp): Promise<void>;
	/** Resolves when the server ends the stream. */
	ended(): Promise<void>;
}

/** Listens to the pokes of a person while `work` runs, then answers all that was heard. */
export async function readLive(
	caller: Caller,
	work: (live: Live) => Promise<void>,
	query = ''
): Promise<string> {
	const abort = new AbortController();
	const response = await fetch(`${caller.address}/api/sync/live${query}`, {
		headers: { cookie: caller.cookie },
		signal: abort.signal
	});
	if (!response.body) throw new Error('no stream');
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let heard = '';
	const next = async () => {
		const { done, value } = await reader.read();
		heard += value ?? '';
		return !done;
	};
	await work({
		async until(pattern) {
			while (!pattern.test(heard)) {
				if (!(await next())) throw new Error(`the stream ended after ${heard}`);
			}
		},
		async ended() {
			while (await next());
		}
	});
	abort.abort();
	await reader.cancel().catch(() => {});
	return heard;
}
