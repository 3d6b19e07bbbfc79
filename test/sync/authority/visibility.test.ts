import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewerOf } from '#sync/authority/visibility.ts';
import { docs, worldRegistry } from '../support/world-registry.ts';

const scopes = ['user:a', 'user:b', 'team:t', 'team:u', 'desk', 'admin'];
const held = fc.uniqueArray(fc.constantFrom(...scopes)).map((list) => new Set(list));
const doc = fc.record({
	id: fc.constant('d'),
	owner: fc.constantFrom('a', 'b'),
	team: fc.constantFrom('t', 'u', null),
	desk: fc.boolean()
});

describe('visibility', () => {
	it('SYNC-AUD: no class without the root, the public one with it, the internal one by a working scope', () => {
		fc.assert(
			fc.property(doc, held, (row, reader) => {
				const viewer = viewerOf(worldRegistry, reader);
				const meeting = docs.scopes(row).filter((scope) => reader.has(scope));
				expect(viewer.seesRoot(docs, row)).toBe(meeting.length > 0);
				const audiences = viewer.audiencesOf(docs, row);
				expect(audiences.has('public')).toBe(meeting.length > 0);
				expect(audiences.has('internal')).toBe(meeting.some((scope) => !scope.startsWith('user:')));
			})
		);
	});

	it('SYNC-AUD: holding more never shows less', () => {
		fc.assert(
			fc.property(doc, held, fc.constantFrom(...scopes), (row, reader, extra) => {
				const less = viewerOf(worldRegistry, reader).audiencesOf(docs, row);
				const more = viewerOf(worldRegistry, new Set([...reader, extra])).audiencesOf(docs, row);
				for (const audience of less) expect(more).toContain(audience);
			})
		);
	});
});
