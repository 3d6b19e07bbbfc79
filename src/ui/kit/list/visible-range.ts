/** Row numbers from `from` up to but without `to`. */
export type RowRange = { readonly from: number; readonly to: number };

/**
 * The rows to draw for a scroll position: those in view and `overscan` more on either side, inside 0..total.
 * Sizes in pixels. Positions beyond the ends, as elastic scrolling gives them, count as the ends.
 */
export function visibleRange(view: {
	readonly scrolled: number;
	readonly height: number;
	readonly rowHeight: number;
	readonly total: number;
	readonly overscan: number;
}): RowRange {
	const first = Math.floor(Math.max(0, view.scrolled) / view.rowHeight);
	const count = Math.ceil(view.height / view.rowHeight) + 1;
	const to = Math.min(view.total, first + count + view.overscan);
	const from = Math.max(0, Math.min(first - view.overscan, to - count));
	return { from, to };
}

/** The numbers of the pages of `pageSize` rows that hold a range. */
export function pagesOf(range: RowRange, pageSize: number): number[] {
	if (range.to <= range.from) return [];
	const first = Math.floor(range.from / pageSize);
	const last = Math.floor((range.to - 1) / pageSize);
	return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The scroll position that brings a row into view with the least movement. */
export function scrolledTo(view: {
	readonly index: number;
	readonly scrolled: number;
	readonly height: number;
	readonly rowHeight: number;
}): number {
	const top = view.index * view.rowHeight;
	const bottom = top + view.rowHeight;
	if (top < view.scrolled) return top;
	if (bottom > view.scrolled + view.height) return bottom - view.height;
	return view.scrolled;
}
