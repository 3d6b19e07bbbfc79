/**
 * Approvals: who has to agree before something is done.
 *
 * step - one question put to a body of voters; voter - somebody who is asked, counted once; quorum - what the answers have
 * come to; share - answers in percent of the voters.
 */
export {
	quorumOf,
	stepQuorum,
	type Quorum,
	type Shares,
	type StepRule,
	type Tally
} from './rules/quorum.ts';
