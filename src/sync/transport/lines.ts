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
	// Pieces of a line that has not ended: joined once, since a page comes in many.
	let begun: string[] = [];
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return { cut: begun.length > 0 };
			onBytes();
			const pieces = decoder.decode(value, { stream: true }).split('\n');
			const last = pieces.pop() ?? '';
			for (const piece of pieces) {
				yield [...begun, piece].join('').replace(/\r$/, '');
				begun = [];
			}
			if (last !== '') begun.push(last);
		}
	} finally {
		// The consumer may leave early; the connection must not stay open behind it.
		await reader.cancel().catch(() => undefined);
	}
}
