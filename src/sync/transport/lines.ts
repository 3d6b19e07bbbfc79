/**
 * Lines of a streamed body as they arrive. A last line that does not end in a line break was cut off and is left out;
 * `cut` tells so. `onBytes` is called for every arrival.
 */
export async function* linesOf(
	body: ReadableStream<Uint8Array>,
	onBytes: () => void
): AsyncGenerator<string, { readonly cut: boolean }> {
	const decoder = new TextDecoder();
	const reader = body.getReader();
	let rest = '';
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return { cut: rest !== '' };
			onBytes();
			const lines = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
			rest = lines.pop() ?? '';
			yield* lines;
		}
	} finally {
		// The consumer may leave early; the connection must not stay open behind it.
		await reader.cancel().catch(() => undefined);
	}
}
