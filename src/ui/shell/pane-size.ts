/** The least a list or a detail can be used at, in pixels. */
const LEAST_LIST = 360;
const LEAST_DETAIL = 480;
const STEP = 24;

/** A width of the list that leaves both sides usable in a window `whole` pixels wide. */
export function clampPane(size: number, whole: number): number {
	const most = Math.max(LEAST_LIST, whole - LEAST_DETAIL);
	return Math.min(most, Math.max(LEAST_LIST, size));
}

/** The width after a key on the handle; undefined when the key does not move it. */
export function paneMove(
	key: string,
	pane: {
		readonly size: number;
		readonly least: number;
		readonly most: number;
		readonly rtl: boolean;
	}
): number | undefined {
	const forward = pane.rtl ? -STEP : STEP;
	if (key === 'ArrowRight') return pane.size + forward;
	if (key === 'ArrowLeft') return pane.size - forward;
	if (key === 'Home') return pane.least;
	if (key === 'End') return pane.most;
	return undefined;
}

const keyOf = (name: string): string => `waypost.pane.${name}`;

/** The width remembered on this device; undefined when there is none or storage is forbidden. */
export function readPane(name: string): number | undefined {
	try {
		const stored = Number(localStorage.getItem(keyOf(name)) ?? Number.NaN);
		return Number.isFinite(stored) ? stored : undefined;
	} catch {
		return undefined;
	}
}

/** Remembers a width on this device. Without storage it lasts as long as the page. */
export function storePane(name: string, size: number): void {
	try {
		localStorage.setItem(keyOf(name), String(Math.round(size)));
	} catch {
		// Losing a width is no error worth a word.
	}
}
