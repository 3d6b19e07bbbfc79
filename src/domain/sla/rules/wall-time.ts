import { DAY, HOUR, MINUTE, SECOND } from '#domain/kernel/index.ts';

const form = /^(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** `09:30` or `09:30:15` as milliseconds since midnight on the clock on the wall; `24:00` is the end of the day. */
export function parseWallTime(text: string): number | undefined {
	const parts = form.exec(text);
	if (!parts) return undefined;
	const [hours, minutes, seconds] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
	if (minutes > 59 || seconds > 59) return undefined;
	const time = hours * HOUR + minutes * MINUTE + seconds * SECOND;
	return time <= DAY ? time : undefined;
}
