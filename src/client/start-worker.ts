import { proxy, releaseProxy, wrap } from 'comlink';
import type { DataWorker } from '#workers/contracts/data-worker.ts';
import address from '#workers/data.worker.ts?worker&url';
import type { TabUpdate } from '#store/index.ts';
import type { OpenedWorker } from './data-link.ts';
import { trustedAddress } from './trusted-address.ts';

/** A data worker of this tab's own for one person. */
export function startWorker(subject: string, tell: (update: TabUpdate) => void): OpenedWorker {
	const worker = new Worker(trustedAddress(address), { type: 'module', name: 'waypost-data' });
	const remote = wrap<DataWorker>(worker);
	// Messages keep their order, so whatever is asked next finds it open.
	const opened = remote.open(subject, proxy(tell));
	return {
		data: remote as unknown as DataWorker,
		opened,
		end: () => {
			remote[releaseProxy]();
			worker.terminate();
		}
	};
}
