import { DataLink } from './data-link.ts';
import { startWorker } from './start-worker.ts';

/** This page's one way to its data. */
export const link = new DataLink(startWorker);
