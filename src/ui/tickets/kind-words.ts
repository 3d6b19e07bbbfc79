import type { Kind } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';

export function kindWords(kind: Kind | null): string {
	if (kind === null) return m.kind_any();
	return kind === 'incident' ? m.kind_incident() : m.kind_request();
}
