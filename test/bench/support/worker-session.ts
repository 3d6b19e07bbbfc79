import type { CDPSession, Page } from 'playwright-core';

/** A conversation with the debugger of a page's data worker, which Playwright itself does not offer. */
export class WorkerSession {
	readonly #session: CDPSession;
	readonly #target: string;
	readonly #waiting = new Map<number, (answer: { result: unknown }) => void>();
	#count = 0;

	private constructor(session: CDPSession, target: string) {
		this.#session = session;
		this.#target = target;
		session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
			if (sessionId !== this.#target) return;
			const answer = JSON.parse(message) as { id?: number; result: unknown };
			if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
		});
	}

	/** The page must have started its worker. */
	static async of(page: Page): Promise<WorkerSession> {
		const session = await page.context().newCDPSession(page);
		const attached = new Promise<string>((resolve) =>
			session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
				if (targetInfo.type === 'worker') resolve(sessionId);
			})
		);
		await session.send('Target.setAutoAttach', {
			autoAttach: true,
			waitForDebuggerOnStart: false,
			flatten: false
		});
		return new WorkerSession(session, await attached);
	}

	async send<T>(method: string, params: object = {}): Promise<T> {
		this.#count += 1;
		const id = this.#count;
		const answer = new Promise<{ result: unknown }>((resolve) => this.#waiting.set(id, resolve));
		await this.#session.send('Target.sendMessageToTarget', {
			sessionId: this.#target,
			message: JSON.stringify({ id, method, params })
		});
		return (await answer).result as T;
	}

	/** Bytes in use after a collection. */
	async heap(): Promise<number> {
		await this.send('HeapProfiler.enable');
		await this.send('HeapProfiler.collectGarbage');
		return (await this.send<{ usedSize: number }>('Runtime.getHeapUsage')).usedSize;
	}

	async startProfile(): Promise<void> {
		await this.send('Profiler.enable');
		await this.send('Profiler.setSamplingInterval', { interval: 500 });
		await this.send('Profiler.start');
	}

	/** Where the time went since `startProfile`: functions by their own time, the costliest first. */
	async stopProfile(top = 12): Promise<readonly string[]> {
		const { profile } = await this.send<{ profile: Profile }>('Profiler.stop');
		return costliest(profile, top);
	}
}

interface Profile {
	readonly nodes: readonly {
		readonly id: number;
		readonly callFrame: {
			readonly functionName: string;
			readonly url: string;
			readonly lineNumber: number;
			readonly columnNumber: number;
		};
	}[];
	readonly samples: readonly number[];
	/** Microseconds. */
	readonly timeDeltas: readonly number[];
}

function costliest({ nodes, samples, timeDeltas }: Profile, top: number): readonly string[] {
	const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
	const times = new Map<string, number>();
	samples.forEach((id, index) => {
		const name = names.get(id) ?? '';
		times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1_000);
	});
	const busy = [...times].filter(([name]) => name !== '(idle)' && name !== '(program)');
	const costs = busy
		.sort(([, a], [, b]) => b - a)
		.slice(0, top)
		.map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`);
	const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0).toFixed(0);
	const whole = sum(times.values());
	return [`the worker was busy for ${sum(busy.map(([, ms]) => ms))} of ${whole} ms`, ...costs];
}

function nameOf({
	functionName,
	url,
	lineNumber,
	columnNumber
}: Profile['nodes'][number]['callFrame']) {
	if (url === '') return functionName;
	return `${functionName || '(anonymous)'} ${url.split('/').at(-1) ?? ''}:${lineNumber + 1}:${columnNumber + 1}`;
}
