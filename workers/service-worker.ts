import { build, files, prerendered, version } from '$service-worker';
import {
	cleanupOutdatedCaches,
	createHandlerBoundToURL,
	precacheAndRoute
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { SHARE_PATH } from './contracts/share.ts';
import { precacheEntries, SHELL } from './service/precache.ts';
import { receiveShare } from './service/share.ts';

/** The part of the worker's global scope that is used; the page's types lie in its place. */
const scope = self as unknown as {
	readonly registration: ServiceWorkerRegistration;
	readonly clients: { claim(): Promise<void> };
	skipWaiting(): Promise<void>;
	addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
	addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
};

interface Lasting extends Event {
	waitUntil(work: Promise<unknown>): void;
}

/**
 * Keeps the app's own files, and starts every address of the app from the one prerendered shell, online and offline
 * alike. It never answers or keeps anything of /api, keeps no personal page, and steps in only when the person says so
 * (SYNC-P9).
 */
precacheAndRoute(precacheEntries({ build, files, prerendered, version }), {
	// The list names every file in full; guessed variants would only cost time.
	cleanURLs: false,
	ignoreURLParametersMatching: []
});
cleanupOutdatedCaches();
registerRoute(
	new NavigationRoute(createHandlerBoundToURL(SHELL), {
		denylist: [/^\/api(\/|$)/, /^\/healthz$/]
	})
);

registerRoute(
	({ url }) => url.pathname === SHARE_PATH,
	({ request }) => receiveShare(request),
	'POST'
);

// The very first worker takes the page that brought it along, so that it can go offline at once. A later one never does:
// pages of the old version keep the old worker.
let isFirst = false;
scope.addEventListener('install', () => (isFirst = scope.registration.active === null));
scope.addEventListener('activate', (event) => {
	if (isFirst) event.waitUntil(scope.clients.claim());
});

scope.addEventListener('message', (event) => {
	if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void scope.skipWaiting();
});
