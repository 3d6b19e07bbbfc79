import type { Presence } from '#sync/protocol/index.ts';
import type { LoopState } from '#sync/replica/index.ts';

/**
 * What the tabs of one person tell each other. All of it may get lost: the revision log, the lock and the leader's
 * timers are what counts.
 */
export type Hint =
	| { readonly kind: 'rev'; readonly rev: number }
	/** The leader lives and gets on; also tells how its loop stands. */
	| { readonly kind: 'beat'; readonly state: LoopState }
	| { readonly kind: 'kick' }
	| { readonly kind: 'want'; readonly table: string; readonly id: string }
	/** Photos lie ready for upload, or one has moved on. */
	| { readonly kind: 'blobs' }
	/** Only the leader listens to the server. */
	| { readonly kind: 'presence'; readonly presence: Presence };

export interface HintChannel {
	post(hint: Hint): void;
	listen(onHint: (hint: Hint) => void): void;
	close(): void;
}

export function broadcastHints(subject: string): HintChannel {
	const channel = new BroadcastChannel(`waypost:${subject}`);
	return {
		post: (hint) => channel.postMessage(hint),
		listen: (onHint) => {
			channel.onmessage = (event: MessageEvent<Hint>) => onHint(event.data);
		},
		close: () => channel.close()
	};
}
