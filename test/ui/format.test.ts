import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormatSettings } from '#ui/format/format-settings.ts';
import { absoluteMoment, calendarDays, clockWords, shortMoment } from '#ui/format/moment-words.ts';
import { byteWords, numberWords } from '#ui/format/number-words.ts';
import { relativeWords } from '#ui/format/relative-words.ts';
import { slaUrgency, slaWords } from '#ui/format/sla-words.ts';
import { exactSpanWords, spanWords } from '#ui/format/span-words.ts';

const berlin: FormatSettings = { locale: 'en-GB', zone: 'Europe/Berlin' };
const newYork: FormatSettings = { locale: 'en-US', zone: 'America/New_York' };
/** Tue 24 November 2026, 09:41 in Berlin. */
const now = Date.UTC(2026, 10, 24, 8, 41);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('short moments', () => {
	it.each([
		['today', now + 4 * hour, '13:41'],
		['tomorrow', now + day, 'Wed 09:41'],
		['yesterday', now - day, 'Mon 09:41'],
		['six days on', now + 6 * day, 'Mon 09:41'],
		['a week on', now + 7 * day, '1 Dec, 09:41'],
		['next year', now + 60 * day, '23 Jan 2027, 09:41']
	])('UX-17: says %s as short as it stays clear', (_name, at, words) => {
		expect(shortMoment(at, now, berlin)).toBe(words);
	});

	it('counts days by the calendar of the zone, not by 24 hours', () => {
		const lateEvening = Date.UTC(2026, 10, 24, 22, 30);
		expect(calendarDays(now, lateEvening, berlin)).toBe(0);
		expect(calendarDays(now, lateEvening + hour, berlin)).toBe(1);
		expect(calendarDays(now, lateEvening + hour, newYork)).toBe(0);
	});

	it('counts one day across the end of summer time', () => {
		const before = Date.UTC(2026, 9, 24, 22, 0);
		expect(calendarDays(before, before + 25 * hour, berlin)).toBe(1);
	});

	it('UX-17: follows the choice of 12 or 24 hours', () => {
		expect(clockWords(now + 5 * hour, { ...berlin, hours: 'h12' })).toMatch(/^0?2:41\s?pm$/i);
		expect(clockWords(now + 5 * hour, { ...newYork, hours: 'h23' })).toBe('08:41');
	});

	it('UX-17: the absolute time names its zone', () => {
		expect(absoluteMoment(now, berlin)).toBe('Tue, 24 Nov 2026, 09:41 CET');
		expect(absoluteMoment(now, newYork)).toContain('EST');
	});
});

describe('spans and relative times', () => {
	it.each([
		[20_000, 'less than a minute', 'less than a minute'],
		[38 * minute, '38 min', '38 min'],
		[-12 * minute, '12 min', '12 min'],
		[150 * minute, '2 h', '2 h 30 min'],
		[2 * hour, '2 h', '2 h'],
		[5 * day + 3 * hour, '5 d', '123 h']
	])('says %d ms in one unit and to the minute', (ms, short, exact) => {
		expect(spanWords(ms, 'en-GB')).toBe(short);
		expect(exactSpanWords(ms, 'en-GB')).toBe(exact);
	});

	it.each([
		[now - 20_000, 'just now'],
		[now - 3 * minute, '3 minutes ago'],
		[now + 2 * hour, 'in 2 hours'],
		[now - 8 * day, '8 days ago'],
		[now - 400 * day, '1 year ago']
	])('says %d relative to now', (at, words) => {
		expect(relativeWords(at, now, 'en-GB')).toBe(words);
	});

	it('never lets a span sound longer than it is', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 3000 }), (minutes) => {
				const [count = '0', unit = ''] = spanWords(minutes * minute, 'en-GB').split(' ');
				const size = { min: 1, h: 60, d: 1440 }[unit] ?? Number.NaN;
				expect(Number(count) * size).toBeLessThanOrEqual(minutes);
				expect((Number(count) + 1) * size).toBeGreaterThan(minutes);
			})
		);
	});
});

describe('numbers', () => {
	it.each([
		[1240, 'en-GB', '1,240'],
		[1240, 'de', '1.240']
	])('groups %d as %s does', (value, locale, words) => {
		expect(numberWords(value, locale)).toBe(words);
	});

	it.each([
		[512, '512 byte'],
		[48_200, '48 kB'],
		[698_000, '0.7 MB'],
		[312_400_000, '312 MB'],
		[4_100_000_000, '4.1 GB']
	])('says %d bytes as %s', (bytes, words) => {
		expect(byteWords(bytes, 'en-GB')).toBe(words);
	});
});

describe('service-level clocks', () => {
	it.each([
		['far off', { kind: 'running', due: now + 4 * hour, share: 0.5 }, 'fine', 'by 13:41'],
		['another day', { kind: 'running', due: now + day, share: 0.5 }, 'fine', 'by Wed 09:41'],
		['within the hour', { kind: 'running', due: now + hour, share: 0.1 }, 'soon', '1 h left'],
		['near', { kind: 'running', due: now + 38 * minute, share: 0.1 }, 'soon', '38 min left'],
		['due now', { kind: 'running', due: now, share: 0 }, 'late', 'late by less than a minute'],
		['late', { kind: 'running', due: now - 125 * minute, share: 0 }, 'late', 'late by 2 h'],
		[
			'paused',
			{ kind: 'paused', reason: 'waits for part', share: 0.4 },
			'paused',
			'waits for part'
		],
		['met', { kind: 'met' }, 'met', 'met'],
		['missed', { kind: 'missed' }, 'missed', 'missed']
	] as const)('UX-54: a clock that is %s', (_name, facts, urgency, words) => {
		expect(slaUrgency(facts, now)).toBe(urgency);
		expect(slaWords(facts, now, berlin)).toBe(words);
	});
});
