/** The letter of a single-key shortcut; undefined with a modifier, inside a field or while a dialog or menu is open. */
export function letterOf(
	event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented'> & {
		readonly target: EventTarget | null;
	}
): string | undefined {
	if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
	const element = event.target !== null && 'closest' in event.target ? event.target : undefined;
	const busy = 'input, textarea, select, dialog, [role=menu], [contenteditable]';
	if ((element as Element | undefined)?.closest(busy)) return undefined;
	return event.key.length === 1 ? event.key.toLowerCase() : undefined;
}
