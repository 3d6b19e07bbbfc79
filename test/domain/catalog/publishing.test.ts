import { beforeEach, describe, expect, it } from 'vitest';
import {
	catalogItem,
	formDraft,
	formDraftId,
	formNote,
	formVersion,
	formVersionId,
	popular,
	type Question
} from '#domain/catalog/index.ts';
import { actorOf, roles, scopeKinds, scopesOf } from '#domain/identity/index.ts';
import { readableAudiences, valueHash } from '#domain/kernel/index.ts';
import { grants } from '#domain/registry.ts';
import { ticket, ticketDetail } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { company, Desk } from '#test/support/company.ts';

const seeded = await company();
const item = seedIds.item('monitor');
let desk: Desk;
beforeEach(() => {
	desk = new Desk(seeded.copy());
});

const ask = (id: string, type: Question['type'] = 'text', rules: Partial<Question> = {}) =>
	({ id, label: id, type, required: false, options: [], ...rules }) as const;
const head = () => desk.store.row(catalogItem, item);
const history = () =>
	desk.store
		.childrenOf(formVersion, item)
		.map(({ version, revertOf, form }) => [version, revertOf, form.map(({ id }) => id)]);
const save = (...form: ReturnType<typeof ask>[]) =>
	desk.verdict('malik', 'catalog.saveForm', { item, form: form as never });
const publish = (base = {}) => desk.verdict('malik', 'catalog.publishForm', { item }, { base });

describe('catalog: draft, publication, history', () => {
	it('nobody is asked a draft; its publication is a version of its own; an old one comes back as the next', async () => {
		const before = head().form;
		expect(await save(ask('fresh'))).toBe('applied');
		expect([head().form, head().formVersion]).toEqual([before, 1]);
		expect(await publish()).toBe('applied');
		expect([head().form.map(({ id }) => id), head().formVersion]).toEqual([['fresh'], 2]);
		expect(desk.store.childrenOf(formDraft, item)).toEqual([]);
		const revert = (version: number) =>
			desk.verdict('ada', 'catalog.revertForm', { item, version });
		expect(await revert(1)).toBe('applied');
		expect([head().form, head().formVersion]).toEqual([before, 3]);
		expect(await revert(9)).toBe('catalog.form_unknown');
		expect(history()).toEqual([
			[1, null, ['count', 'desk']],
			[2, null, ['fresh']],
			[3, 1, ['count', 'desk']]
		]);
	});

	it('a form of before there was a history keeps it when it is first replaced', async () => {
		desk.store.rows(formVersion).delete(formVersionId(item, 1));
		await save(ask('fresh'));
		await publish();
		expect(
			history()
				.map(([version]) => version)
				.sort()
		).toEqual([1, 2]);
	});

	it('a circle is refused by name, wherever it comes in', async () => {
		const circle = { showWhen: { question: 'one', is: [true] } };
		const form = [ask('one', 'yesno', circle)];
		const { verdict } = await desk.run('malik', 'catalog.saveForm', { item, form: form as never });
		expect(verdict).toMatchObject({
			failure: { code: 'catalog.condition_cyclic', field: 'form.one' }
		});
		const { title, description, category, icon, kind, team, needsApproval, position } = head();
		const args = { title, description, category, icon, kind, team, needsApproval, position };
		expect(await desk.verdict('malik', 'catalog.addItem', { ...args, form: form as never })).toBe(
			'catalog.condition_cyclic'
		);
	});

	it('publishes only what was seen, and of two drafts the first stays', async () => {
		await save(ask('mine'));
		const seen = { form: valueHash(desk.store.row(formDraft, formDraftId(item)).form) };
		await save(ask('theirs'));
		expect(await publish(seen)).toBe('catalog.form_moved');
		const again = { item, form: [ask('mine')] as never };
		expect(await desk.verdict('ada', 'catalog.saveForm', again, { base: seen })).toBe('conflict');
		expect(await desk.verdict('malik', 'catalog.discardForm', { item })).toBe('applied');
		expect(await publish()).toBe('catalog.draft_missing');
	});

	it('SYNC-AUD: drafts, and who published what for, are for those who manage the catalogue', () => {
		for (const role of roles) {
			const access = { id: 'u', name: 'N', roles: [role], teams: [], site: null, active: true };
			const classes = readableAudiences(
				catalogItem.scopes(head()),
				new Set(scopesOf(access)),
				scopeKinds
			);
			const manages = grants.permits(actorOf(access), 'catalog.manage');
			expect([role, classes.includes('internal')]).toEqual([role, manages]);
		}
		const classes = [formDraft, formNote, formVersion].map((each) => each.audience({} as never));
		expect(classes).toEqual(['internal', 'internal', 'public']);
	});

	it('popularity is told by the server alone', async () => {
		const args = { item, popularity: 12 };
		expect(grants.permits(desk.actor('malik'), 'catalog.count')).toBe(false);
		await desk.run('system', 'catalog.countItem', args);
		expect(desk.store.all(catalogItem).filter(popular.where({}, desk.actor('rosa')))).toMatchObject(
			[{ id: item, popularity: 12 }]
		);
	});
});

describe('catalog: a ticket answers the version that was shown', () => {
	const create = (more: object, rest = {}) =>
		desk.verdict(
			'rosa',
			'tickets.create',
			{ kind: 'request', title: 'Asked', catalogItem: item, ...more },
			rest
		);
	const answers = () => {
		const row = desk.store.all(ticket).find(({ title }) => title === 'Asked');
		return desk.store.childrenOf(ticketDetail, row?.id ?? '')[0]?.answers;
	};
	const old = [
		{ id: 'count', value: 2 },
		{ id: 'desk', value: 'H-2' }
	];

	it('one filled in offline is taken although the form has changed meanwhile', async () => {
		await save(ask('fresh'));
		await publish();
		expect(await create({ answers: old })).toBe('catalog.answer_unknown');
		expect(await create({ answers: old, formVersion: 7 })).toBe('catalog.form_unknown');
		expect(await create({ answers: old, formVersion: 1 })).toBe('applied');
		expect(answers()?.map(({ value }) => value)).toEqual([2, 'H-2']);
	});

	it('a device without that version leaves the answers to the server', async () => {
		await save(ask('fresh'));
		await publish();
		const isHere = (table: { name: string }) => table.name !== formVersion.name;
		expect(await create({ answers: old, formVersion: 1 }, { isHere })).toBe('applied');
		expect(answers()).toEqual([]);
	});

	it('lookups are kept as names: a place that exists, a person whom the actor may read, files that come along', async () => {
		const blob = 'ab'.repeat(32);
		await save(ask('where', 'site'), ask('who', 'person'), ask('photos', 'files'));
		await publish();
		const said = (where: string, who: string, photos = [blob]) => [
			{ id: 'where', value: where },
			{ id: 'who', value: who },
			{ id: 'photos', value: photos }
		];
		const files = [{ name: 'a.png', mime: 'image/png', size: 1, blob }];
		const porto = seedIds.site('porto');
		const self = seedIds.person('rosa');
		expect(await create({ answers: said('nowhere', self), files })).toBe('catalog.answer_invalid');
		expect(await create({ answers: said('any place', self), files })).toBe(
			'catalog.answer_invalid'
		);
		expect(await create({ answers: said(porto, self) })).toBe('catalog.answer_invalid');
		expect(await create({ answers: said(porto, self), files })).toBe('applied');
		expect(answers()?.map(({ value }) => value)).toEqual(['Porto', 'Rosa Klein', [blob]]);
		// A requester does not read other people's rows, and must not learn a name by guessing an id.
		desk = new Desk(seeded.copy());
		await save(ask('who', 'person'));
		await publish();
		const other = seedIds.person('vera');
		await create({ answers: [{ id: 'who', value: other }] });
		expect(answers()?.map(({ value }) => value)).toEqual([other]);
	});
});
