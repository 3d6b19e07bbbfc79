import { m } from '#messages/generated/messages.js';
import { dateFormat, type FormatSettings } from '#ui/format/format-settings.ts';

/** "Good morning, Rosa": by the hour of the person's zone, and the first part of the name. */
export function greetingFor(fullName: string, nowMs: number, settings: FormatSettings): string {
	const name = fullName.split(' ', 1)[0] ?? '';
	const hour = Number(
		dateFormat(
			{ locale: 'en-u-nu-latn', zone: settings.zone, hours: 'h23' },
			{ hour: 'numeric' }
		).format(nowMs)
	);
	if (hour >= 4 && hour < 12) return m.greeting_morning({ name });
	return hour >= 12 && hour < 18 ? m.greeting_day({ name }) : m.greeting_evening({ name });
}

/** "Tuesday 24 November" */
export function dayWords(nowMs: number, settings: FormatSettings): string {
	return dateFormat(settings, { weekday: 'long', day: 'numeric', month: 'long' }).format(nowMs);
}
