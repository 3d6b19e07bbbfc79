/** Milliseconds; a client takes 40 s of silence for death. */
const HEARTBEAT = 25_000;

export interface EventStream {
	readonly body: ReadableStream<Uint8Array>;
	readonly isClosed: boolean;
	/** Resolves when the client can take more. Never rejects; after the end it does nothing. */
	send(event: object): Promise<void>;
	close(): void;
}

export interface EventStreamSettings {
	/** Asked before every heartbeat; false or a failure ends the stream. */
	readonly isAlive: () => Promise<boolean>;
	/** Called once, whichever side ended it. */
	readonly onClose: () => void;
}

/** Server-sent events with a heartbeat and backpressure. */
export function openEventStream({ isAlive, onClose }: EventStreamSettings): EventStream {
	const encoder = new TextEncoder();
	let controller: ReadableStreamDefaultController<Uint8Array>;
	let isClosed = false;
	const waiting: (() => void)[] = [];
	const wake = () => {
		for (const resolve of waiting.splice(0)) resolve();
	};
	const end = () => {
		if (isClosed) return;
		isClosed = true;
		clearInterval(heartbeat);
		wake();
		onClose();
	};
	const body = new ReadableStream<Uint8Array>({
		start: (given) => void (controller = given),
		pull: () => wake(),
		cancel: end
	});
	const write = (text: string) => {
		if (!isClosed) controller.enqueue(encoder.encode(text));
	};
	const close = () => {
		if (!isClosed) controller.close();
		end();
	};
	const beat = async () => {
		if (await isAlive().catch(() => false)) write(': \n\n');
		else close();
	};
	const heartbeat = setInterval(() => void beat(), HEARTBEAT);
	return {
		body,
		get isClosed() {
			return isClosed;
		},
		async send(event) {
			write(`data: ${JSON.stringify(event)}\n\n`);
			if (isClosed || (controller.desiredSize ?? 0) > 0) return;
			await new Promise<void>((resolve) => void waiting.push(resolve));
		},
		close
	};
}
