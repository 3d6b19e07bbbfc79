// `npm run sim:plants [-- --seeds N] [--from S] [--only WORD]`: searches anew which seed catches each planted bug.
import { parseArgs } from 'node:util';
import { plants } from '../test/sync/sim/plants.ts';
import { runSeeds } from '../test/sync/sim/pool.ts';

const { values } = parseArgs({
	options: {
		seeds: { type: 'string', default: '300' },
		from: { type: 'string', default: '1' },
		only: { type: 'string', default: '' }
	}
});
let isStopped = false;
process.on('SIGINT', () => (isStopped = true));

for (const plant of plants.filter(({ name }) => name.includes(values.only))) {
	let found = '';
	const seeds = Array.from(
		{ length: Number(values.seeds) },
		(_, index) => index + Number(values.from)
	);
	const jobs = [plant.seed, ...seeds]
		.filter((seed) => seed > 0)
		.map((seed) => ({ seed, ...plant.run }));
	try {
		await runSeeds(jobs, {
			plants: [plant],
			isOver: () => isStopped || found !== '',
			onResult: ({ seed, violations }) => {
				const caught = violations.find(({ invariant }) => plant.caughtBy.includes(invariant));
				if (caught && found === '') found = `seed ${seed}: ${caught.invariant} ${caught.what}`;
			}
		});
	} catch (error) {
		found = `broken: ${String((error as Error).cause)}`;
	}
	console.log(`${plant.name}: ${found || 'not caught'}`);
}
