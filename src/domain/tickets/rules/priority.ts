/** 1 is the highest of each. */
export type Level = 1 | 2 | 3;

/** Impact x urgency -> priority, symmetric (DOMAIN.md section 2). */
export const priorityMatrix: Readonly<Record<Level, Readonly<Record<Level, number>>>> = {
	1: { 1: 1, 2: 2, 3: 3 },
	2: { 1: 2, 2: 3, 3: 4 },
	3: { 1: 3, 2: 4, 3: 5 }
};

/** Of a ticket about which nobody has said more: one person, who can wait until today's work is done. */
export const DEFAULT_IMPACT: Level = 3;
export const DEFAULT_URGENCY: Level = 2;

const isLevel = (value: number): value is Level => value === 1 || value === 2 || value === 3;

function levelOf(value: number): Level {
	if (!isLevel(value)) throw new RangeError(`Not a level: ${value}`);
	return value;
}

/** Priority 1 to 5. A VIP raises the impact by one step; the stated impact stays as it was said. */
export function priorityOf(input: { impact: number; urgency: number; vip: boolean }): number {
	const impact = levelOf(input.vip ? Math.max(1, input.impact - 1) : input.impact);
	return priorityMatrix[impact][levelOf(input.urgency)];
}
