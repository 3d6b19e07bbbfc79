import * as v from 'valibot';
import { quorumOf } from '#domain/approvals/index.ts';
import type { Command } from '../command.ts';
import { idShape } from '../engine-input.ts';
import { runJsonLines } from '../json-lines.ts';

const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

const input = v.strictObject({
	id: idShape,
	accepted_percent: percent,
	refused_percent: percent,
	required_percent: percent
});

export const quorum: Command = {
	name: 'quorum',
	summary: 'Tells what the answers to an approval have come to.',
	positionals: [],
	options: {},
	help: `Input, one per line: {id, accepted_percent, refused_percent, required_percent}, each 0 to 100.
Output: {id, state}; state is accepted once the required share has accepted (and somebody has), refused once it no longer
can, else waiting. 0 required lets the first answer decide.
A bad line gives {id?, line, error: {code, field, message}} in its place, and exit code 2 in the end.`,
	run: (io) =>
		runJsonLines(
			io,
			input,
			({ accepted_percent: accepted, refused_percent: refused, required_percent: required }) => ({
				ok: true,
				values: [{ state: quorumOf({ accepted, refused, required }) }]
			})
		)
};
