import * as v from 'valibot';
import { site, team } from '#domain/identity/index.ts';
import {
	absent,
	applied,
	defineMutator,
	instant,
	isRow,
	mergeFields,
	notHere,
	nullable,
	ref,
	stepFrom,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from './errors.ts';
import { announcementLifecycle, type AnnouncementVerb } from './lifecycle.ts';
import { announcement, type Announcement } from './schema.ts';

const { title, words, severity, concerns } = announcement.fields;
const entries = {
	title: title.schema,
	words: words.schema,
	severity: severity.schema,
	concerns: concerns.schema,
	site: nullable(ref()).schema,
	team: nullable(ref()).schema,
	from: instant().schema,
	until: nullable(instant()).schema
};
type Wanted = Pick<Announcement, keyof typeof entries>;

/** Period and audience make sense together; `at` is put before the field. */
async function refusalOf(tx: WriteTx, wanted: Wanted, at = ''): Promise<Verdict | undefined> {
	if (wanted.until !== null && wanted.until <= wanted.from) {
		return refuse('announcements.period', `${at}until`);
	}
	for (const [name, table] of [
		['site', site],
		['team', team]
	] as const) {
		const id = wanted[name];
		const isAsked = wanted.concerns === name;
		if (isAsked !== (id !== null)) return refuse('announcements.audience', `${at}${name}`);
		if (id !== null && (await tx.get(table, id)) === absent) {
			return refuse('announcements.audience', `${at}${name}`);
		}
	}
	return undefined;
}

/** Writes a draft. Its id is `ctx.newId(announcement)`. */
export const draft = defineMutator({
	name: 'announcements.draft',
	permission: 'announcements.manage',
	args: v.strictObject({
		...entries,
		site: v.exactOptional(entries.site, null),
		team: v.exactOptional(entries.team, null),
		/** Now, unless given. */
		from: v.exactOptional(entries.from),
		until: v.exactOptional(entries.until, null)
	}),
	async run({ tx, ctx, args }) {
		const wanted = { ...args, from: args.from ?? ctx.now };
		const refusal = await refusalOf(tx, wanted);
		if (refusal) return refusal;
		await tx.insert(announcement, {
			...wanted,
			id: ctx.newId(announcement),
			state: 'draft',
			by: ctx.actor.subject,
			byName: ctx.actor.name,
			updatedAt: ctx.now
		});
		return undefined;
	}
});

const changes = v.pipe(
	v.strictObject({
		title: v.exactOptional(entries.title),
		words: v.exactOptional(entries.words),
		severity: v.exactOptional(entries.severity),
		concerns: v.exactOptional(entries.concerns),
		site: v.exactOptional(entries.site),
		team: v.exactOptional(entries.team),
		from: v.exactOptional(entries.from),
		until: v.exactOptional(entries.until)
	}),
	v.check((given) => Object.keys(given).length > 0, 'changes.none')
);

/** Changes a draft, or what is published: its readers change with its audience. */
export const edit = defineMutator({
	name: 'announcements.edit',
	permission: 'announcements.manage',
	args: v.strictObject({ announcement: ref().schema, changes }),
	async run({ tx, ctx, args }) {
		const row = await tx.get(announcement, args.announcement);
		if (row === absent) return refuse('announcements.unknown', 'announcement');
		if (row === notHere) return undefined;
		if (row.state === 'ended') return refuse('announcements.ended', 'announcement');
		const { patch, verdict } = mergeFields<Announcement>(row, args.changes, ctx.base, [
			['from', 'until'],
			['concerns', 'site', 'team']
		]);
		if (verdict.kind === 'rejected') return verdict;
		const refusal = await refusalOf(tx, { ...row, ...patch }, 'changes.');
		if (refusal) return refusal;
		await tx.update(announcement, row.id, { ...patch, updatedAt: ctx.now });
		return verdict;
	}
});

function takesStep<const Name extends string>(name: Name, verb: AnnouncementVerb, event: string) {
	return defineMutator({
		name,
		permission: 'announcements.manage',
		args: v.strictObject({ announcement: ref().schema }),
		async run({ tx, ctx, args }) {
			const row = await tx.get(announcement, args.announcement);
			if (row === absent) return refuse('announcements.unknown', 'announcement');
			if (!isRow(row)) return undefined;
			const step = stepFrom(announcementLifecycle, row.state, verb);
			if (!step) return secondTime(row, verb);
			await tx.update(announcement, row.id, { state: step.to, updatedAt: ctx.now });
			ctx.emit({
				name: event,
				table: announcement.name,
				id: row.id,
				facts: { severity: row.severity }
			});
			return undefined;
		}
	});
}

/** Somebody else did the very same: there is nothing left to do. */
function secondTime(row: Announcement, verb: AnnouncementVerb): Verdict {
	const wanted = announcementLifecycle.transitions.find((step) => step.verb === verb);
	return row.state === wanted?.to
		? applied
		: refuse('announcements.step_not_allowed', 'announcement', { state: row.state });
}

export const publish = takesStep('announcements.publish', 'publish', 'announcements.published');
export const end = takesStep('announcements.end', 'end', 'announcements.ended');
export const discard = takesStep('announcements.discard', 'discard', 'announcements.discarded');

export const announcementMutators = [draft, edit, publish, end, discard] as const;
