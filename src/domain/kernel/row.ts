/** What every row has; a child also has `root`, the id of the root that it hangs on. */
export interface AnyRow {
	readonly id: string;
	readonly root?: string;
	readonly [field: string]: unknown;
}
