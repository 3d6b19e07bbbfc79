/** What a press on a row means: with Shift a range, with Ctrl or on its box one more, else it opens. */
export function pressOf(event: Event, picking: boolean): 'open' | 'toggle' | 'range' {
	if (!('button' in event)) return 'open';
	const { shiftKey, ctrlKey, metaKey, target } = event as MouseEvent;
	if (shiftKey) return 'range';
	const onBox = target !== null && 'closest' in target;
	const isBox = onBox && (target as Element).closest('[data-pick]') !== null;
	return picking || isBox || ctrlKey || metaKey ? 'toggle' : 'open';
}

/** Keys over the list: Shift+X selects up to the active row, Ctrl+A all of the view, Escape none. */
export function selectKey(
	event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
	letters: boolean
): 'range' | 'all' | 'clear' | undefined {
	if (event.altKey) return undefined;
	const control = event.ctrlKey || event.metaKey;
	if (control) return event.key.toLowerCase() === 'a' ? 'all' : undefined;
	if (event.key === 'Escape') return 'clear';
	return letters && event.shiftKey && event.key === 'X' ? 'range' : undefined;
}
