/** What a step of an approval has come to. */
export type Quorum = 'waiting' | 'accepted' | 'refused';

/** Shares of one body of voters, each 0 to 100. */
export interface Shares {
	readonly accepted: number;
	readonly refused: number;
	/** 0 lets the first answer decide. */
	readonly required: number;
}

/** Shares come from divisions: two that differ by less than this are equal. */
const ROUNDING = 1e-9;

/** Accepted once enough have accepted; refused once enough no longer can. */
export function quorumOf({ accepted, refused, required }: Shares): Quorum {
	if (accepted > 0 && accepted >= required - ROUNDING) return 'accepted';
	if (required <= 0) return refused > 0 ? 'refused' : 'waiting';
	return 100 - refused < required - ROUNDING ? 'refused' : 'waiting';
}

/** `any`: one acceptance is enough; `all`: everybody; `percent`: that share of the voters. */
export type StepRule = 'any' | 'all' | { readonly percent: number };

/** Answers in one step: at most one per voter. */
export interface Tally {
	readonly voters: number;
	readonly accepted: number;
	readonly refused: number;
}

/** Nobody to ask is nobody who accepts: a step without voters waits. */
export function stepQuorum(rule: StepRule, { voters, accepted, refused }: Tally): Quorum {
	if (voters <= 0) return 'waiting';
	const share = (count: number) => (100 * count) / voters;
	return quorumOf({
		accepted: share(accepted),
		refused: share(refused),
		required: requiredOf(rule, voters)
	});
}

function requiredOf(rule: StepRule, voters: number): number {
	if (rule === 'all') return 100;
	return rule === 'any' ? 100 / voters : rule.percent;
}
