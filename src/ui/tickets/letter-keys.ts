/** The letter of a single-key shortcut; undefined with a modifier, inside a field or while a dialog or menu is open. */
export function letterOf(
	event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented'> & {
		readonly target: EventTarget | null;
	}
): string | undefined {
	if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
	const element = event.target instanceof Element ? event.target : undefined;
	if (element?.closest('input, textarea, select, dialog, [role=menu], [contenteditable]')) {
		return undefined;
	}
	return event.key.length === 1 ? event.key.toLowerCase() : undefined;
}
