import { pwa, session, sync } from '#client/index.ts';

/** Is there anything to say above the content? Read inside a derived value, it follows its sources. */
export function hasNotices(): boolean {
	return pwa.updateReady || session.expired || sync.status.run !== undefined;
}
