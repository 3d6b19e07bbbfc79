import { wrap } from 'comlink';
import type { AnalysisWorker } from '#workers/contracts/analysis-worker.ts';
import address from '#workers/analysis.worker.ts?worker&url';
import { trustedAddress } from './trusted-address.ts';

/** The analysis worker of this tab. It is given rows with every question and keeps none. */
export function startAnalysis(): AnalysisWorker {
	const worker = new Worker(trustedAddress(address), {
		type: 'module',
		name: 'waypost-analysis'
	});
	return wrap<AnalysisWorker>(worker) as unknown as AnalysisWorker;
}
