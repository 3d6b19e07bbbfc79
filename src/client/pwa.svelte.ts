import { Workbox } from 'workbox-window';
import { trustedAddress } from './trusted-address.ts';

declare const __WAYPOST_BUILD__: string | undefined;

/** Milliseconds until a worker that has not stepped in is asked again, and how often before the page leaves without it. */
const ASK_AGAIN = 500;
const MOST_ASKS = 6;

/** Milliseconds after which a start that has not come is wished for again; twice as long each further time. */
const START_AGAIN = 5000;

/** How much room the app takes, in bytes, and whether the browser promised to keep it; null = not known yet. */
export interface StorageUse {
	readonly persisted: boolean | null;
	readonly usage: number;
	readonly quota: number;
}

interface InstallPrompt extends Event {
	prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/**
 * The app as an installed thing: its service worker, its updates, its room on the disk. A new version never takes over
 * by itself: the person is told, and says when (SYNC-P9).
 */
export class Pwa {
	/** A new version is ready, or a part of this one is gone from the server. */
	updateReady = $state(false);
	storage = $state.raw<StorageUse>({ persisted: null, usage: 0, quota: 0 });
	readonly version: string;
	#prompt = $state.raw<InstallPrompt | null>(null);
	#workbox: Workbox | undefined;
	#hasAsked = false;
	#isLeaving = false;
	#registration: ServiceWorkerRegistration | undefined;

	constructor() {
		this.version = typeof __WAYPOST_BUILD__ === 'string' ? __WAYPOST_BUILD__ : 'development';
	}

	/** Once per page, in the browser. */
	start(): void {
		addEventListener('beforeinstallprompt', (event) => {
			event.preventDefault();
			this.#prompt = event as InstallPrompt;
		});
		addEventListener('appinstalled', () => {
			this.#prompt = null;
			void this.requestPersist();
		});
		// A chunk of this version that the server no longer has: only the new version helps.
		addEventListener('vite:preloadError', (event) => {
			event.preventDefault();
			this.updateReady = true;
		});
		void this.measure();
		if (import.meta.env.PROD && 'serviceWorker' in navigator) void this.#register();
	}

	/** Takes the new version: the waiting worker steps in, then the page starts anew. */
	reload(): void {
		if (this.#isLeaving) return;
		this.#isLeaving = true;
		let hasLeft = false;
		const leave = () => {
			if (!hasLeft) startAnew(START_AGAIN);
			hasLeft = true;
		};
		this.#workbox?.addEventListener('controlling', leave);
		this.#takeOver(leave, MOST_ASKS);
	}

	/**
	 * Asks the waiting worker to step in, again and again: while the old one still has a request in hand the browser only
	 * notes the wish, and Chromium looks at it anew when the old one has had another event, which is what the message to
	 * that one is for. At last the page leaves all the same: without a page the old one has nothing to stay for. Nobody
	 * waits when another tab has taken the new version, or when only a part of this one was missing.
	 */
	#takeOver(leave: () => void, asks: number): void {
		const { active, waiting } = this.#registration ?? {};
		if (!waiting || asks === 0) {
			leave();
			return;
		}
		this.#workbox?.messageSkipWaiting();
		active?.postMessage({ type: 'STEP_ASIDE' });
		setTimeout(() => this.#takeOver(leave, asks - 1), ASK_AGAIN);
	}

	/** Not now: asked again with the next start. */
	later(): void {
		this.updateReady = false;
	}

	/** Looks at the room on the disk again. */
	async measure(): Promise<void> {
		if (!('storage' in navigator)) return;
		const [persisted, { usage = 0, quota = 0 }] = await Promise.all([
			navigator.storage.persisted(),
			navigator.storage.estimate()
		]);
		this.storage = { persisted, usage, quota };
	}

	/** There is something to lose now: asks the browser once a visit to keep it, unless it does so already (UX-6). */
	async keepData(): Promise<void> {
		if (this.#hasAsked || this.storage.persisted) return;
		this.#hasAsked = true;
		await this.requestPersist();
	}

	/** Asks the browser to keep the data when the disk fills up. */
	async requestPersist(): Promise<void> {
		if ('storage' in navigator) await navigator.storage.persist();
		await this.measure();
	}

	get canInstall(): boolean {
		return this.#prompt !== null;
	}

	async install(): Promise<void> {
		const prompt = this.#prompt;
		this.#prompt = null;
		await prompt?.prompt();
	}

	/**
	 * For a worker that is stuck: takes all workers and their caches of the app's files away and starts anew. Data lies
	 * elsewhere and is not touched.
	 */
	async resetWorker(): Promise<void> {
		const registrations = await navigator.serviceWorker.getRegistrations();
		await Promise.all(registrations.map((registration) => registration.unregister()));
		await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
		location.reload();
	}

	async #register(): Promise<void> {
		const workbox = new Workbox(trustedAddress('/service-worker.js'));
		workbox.addEventListener('waiting', () => (this.updateReady = true));
		this.#workbox = workbox;
		// Without a service worker (private window, full disk) the app runs, only not from a cold start offline.
		this.#registration = await workbox.register().catch((error: unknown) => {
			console.error(error);
			return undefined;
		});
	}
}

/**
 * Starts the page anew. Chromium leaves a start hanging when the worker that should answer it is replaced in that very
 * moment; as long as this page is still here, it is wished for again, each time with more patience (milliseconds), since
 * a wish breaks off a start that is only slow.
 */
function startAnew(patience: number): void {
	location.reload();
	setTimeout(() => startAnew(2 * patience), patience);
}

function browserPwa(): Pwa {
	const pwa = new Pwa();
	if (typeof window !== 'undefined') pwa.start();
	return pwa;
}

export const pwa = browserPwa();
