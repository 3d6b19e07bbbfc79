/**
 * One field of a text that several people may be writing.
 *
 * `mine` is what stands in the box. `seen` is the value that the last save stood on, which travels as its base. `sent` are
 * own values that the server has not acknowledged; `theirs` is another person's value that the own one has met.
 */
export type WrittenField = {
	readonly mine: string;
	readonly seen: string;
	readonly sent: readonly string[];
	readonly theirs?: string;
};

export function opened(value: string): WrittenField {
	return { mine: value, seen: value, sent: [] };
}

export function isDirty({ mine, seen, theirs }: WrittenField): boolean {
	return theirs === undefined && mine !== seen;
}

export function written(field: WrittenField, mine: string): WrittenField {
	return { ...field, mine };
}

/** The box's value is durable on this device. */
export function saved(field: WrittenField, value: string): WrittenField {
	return { ...field, seen: value, sent: [...field.sent, value] };
}

/**
 * The record shows this value. Nothing that was typed here is ever replaced: words that nobody has written over are adopted
 * only while the box holds nothing of its own, and otherwise shown beside it.
 * @param waiting the record still carries own changes that the server has not acknowledged
 */
export function received(field: WrittenField, value: string, waiting: boolean): WrittenField {
	const { mine, seen, sent } = field;
	if (value === seen) return waiting ? field : { mine, seen, sent: [] };
	// An echo of an earlier own save; a later one is on its way.
	if (sent.includes(value)) return field;
	if (value === mine) return opened(value);
	if (mine === seen && sent.length === 0) return opened(value);
	return { ...field, theirs: value };
}

/** The own words go on top of the other person's. */
export function keptMine({ mine, seen, theirs = seen }: WrittenField): WrittenField {
	return { mine, seen: theirs, sent: [] };
}

export function tookTheirs({ mine, theirs = mine }: WrittenField): WrittenField {
	return opened(theirs);
}
