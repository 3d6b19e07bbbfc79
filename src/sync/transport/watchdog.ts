import type { HttpPorts } from './http-ports.ts';

/** Aborts a request in which nothing has happened for `ms`: a half-open connection answers neither yes nor no. */
export class Watchdog {
	readonly #ports: HttpPorts;
	readonly #ms: number;
	readonly #controller = new AbortController();
	#cancel: () => void = () => undefined;

	constructor(ports: HttpPorts, ms: number) {
		this.#ports = ports;
		this.#ms = ms;
		this.feed();
	}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	/** Something arrived. */
	feed(): void {
		this.#cancel();
		this.#cancel = this.#ports.after(this.#ms, () => this.#controller.abort());
	}

	/** The request is over. */
	end(): void {
		this.#cancel();
	}

	abort(): void {
		this.#cancel();
		this.#controller.abort();
	}
}
