/** What the toolbar puts around or before the chosen words. */
export const marks = ['heading', 'bold', 'italic', 'link', 'list', 'steps', 'code'] as const;
export type Mark = (typeof marks)[number];

/** A piece of text to be replaced, and what is chosen afterwards, both as places in the text. */
export type TextEdit = {
	readonly from: number;
	readonly to: number;
	readonly text: string;
	readonly select: readonly [from: number, to: number];
};

type Around = readonly [before: string, after: string];
const around: Readonly<Partial<Record<Mark, Around>>> = {
	bold: ['**', '**'],
	italic: ['_', '_'],
	code: ['`', '`']
};
const atLineStart: Readonly<Partial<Record<Mark, (index: number) => string>>> = {
	heading: () => '## ',
	list: () => '- ',
	steps: (index) => `${index + 1}. `
};

const lineMark = /^(#{1,6} |[-*+] |\d{1,9}[.)] )/;

/** The edit that a tool makes of the words chosen in a text; the same tool again takes its mark away. */
export function markEdit(mark: Mark, text: string, from: number, to: number): TextEdit {
	const pair = around[mark];
	if (pair) return wrapEdit(pair, text, from, to);
	const lead = atLineStart[mark];
	return lead ? linesEdit(lead, text, from, to) : linkEdit(text, from, to);
}

function wrapEdit([before, after]: Around, text: string, from: number, to: number): TextEdit {
	const words = text.slice(from, to);
	const outer = [from - before.length, to + after.length] as const;
	const isMarked =
		text.slice(Math.max(0, outer[0]), from) === before && text.slice(to, outer[1]) === after;
	if (isMarked) {
		const start = outer[0];
		return { from: start, to: outer[1], text: words, select: [start, start + words.length] };
	}
	const start = from + before.length;
	return { from, to, text: before + words + after, select: [start, start + words.length] };
}

function linesEdit(
	lead: (index: number) => string,
	text: string,
	from: number,
	to: number
): TextEdit {
	const start = text.lastIndexOf('\n', from - 1) + 1;
	const next = text.indexOf('\n', to);
	const end = next === -1 ? text.length : next;
	const lines = text.slice(start, end).split('\n');
	const isMarked = lines.every((line, index) => line.startsWith(lead(index)));
	const changed = lines
		.map((line, index) =>
			isMarked ? line.slice(lead(index).length) : lead(index) + line.replace(lineMark, '')
		)
		.join('\n');
	const stop = start + changed.length;
	return { from: start, to: end, text: changed, select: [from === to ? stop : start, stop] };
}

function linkEdit(text: string, from: number, to: number): TextEdit {
	const words = text.slice(from, to);
	const address = 'https://';
	const start = from + words.length + 3;
	return {
		from,
		to,
		text: `[${words}](${address})`,
		select: words === '' ? [from + 1, from + 1] : [start, start + address.length]
	};
}

/** An image on a line of its own, below the line of the cursor. */
export function imageEdit(text: string, at: number, alt: string, hash: string): TextEdit {
	const next = text.indexOf('\n', at);
	const end = next === -1 ? text.length : next;
	const before = end === 0 || text[end - 1] === '\n' ? '' : '\n';
	const after = next === -1 ? '\n' : '';
	const name = alt.replaceAll(/[[\]\\\n]/g, ' ').trim();
	const start = end + before.length + 2;
	return {
		from: end,
		to: end,
		text: `${before}![${name}](image:${hash})${after}`,
		select: [start, start + name.length]
	};
}

const item = /^(\s*)(?:([-*+])|(\d{1,9})([.)])) (.*)$/;

/** What Enter does at the end of a list's line: the next mark, or the end of the list after an empty one. */
export function enterEdit(text: string, at: number): TextEdit | undefined {
	const start = text.lastIndexOf('\n', at - 1) + 1;
	const found = item.exec(text.slice(start, at));
	if (!found) return undefined;
	const [, indent = '', bullet, number, dot = '', words = ''] = found;
	if (words.trim() === '') return { from: start, to: at, text: '', select: [start, start] };
	const lead = bullet ?? `${Number(number) + 1}${dot}`;
	const added = `\n${indent}${lead} `;
	return { from: at, to: at, text: added, select: [at + added.length, at + added.length] };
}
