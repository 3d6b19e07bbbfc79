import { defineLifecycle } from '#domain/kernel/index.ts';

export const announcementStates = ['draft', 'published', 'ended'] as const;
export type AnnouncementState = (typeof announcementStates)[number];
export type AnnouncementVerb = 'publish' | 'end' | 'discard';

/** A draft is published or discarded; what was published is ended by hand, and shown no more after `until` anyway. */
export const announcementLifecycle = defineLifecycle<AnnouncementState, AnnouncementVerb>({
	name: 'announcement',
	states: announcementStates,
	initial: 'draft',
	closed: ['ended'],
	transitions: [
		{ verb: 'publish', from: ['draft'], to: 'published', permission: 'announcements.manage' },
		{ verb: 'discard', from: ['draft'], to: 'ended', permission: 'announcements.manage' },
		{ verb: 'end', from: ['published'], to: 'ended', permission: 'announcements.manage' }
	]
});
