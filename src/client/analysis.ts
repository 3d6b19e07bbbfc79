import type { AnalysisWorker, Compared } from '#workers/contracts/analysis-worker.ts';

let started: Promise<AnalysisWorker> | undefined;

/** Started with the first question: most people never ask one. */
function worker(): Promise<AnalysisWorker> {
	started ??= import('./start-analysis.ts').then(({ startAnalysis }) => startAnalysis());
	return started;
}

const compared = ({ id, title, tags }: Compared): Compared => ({ id, title, tags });

/** Questions over many rows, answered beside the page. */
export const analysis: AnalysisWorker = {
	similar: async (of, among, most) =>
		(await worker()).similar(compared(of), among.map(compared), most),
	recurring: async (among, least) => (await worker()).recurring(among.map(compared), least)
};
