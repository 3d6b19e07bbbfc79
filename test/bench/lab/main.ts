import { Lab } from './lab.ts';
import * as measures from './measures.ts';
import { crashDummy } from './crash-dummy.ts';

export const everything = {
	query: 'tickets.queue',
	args: { view: 'all', kind: null, sort: 'newest' },
	size: 50
};

declare global {
	interface Window {
		lab: Lab;
		measures: typeof measures;
	}
}

const lab = new Lab();
window.lab = lab;
window.measures = measures;

const parameters = new URLSearchParams(location.search);
const subject = parameters.get('subject');
if (subject) {
	void lab.start(subject);
	void lab.show(everything, ({ rows }) => rows >= 50);
}
const saver = parameters.get('crash');
if (saver) void crashDummy(lab, saver);
