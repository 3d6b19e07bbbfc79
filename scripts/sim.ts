// `npm run sim -- --seeds N [--from S] [--steps K] [--desk SHARE]`: runs the simulator over seeds; Ctrl+C stops after those at work.
import { parseArgs } from 'node:util';
import { runSeeds } from '../test/sync/sim/pool.ts';

const { values } = parseArgs({
	options: {
		seeds: { type: 'string', default: '1000' },
		from: { type: 'string', default: '1' },
		steps: { type: 'string' },
		// Share of the desk's commands (merge, split, undo, macro, bulk); 0 is the world of the recorded seeds.
		desk: { type: 'string', default: '0.25' }
	}
});
const [count, from] = [Number(values.seeds), Number(values.from)];
const desk = Number(values.desk);
const steps = values.steps === undefined ? {} : { steps: Number(values.steps) };
let isOver = false;
let done = 0;
process.on('SIGINT', () => (isOver = true));

const results = await runSeeds(
	Array.from({ length: count }, (_, index) => ({ seed: from + index, desk, ...steps })),
	{
		isOver: () => isOver,
		onResult: ({ seed, violations }) => {
			done += 1;
			for (const { invariant, what, at } of violations)
				console.log(`\rseed ${seed}: ${invariant} at ${at}: ${what}`);
			if (count === 1) console.log(violations[0]?.trace.join('\n') ?? '');
			if (done % 10 === 0) process.stdout.write(`\r${done} of ${count}`);
		}
	}
);
const failed = results.filter(({ violations }) => violations.length > 0);
console.log(`\n${results.length} seeds, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
