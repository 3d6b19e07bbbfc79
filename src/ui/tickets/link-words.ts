import type { LinkType } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';

const WORDS: Readonly<Record<LinkType, () => string>> = {
	related: m.link_related,
	duplicate_of: m.link_duplicate_of,
	duplicated_by: m.link_duplicated_by,
	blocks: m.link_blocks,
	blocked_by: m.link_blocked_by,
	parent_of: m.link_parent_of,
	child_of: m.link_child_of,
	split_from: m.link_split_from,
	split_into: m.link_split_into
};

/** What this ticket is to the other: "parent of". */
export const linkWords = (type: LinkType): string => WORDS[type]();
