export type Invariant =
	'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10' | 'I11' | 'error';

export interface Violation {
	readonly invariant: Invariant;
	readonly what: string;
	/** Virtual time. */
	readonly at: number;
	readonly trace: readonly string[];
}

/** Says that an invariant does not hold. */
export type Report = (invariant: Invariant, what: string) => void;
