import { DataLink } from './data-link.ts';

/** This page's one way to its data. Whoever only signs in loads nothing of it. */
export const link = new DataLink(async (subject, tell) => {
	const { startWorker } = await import('./start-worker.ts');
	return startWorker(subject, tell);
});
