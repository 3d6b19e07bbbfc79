/** Values by table and id. Two maps and no joined key: on a first sync the text of a key costs more than the look-up. */
export class RowMap<V> {
	readonly #tables = new Map<string, Map<string, V>>();

	get(table: string, id: string): V | undefined {
		return this.#tables.get(table)?.get(id);
	}

	set(table: string, id: string, value: V): void {
		const rows = this.#tables.get(table);
		if (rows) rows.set(id, value);
		else this.#tables.set(table, new Map([[id, value]]));
	}

	delete(table: string, id: string): void {
		this.#tables.get(table)?.delete(id);
	}

	/** The values of one table by id. */
	of(table: string): ReadonlyMap<string, V> {
		return this.#tables.get(table) ?? new Map<string, V>();
	}

	*entries(): Generator<readonly [table: string, id: string, value: V]> {
		for (const [table, rows] of this.#tables)
			for (const [id, value] of rows) yield [table, id, value];
	}
}
