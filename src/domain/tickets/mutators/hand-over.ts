import * as v from 'valibot';
import { applied, defineMutator, filledText, ref } from '#domain/kernel/index.ts';
import { assign, saysToWhom, toWhom } from './assign.ts';
import { say } from './comment.ts';
import { stopOwnTimer } from './time.ts';

/**
 * Gives a ticket on with a word to whoever takes it: note and assignment in one, so that neither arrives alone. The note
 * is written and one's own timer stopped first, since the one who gives a ticket away may not see it any more.
 */
export const handOver = defineMutator({
	name: 'tickets.handOver',
	permission: 'tickets.assign',
	args: v.pipe(
		v.strictObject({ ticket: ref().schema, body: filledText(10_000).schema, ...toWhom }),
		v.check((given) => saysToWhom(given), 'assignment.none')
	),
	async run({ tx, ctx, args: { body, ...to } }) {
		const said = await say(tx, ctx, to.ticket, {
			audience: 'internal',
			purpose: 'handover',
			body,
			mentions: [],
			files: []
		});
		if (said.kind === 'rejected') return said;
		await stopOwnTimer(tx, ctx, to.ticket);
		return (await assign.run({ tx, ctx, args: to })) ?? applied;
	}
});
