import assert from 'node:assert/strict';
import { startInMemory } from '../support/authority-world.ts';
import { openTabs, TestBrowser, type TestTab } from '../support/test-replica.ts';

/**
 * Answers that arrive late, each at a device where another tab has gone on meanwhile. Told as plain functions that throw,
 * so that they run on the true sources in the tests and on sources with a rule taken out beside them.
 */
export type Scenario = () => Promise<void>;

const LONG_AGO = 40 * 86_400_000;

async function people() {
	const running = await startInMemory();
	const [amy, ada] = (await openTabs(running, 'amy', 'ada')) as [TestTab, TestTab];
	return { running, amy, ada };
}

type Running = Awaited<ReturnType<typeof people>>['running'];

/** Two tabs of one person's device. Closed docs have been closed for long: their children are fetched on demand. */
async function device(running: Running, subject: string) {
	running.world.at += LONG_AGO;
	const browser = new TestBrowser(running, subject);
	return { first: await browser.open(), second: await browser.open() };
}

const add = (tab: TestTab, doc: string, text: string, audience: string) =>
	tab.replica.run({ name: 'notes.add', args: { doc, text, audience } });

const move = (tab: TestTab, doc: string, team: string | null) =>
	tab.replica.run({ name: 'docs.move', args: { doc, team, desk: true } });

const texts = (tab: TestTab, doc: string) =>
	tab.replica
		.children('note', doc)
		.map(({ text }) => text)
		.sort();

/** Does `work` once, between the answer to a kind of call and its arrival. */
function onceBefore(tab: TestTab, wanted: string, work: () => Promise<unknown>): void {
	let isFirst = true;
	tab.transport.beforeArrival = async (call) => {
		if (call !== wanted || !isFirst) return;
		isFirst = false;
		await work();
	};
}

/** The run of a page was read to its end by another tab, and closed: what left since must not come back. */
async function pageOfClosedRun(): Promise<void> {
	const { running, amy } = await people();
	const doc = await amy.newDoc({ team: 't', desk: true });
	const stays = await amy.newDoc({ team: 't', desk: true });
	await amy.sync();
	const { first, second } = await device(running, 'tom');
	onceBefore(first, 'snapshot', async () => {
		await second.sync();
		assert.equal(second.replica.memory.meta.run, null);
		await move(amy, doc, null);
		await amy.sync();
		await second.sync();
	});
	await first.sync();
	assert.deepEqual(first.ids('doc'), [stays]);
}

/** While a run is open, a del that a pull brought hides the row in a page that was read before it. */
async function pageFromBeforeDel(): Promise<void> {
	const { running, amy } = await people();
	const doc = await amy.newDoc({ team: 't', desk: true });
	const stays = await amy.newDoc({ team: 't', desk: true });
	await amy.sync();
	const { first, second } = await device(running, 'tom');
	second.transport.fault = (call) => (call === 'snapshot' ? 'offline' : undefined);
	onceBefore(first, 'snapshot', async () => {
		await move(amy, doc, null);
		await amy.sync();
		await second.sync();
		assert.notEqual(second.replica.memory.meta.run, null);
	});
	await first.sync();
	assert.deepEqual(first.ids('doc'), [stays]);
	// Not because the self-audit found the row and had all fetched anew.
	assert.deepEqual(first.replica.memory.meta.defects, []);
}

/** Children were answered for fewer classes than the device reads by now: they do not complete the root. */
async function detailUnderFewerScopes(): Promise<void> {
	const { running, amy, ada } = await people();
	const [joe] = (await openTabs(running, 'joe')) as [TestTab];
	const doc = await joe.newDoc({ desk: true });
	await joe.sync();
	await amy.sync();
	await add(amy, doc, 'for all', 'public');
	await add(amy, doc, 'for us', 'internal');
	await amy.replica.run({ name: 'docs.close', args: { doc } });
	await amy.sync();
	const { first, second } = await device(running, 'joe');
	await first.sync();
	await second.sync();
	second.transport.fault = (call) => (call === 'detail' ? 'offline' : undefined);
	let isFirst = true;
	first.transport.beforeSending = async (call) => {
		if (call !== 'detail' || !isFirst) return;
		isFirst = false;
		const grant = { person: 'joe', roles: ['agent'], teams: [], active: true };
		await ada.replica.run({ name: 'persons.setAccess', args: grant });
		await ada.sync();
		await second.sync();
	};
	first.replica.loop.start();
	first.replica.loop.want('doc', doc);
	await first.sync();
	assert.equal(first.replica.memory.isComplete('doc', doc), true);
	assert.deepEqual(texts(first, doc), ['for all', 'for us']);
}

/** The root left and came back as another version, and lost a child while away: an answer about the old one is dropped. */
async function detailOfOtherVersion(): Promise<void> {
	const { running, amy } = await people();
	const doc = await amy.newDoc({ team: 't', desk: true });
	await add(amy, doc, 'goes', 'internal');
	await add(amy, doc, 'stays', 'internal');
	await amy.replica.run({ name: 'docs.close', args: { doc } });
	await amy.sync();
	const { first, second } = await device(running, 'tom');
	await first.sync();
	await second.sync();
	second.transport.fault = (call) => (call === 'detail' ? 'offline' : undefined);
	onceBefore(first, 'detail', async () => {
		await move(amy, doc, null);
		const note = amy.replica.children('note', doc).find(({ text }) => text === 'goes')?.id;
		await amy.replica.run({ name: 'notes.remove', args: { note } });
		await amy.sync();
		await second.sync();
		assert.deepEqual(second.ids('doc'), []);
		await move(amy, doc, 't');
		await amy.sync();
		await second.sync();
		assert.deepEqual(second.ids('doc'), [doc]);
	});
	first.replica.loop.start();
	first.replica.loop.want('doc', doc);
	await first.sync();
	first.replica.loop.start();
	first.replica.loop.want('doc', doc);
	await first.sync();
	assert.equal(first.replica.memory.isComplete('doc', doc), true);
	assert.deepEqual(texts(first, doc), ['stays']);
}

export const lateAnswers: Readonly<Record<string, Scenario>> = {
	'a page whose run has closed is dropped': pageOfClosedRun,
	'a kept del hides a row of an earlier page': pageFromBeforeDel,
	'an answer about children under another scopesRev is asked again': detailUnderFewerScopes,
	'an answer about children of another version of the root is dropped': detailOfOtherVersion
};
