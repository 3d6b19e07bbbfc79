/** What stands in the list: a heading of a group, or a row of it. `index` = the row's place among all rows. */
export type QueueItem<Row> =
	| {
			readonly kind: 'heading';
			readonly key: string;
			readonly count: number;
			readonly folded: boolean;
	  }
	| { readonly kind: 'row'; readonly row: Row; readonly index: number };

interface Group {
	readonly key: string;
	readonly count: number;
}

interface Placed extends Group {
	readonly folded: boolean;
	/** Place of the heading among the items, and of the first row among the rows. */
	readonly item: number;
	readonly row: number;
}

/** Where the rows of a list stand between the headings of its groups; a folded group shows its heading alone. */
export class QueueLayout {
	readonly total: number;
	readonly #groups: readonly Placed[];

	/** Without groups the items are the rows, `rows` of them. */
	constructor(rows: number, groups: readonly Group[], isFolded: (key: string) => boolean) {
		const placed: Placed[] = [];
		let item = 0;
		let row = 0;
		for (const { key, count } of groups) {
			const folded = isFolded(key);
			placed.push({ key, count, folded, item, row });
			item += folded ? 1 : count + 1;
			row += count;
		}
		this.#groups = placed;
		this.total = groups.length === 0 ? rows : item;
	}

	/** The row at an item's place, -1 for a heading or beyond the ends. */
	rowAt(item: number): number {
		if (this.#groups.length === 0) return item;
		const group = this.#groupAt(item, 'item');
		return !group || item === group.item || item >= this.total
			? -1
			: group.row + item - group.item - 1;
	}

	/** Where a row stands: its own place, or that of its heading when it is folded away. */
	itemAt(row: number): number {
		if (this.#groups.length === 0 || row < 0) return row;
		const group = this.#groupAt(row, 'row');
		if (!group) return -1;
		return group.folded ? group.item : group.item + 1 + row - group.row;
	}

	/** The items at places `from` up to but without `to`; rows that are not there any more are left out. */
	async items<Row>(
		from: number,
		to: number,
		rows: (from: number, to: number) => Promise<readonly Row[]>
	): Promise<readonly QueueItem<Row>[]> {
		const end = Math.min(to, this.total);
		const items: QueueItem<Row>[] = [];
		let at = from;
		while (at < end) {
			const group = this.#groupAt(at, 'item');
			if (group?.item === at) {
				const { key, count, folded } = group;
				items.push({ kind: 'heading', key, count, folded });
				at += 1;
				continue;
			}
			const first = group ? group.row + at - group.item - 1 : at;
			const left = group ? group.count - (at - group.item - 1) : end - at;
			const count = Math.min(left, end - at);
			const found = await rows(first, first + count);
			items.push(
				...found.map((row, offset) => ({ kind: 'row' as const, row, index: first + offset }))
			);
			at += count;
		}
		return items;
	}

	/** The last group that begins at the place or before it; empty ones are passed over. */
	#groupAt(place: number, by: 'item' | 'row'): Placed | undefined {
		let low = 0;
		let high = this.#groups.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#groups[middle]?.[by] ?? 0) <= place) low = middle + 1;
			else high = middle;
		}
		return this.#groups[low - 1];
	}
}
