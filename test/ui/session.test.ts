import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepLinkOf, signInHref } from '#ui/session/deep-link.ts';
import { placesFor } from '#ui/session/places.ts';
import { homeHref, sideOf } from '#ui/session/side.ts';
import { signInErrors } from '#ui/session/sign-in-errors.ts';
import { syncStateOf } from '#ui/session/sync-state.ts';
import { staysInView } from '#ui/shell/view-moves.ts';

describe('UX-23: the deep link', () => {
	it.each([
		['/queue/1?view=mine#reply', '/queue/1?view=mine#reply'],
		['/requests', '/requests'],
		[null, '/'],
		['', '/'],
		['//evil.example/x', '/'],
		['/\\evil.example', '/'],
		['https://evil.example', '/'],
		['javascript:alert(1)', '/'],
		['/sign-in?to=/x', '/']
	])('%s leads to %s', (asked, to) => {
		expect(deepLinkOf(asked)).toBe(to);
	});

	it('never leaves the app, whatever is asked', () => {
		fc.assert(
			fc.property(fc.string(), (asked) => {
				const url = new URL(deepLinkOf(asked), 'https://here.example');
				expect(url.origin).toBe('https://here.example');
			})
		);
	});

	it.each(['/queue/1?view=mine', '/requests?show=all#reply', '/new/broken?text=a%20%26%20b'])(
		'%s comes back from the sign-in as it went',
		(there) => {
			const asked = new URL(signInHref(there), 'https://a.example').searchParams.get('to');
			expect(deepLinkOf(asked)).toBe(there);
		}
	);
});

describe('UX-9: the sync chip', () => {
	const calm = { waiting: 0, needsPerson: 0, defects: 0, online: true, expired: false };
	it.each([
		[calm, { kind: 'current' }],
		[
			{ ...calm, waiting: 3 },
			{ kind: 'sending', count: 3 }
		],
		[
			{ ...calm, online: false },
			{ kind: 'offline', count: 0 }
		],
		[
			{ ...calm, online: false, waiting: 3 },
			{ kind: 'offline', count: 3 }
		],
		[{ ...calm, online: false, needsPerson: 1, waiting: 3 }, { kind: 'needs' }],
		[{ ...calm, defects: 1 }, { kind: 'needs' }],
		[{ ...calm, needsPerson: 1, expired: true }, { kind: 'signIn' }]
	])('%o says %o', (facts, state) => {
		expect(syncStateOf(facts)).toEqual(state);
	});
});

describe('places', () => {
	const may =
		(...granted: string[]) =>
		(permission: string) =>
			granted.includes(permission);

	it('lead a requester home and the working side to the queue', () => {
		expect(sideOf(may('tickets.create'))).toBe('portal');
		expect(homeHref(may('tickets.create'))).toBe('/');
		expect(homeHref(may('tickets.note'))).toBe('/queue');
	});

	it('show people to administrators only, and leave room for the own place on a phone', () => {
		const hrefs = (...granted: string[]) => placesFor(may(...granted)).map(({ href }) => href);
		expect(hrefs()).not.toContain('/people');
		expect(hrefs('identity.manage')).toContain('/people');
		expect(hrefs('identity.manage').length).toBeLessThan(4);
		// A place that comes twice would be drawn twice.
		expect(hrefs('identity.manage')).not.toContain('/settings');
		expect(hrefs('tickets.note', 'identity.manage')).toEqual([
			'/queue',
			'/knowledge',
			'/requests',
			'/people'
		]);
	});
});

describe('UX-31: the sign-in', () => {
	it('names each empty field', () => {
		expect(signInErrors({ email: ' ', password: '' }).map(({ field }) => field)).toEqual([
			'email',
			'password'
		]);
	});

	it('has words for every refusal, and never says which of the two was wrong', () => {
		const given = { email: 'a@b.example', password: 'x' };
		for (const code of ['wrong_credentials', 'too_many_attempts', 'offline', 'busy', 'else']) {
			expect(signInErrors(given, { code })).toHaveLength(1);
		}
	});
});

describe('UX-52: moves inside a list with a detail', () => {
	it.each([
		['/(desk)/queue', '/(desk)/queue/[id]', true],
		['/(desk)/queue/[id]', '/(desk)/queue/[id]', true],
		['/(desk)/queue', '/(shared)/outbox', false],
		['/(desk)/queues', '/(desk)/queue', false],
		[null, '/(desk)/queue', false]
	])('%s to %s: %s', (from, to, stays) => {
		expect(staysInView(from, to)).toBe(stays);
	});
});
