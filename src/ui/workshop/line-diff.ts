/** A line of two texts laid side by side. */
export type DiffLine = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };

/** Beyond so many pairs of lines the exact comparison takes too long: what lies between is shown as replaced. */
const MOST_PAIRS = 4_000_000;

/**
 * The lines of both texts in one order: dropping what was added gives `before`, dropping what was removed gives `after`.
 * The longest common run of lines stays (Hunt and Szymanski's problem, solved by the plain table).
 */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
	const one = before === '' ? [] : before.split('\n');
	const other = after === '' ? [] : after.split('\n');
	let head = 0;
	while (head < one.length && head < other.length && one[head] === other[head]) head += 1;
	let tail = 0;
	const room = Math.min(one.length, other.length) - head;
	while (tail < room && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
	const same = (text: string): DiffLine => ({ kind: 'same', text });
	return [
		...one.slice(0, head).map(same),
		...middle(one.slice(head, one.length - tail), other.slice(head, other.length - tail)),
		...one.slice(one.length - tail).map(same)
	];
}

function middle(one: readonly string[], other: readonly string[]): readonly DiffLine[] {
	const removed = (text: string): DiffLine => ({ kind: 'removed', text });
	const added = (text: string): DiffLine => ({ kind: 'added', text });
	if (one.length * other.length > MOST_PAIRS || one.length === 0 || other.length === 0) {
		return [...one.map(removed), ...other.map(added)];
	}
	const lengths = commonLengths(one, other);
	const at = (row: number, column: number) => lengths[row * (other.length + 1) + column] ?? 0;
	const lines: DiffLine[] = [];
	let row = 0;
	let column = 0;
	while (row < one.length && column < other.length) {
		const [left = '', right = ''] = [one[row], other[column]];
		if (left === right) {
			lines.push({ kind: 'same', text: left });
			row += 1;
			column += 1;
		} else if (at(row + 1, column) >= at(row, column + 1)) {
			lines.push(removed(left));
			row += 1;
		} else {
			lines.push(added(right));
			column += 1;
		}
	}
	return [...lines, ...one.slice(row).map(removed), ...other.slice(column).map(added)];
}

/** Length of the longest common run of lines from each pair of places on. */
function commonLengths(one: readonly string[], other: readonly string[]): Uint16Array {
	const width = other.length + 1;
	const lengths = new Uint16Array((one.length + 1) * width);
	for (let row = one.length - 1; row >= 0; row -= 1) {
		for (let column = other.length - 1; column >= 0; column -= 1) {
			const below = (row + 1) * width + column;
			lengths[row * width + column] =
				one[row] === other[column]
					? (lengths[below + 1] ?? 0) + 1
					: Math.max(lengths[below] ?? 0, lengths[row * width + column + 1] ?? 0);
		}
	}
	return lengths;
}
