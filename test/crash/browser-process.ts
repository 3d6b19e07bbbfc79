import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { findChromium } from '../../scripts/lib/chromium.mjs';

const flags = [
	'--headless=new',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
	'--hide-crash-restore-bubble'
];

/** A Chromium that nobody steers: it opens one address on a persistent profile, until it is killed with all its children. */
export class BrowserProcess {
	readonly #child: ChildProcess;

	private constructor(child: ChildProcess) {
		this.#child = child;
	}

	static async open(profile: string, address: string): Promise<BrowserProcess> {
		const path = await findChromium();
		if (!path) throw new Error('No Chromium: npm run verify gets one');
		// A process group of its own, so that one signal reaches renderers and storage alike.
		const child = spawn(path, [...flags, `--user-data-dir=${profile}`, address], {
			detached: true,
			stdio: 'ignore'
		});
		return new BrowserProcess(child);
	}

	/** Nobody gets to say goodbye. Unlike a power cut it leaves what the system has not yet written to the disk. */
	async kill(): Promise<void> {
		const { pid, exitCode, signalCode } = this.#child;
		if (pid === undefined || exitCode !== null || signalCode !== null) return;
		const exited = once(this.#child, 'exit');
		process.kill(-pid, 'SIGKILL');
		await exited;
	}
}
