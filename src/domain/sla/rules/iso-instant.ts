import { Temporal } from 'temporal-polyfill';
import { DAY, MINUTE, type Instant } from '#domain/kernel/index.ts';
import { FIRST_DAY, LAST_DAY } from './local-date.ts';
import type { Zone } from './zone.ts';

const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)$/;

/** An ISO 8601 instant with offset, to the millisecond; undefined when it is none or lies outside 1800 to 2500. */
export function parseInstant(text: string): Instant | undefined {
	if (!form.test(text)) return undefined;
	try {
		const at = Temporal.Instant.from(text).epochMilliseconds;
		return at >= FIRST_DAY * DAY && at < (LAST_DAY + 1) * DAY ? at : undefined;
	} catch {
		return undefined;
	}
}

/** The instant as the zone's clock shows it, with offset; in UTC with Z. */
export function formatInstant(at: Instant, zone: Zone): string {
	const offset = zone.offsetAt(at);
	// ISO 8601 has no seconds in an offset, which old local mean times need.
	if (zone.id === 'UTC' || zone.id === 'Etc/UTC' || offset % MINUTE !== 0) {
		return withoutZeroMillis(new Date(at).toISOString());
	}
	const minutes = Math.abs(offset) / MINUTE;
	const two = (value: number) => String(value).padStart(2, '0');
	const sign = offset < 0 ? '-' : '+';
	const wall = withoutZeroMillis(new Date(at + offset).toISOString()).slice(0, -1);
	return `${wall}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function withoutZeroMillis(text: string): string {
	return text.replace('.000Z', 'Z');
}
