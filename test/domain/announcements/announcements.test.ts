import { beforeEach, describe, expect, it } from 'vitest';
import { HOUR, rowId, stepsFrom, type JsonObject } from '#domain/kernel/index.ts';
import {
	announcement,
	announcementLifecycle,
	current,
	isCurrent
} from '#domain/announcements/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { company, Desk, NOW } from '#test/support/company.ts';

const seeded = await company();
let desk: Desk;
beforeEach(() => {
	desk = new Desk(seeded.copy());
});
const id = rowId('news', announcement);
const draft = (rest: JsonObject = {}, who: PersonKey = 'greta') =>
	desk.run(
		who,
		'announcements.draft',
		{ title: 'T', words: 'W', severity: 'info', concerns: 'everyone', ...rest },
		{ mid: 'news' }
	);
const step = (verb: string, who: PersonKey = 'greta') =>
	desk.verdict(who, `announcements.${verb}`, { announcement: id });
const row = () => desk.store.row(announcement, id);
/** Who hears of it now, on a device that holds what the person may read. */
const heardBy = (at = NOW) =>
	(['rosa', 'clara', 'timo', 'ines', 'greta', 'probe'] as const).filter((who) => {
		const actor = desk.actor(who);
		const isHeld = announcement.scopes(row()).some((scope) => actor.scopes.has(scope));
		return isHeld && current.where({ at }, actor)(row());
	});

describe('announcements', () => {
	it.each<[string, JsonObject, readonly string[]]>([
		['everyone', {}, ['rosa', 'clara', 'timo', 'ines', 'greta']],
		['a site', { concerns: 'site', site: seedIds.site('porto') }, ['clara', 'ines']],
		['a team', { concerns: 'team', team: seedIds.team('field') }, ['timo', 'ines']]
	])(
		'SYNC-AUD: reach %s, and nobody as a draft or once they have ended',
		async (_whom, rest, expected) => {
			await draft(rest);
			expect(heardBy()).toEqual([]);
			expect(announcement.scopes(row())).toEqual(['desk', 'admin']);
			await step('publish');
			expect(heardBy()).toEqual(expected);
			await step('end');
			expect(heardBy()).toEqual([]);
		}
	);

	it('are shown from their beginning up to but without their end', async () => {
		await draft({ from: NOW, until: NOW + HOUR });
		await step('publish');
		const shown = [NOW - 1, NOW, NOW + HOUR - 1, NOW + HOUR].map((at) => isCurrent(row(), at));
		expect(shown).toEqual([false, true, true, false]);
	});

	it('outages come first, and among equals the newest', () => {
		const { key } = current.sort({ at: NOW });
		const [base] = seeded.all(announcement);
		if (!base) throw new Error('The seed has one');
		const keys = [
			{ ...base, severity: 'info' as const, from: NOW },
			{ ...base, severity: 'outage' as const, from: NOW - HOUR },
			{ ...base, severity: 'outage' as const, from: NOW }
		].map((each) => Number(key(each)));
		expect([...keys].sort((a, b) => a - b)).toEqual(keys);
	});

	it.each<[string, PersonKey, JsonObject, string]>([
		['by a requester', 'rosa', {}, 'forbidden'],
		['that ends before it begins', 'greta', { from: NOW, until: NOW }, 'announcements.period'],
		['for a site without naming it', 'greta', { concerns: 'site' }, 'announcements.audience'],
		['for no site known', 'greta', { concerns: 'site', site: 'none' }, 'announcements.audience'],
		['for everyone and a team', 'greta', { team: seedIds.team('field') }, 'announcements.audience']
	])('refuses one %s', async (_what, who, rest, code) => {
		const actor = desk.actor(who);
		const { verdict } = await draft(rest, who);
		// The protocol asks for the permission before the mutator runs.
		if (code === 'forbidden') expect(actor.roles).toEqual(['requester']);
		else expect(verdict).toMatchObject({ failure: { code } });
	});

	it('are changed until they end; the same step twice is done once', async () => {
		await draft();
		const edit = (changes: JsonObject) =>
			desk.verdict('malik', 'announcements.edit', { announcement: id, changes });
		expect(await step('end')).toBe('announcements.step_not_allowed');
		expect(await step('publish')).toBe('applied');
		expect(await step('publish', 'malik')).toBe('applied');
		expect(await edit({ until: NOW - 1 })).toBe('announcements.period');
		expect(await edit({ severity: 'outage' })).toBe('applied');
		expect(await step('end')).toBe('applied');
		expect(await edit({ title: 'x' })).toBe('announcements.ended');
		expect(await step('publish')).toBe('announcements.step_not_allowed');
	});

	it('reach every state, and have a way out of every open one', () => {
		for (const state of announcementLifecycle.states) {
			const isClosed = announcementLifecycle.closed.includes(state);
			expect(stepsFrom(announcementLifecycle, state).length > 0).toBe(!isClosed);
		}
	});
});
