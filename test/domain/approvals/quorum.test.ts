import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quorumOf, stepQuorum } from '#domain/approvals/index.ts';

const share = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0, 50, 100));

describe('APPROVALS-QUORUM: shares of voters', () => {
	it.each([
		[0, 0, 100, 'waiting'],
		[100, 0, 100, 'accepted'],
		[99, 0, 100, 'waiting'],
		[99, 1, 100, 'refused'],
		[50, 50, 50, 'accepted'],
		[0, 50, 50, 'waiting'],
		[0, 51, 50, 'refused'],
		[0, 100, 1, 'refused'],
		[1, 99, 1, 'accepted'],
		[0, 99, 1, 'waiting'],
		[0, 0, 0, 'waiting'],
		[1, 0, 0, 'accepted'],
		[0, 1, 0, 'refused'],
		[200 / 3, 100 / 3, 66.666666666666671, 'accepted'],
		[0, 66.7, 33.3, 'waiting']
	])('%d accepted, %d refused, %d required: %s', (accepted, refused, required, wanted) => {
		expect(quorumOf({ accepted, refused, required })).toBe(wanted);
	});

	it('decides just when it must: once it is reached, or can no longer be', () => {
		fc.assert(
			fc.property(share, share, share, (accepted, other, required) => {
				const refused = Math.min(other, 100 - accepted);
				const state = quorumOf({ accepted, refused, required });
				const isReached = accepted > 0 && accepted >= required;
				const isLost = required === 0 ? refused > 0 : 100 - refused < required;
				expect(state).toBe(isReached ? 'accepted' : isLost ? 'refused' : 'waiting');
			})
		);
	});

	it('a decision stands whatever the rest answer, unless the first answer decides', () => {
		const votes = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
		const rule = fc.oneof(
			fc.constantFrom('any' as const, 'all' as const),
			fc.record({ percent: fc.integer({ min: 1, max: 100 }) })
		);
		fc.assert(
			fc.property(votes, rule, (answers, one) => {
				let decided: string | undefined;
				for (let count = 0; count <= answers.length; count++) {
					const given = answers.slice(0, count);
					const accepted = given.filter(Boolean).length;
					const tally = { voters: answers.length, accepted, refused: count - accepted };
					const state = stepQuorum(one, tally);
					if (decided !== undefined) expect(state).toBe(decided);
					else if (state !== 'waiting') decided = state;
				}
				expect(decided).toBeDefined();
			})
		);
	});

	it('any needs one acceptance or all refusals, all the reverse', () => {
		expect(stepQuorum('any', { voters: 3, accepted: 1, refused: 0 })).toBe('accepted');
		expect(stepQuorum('any', { voters: 3, accepted: 0, refused: 2 })).toBe('waiting');
		expect(stepQuorum('any', { voters: 3, accepted: 0, refused: 3 })).toBe('refused');
		expect(stepQuorum('all', { voters: 3, accepted: 2, refused: 0 })).toBe('waiting');
		expect(stepQuorum('all', { voters: 3, accepted: 2, refused: 1 })).toBe('refused');
		expect(stepQuorum('all', { voters: 0, accepted: 0, refused: 0 })).toBe('waiting');
	});
});
