/** Where a key moves the active row of a list; undefined when it is no moving key. A list without rows never moves. */
export function listMove(
	event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
	list: {
		readonly active: number;
		readonly total: number;
		/** Rows of one page. */
		readonly page: number;
		/** Whether J and K move. */
		readonly letters: boolean;
	}
): number | undefined {
	if (event.ctrlKey || event.metaKey || event.altKey || list.total === 0) return undefined;
	const steps: Record<string, number> = {
		ArrowDown: 1,
		ArrowUp: -1,
		PageDown: list.page,
		PageUp: -list.page,
		Home: -list.total,
		End: list.total,
		...(list.letters ? { j: 1, k: -1 } : {})
	};
	const step = steps[event.key];
	if (step === undefined) return undefined;
	return Math.min(list.total - 1, Math.max(0, list.active + step));
}
