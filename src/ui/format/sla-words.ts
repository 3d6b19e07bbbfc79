import { m } from '#messages/generated/messages.js';
import { shortMoment } from './moment-words.ts';
import { spanWords } from './span-words.ts';
import type { FormatSettings } from './format-settings.ts';

/** What one service-level clock shows; instants and lengths in milliseconds. */
export type SlaClockFacts =
	| { readonly kind: 'running'; readonly due: number; readonly share: number }
	| { readonly kind: 'paused'; readonly reason: string; readonly share: number }
	| { readonly kind: 'met' }
	| { readonly kind: 'missed' };

/** late: past due; soon: within the hour; fine: the rest. It chooses colour and dial, never alone. */
export type SlaUrgency = 'fine' | 'soon' | 'late' | 'paused' | 'met' | 'missed';

const HOUR_MS = 3_600_000;

/** The urgency of a clock at `nowMs`. */
export function slaUrgency(facts: SlaClockFacts, nowMs: number): SlaUrgency {
	if (facts.kind !== 'running') return facts.kind;
	if (facts.due <= nowMs) return 'late';
	return facts.due - nowMs <= HOUR_MS ? 'soon' : 'fine';
}

/** The clock in words: "by Tue 14:00", "38 min left", "late by 2 h", the reason of a pause, "met". */
export function slaWords(facts: SlaClockFacts, nowMs: number, settings: FormatSettings): string {
	if (facts.kind === 'paused') return facts.reason;
	if (facts.kind === 'met') return m.sla_met();
	if (facts.kind === 'missed') return m.sla_missed();
	const span = spanWords(facts.due - nowMs, settings.locale);
	const urgency = slaUrgency(facts, nowMs);
	if (urgency === 'late') return m.sla_late({ span });
	if (urgency === 'soon') return m.sla_left({ span });
	return m.sla_by({ time: shortMoment(facts.due, nowMs, settings) });
}
