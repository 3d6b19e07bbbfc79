import { tick } from 'svelte';

/**
 * Moves the focus to the page's h1, so that a screen reader says where one has come and Tab goes on from there.
 * To be called from Kit's `afterNavigate`, except for the first load (`type === 'enter'`) and for moves inside a view.
 */
export async function focusHeading(): Promise<void> {
	await tick();
	const heading = document.querySelector<HTMLElement>('h1');
	if (!heading) return;
	heading.tabIndex = -1;
	heading.focus({ preventScroll: true });
}
