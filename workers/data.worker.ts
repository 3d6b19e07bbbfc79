import { expose } from 'comlink';
import type { TabData } from '#store/index.ts';
import { openTab } from '#store/tab/open-tab.ts';
import type { DataWorker } from './contracts/data-worker.ts';

let opened: TabData | undefined;

function tab(): TabData {
	if (!opened) throw new Error('The data worker was not opened.');
	return opened;
}

const api: DataWorker = {
	open: async (subject, tell) => void (opened = openTab(subject, tell)),
	ready: () => tab().ready(),
	openList: (id, watch) => tab().openList(id, watch),
	listRows: (id, from, to) => tab().listRows(id, from, to),
	freezeList: (id, as) => tab().freezeList(id, as),
	openRecord: (id, watch) => tab().openRecord(id, watch),
	close: (id) => tab().close(id),
	run: (command) => tab().run(command),
	runAll: (commands) => tab().runAll(commands),
	preview: (commands) => tab().preview(commands),
	search: (asked) => tab().search.find(asked),
	lookUp: (refs) => tab().search.lookUp(refs),
	discard: (id) => tab().discard(id),
	sendAgain: (mid) => tab().sendAgain(mid),
	dismiss: (mid) => tab().dismiss(mid),
	want: (table, id) => tab().want(table, id),
	kick: () => tab().kick(),
	setVisible: (visible) => tab().setVisible(visible),
	getDraft: (key) => tab().drafts.get(key),
	putDraft: (key, value) => tab().drafts.put(key, value),
	unsent: () => tab().unsent(),
	addFile: (file) => tab().files.add(file),
	getFile: (hash, from) => tab().files.get(hash, from)
};

expose(api);
