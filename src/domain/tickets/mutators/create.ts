import * as v from 'valibot';
import {
	answersOf,
	answersSchema,
	catalogItem,
	formVersion,
	formVersionId,
	resolveAnswers,
	validateAnswers,
	type CatalogItem
} from '#domain/catalog/index.ts';
import { person, site } from '#domain/identity/index.ts';
import {
	absent,
	defineMutator,
	derivedId,
	failure,
	isRow,
	nullable,
	oneOf,
	ref,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { kinds, lifecycleOf } from '../lifecycle.ts';
import { ticketGrants } from '../permissions.ts';
import { DEFAULT_IMPACT, DEFAULT_URGENCY, priorityOf } from '../rules/priority.ts';
import { level, longText, tags, ticket, ticketDetail, title, type Ticket } from '../schema.ts';
import { filesSchema, insertFiles } from './files.ts';
import { record } from './timeline.ts';

const args = v.strictObject({
	kind: oneOf(kinds).schema,
	title: title.schema,
	description: v.exactOptional(longText.schema, ''),
	/** The person who needs it; the actor, unless given. */
	requester: v.exactOptional(ref().schema),
	catalogItem: v.exactOptional(nullable(ref()).schema, null),
	answers: v.exactOptional(answersSchema, []),
	/** The version of the item's form that was answered; the published one, unless given. */
	formVersion: v.exactOptional(formVersion.fields.version.schema),
	/** For the working side to judge. */
	impact: v.exactOptional(level.schema),
	urgency: v.exactOptional(level.schema),
	site: v.exactOptional(nullable(ref()).schema),
	tags: v.exactOptional(tags.schema, []),
	files: v.exactOptional(filesSchema, [])
});
type Args = v.InferOutput<typeof args>;

/** The one child `ticket_detail` of a ticket. */
export function detailId(ticketId: string): string {
	return derivedId(ticketDetail.name, ticketId);
}

type Facts = Pick<Ticket, 'requester' | 'requesterName' | 'vip' | 'site'>;

async function requesterFacts(tx: WriteTx, ctx: Context, given: Args): Promise<Facts | Verdict> {
	const requester = given.requester ?? ctx.actor.subject;
	const row = await tx.get(person, requester);
	if (row === absent || (isRow(row) && !row.active)) {
		return refuse('tickets.person_unknown', 'requester');
	}
	if (typeof given.site === 'string' && (await tx.get(site, given.site)) === absent) {
		return refuse('tickets.site_unknown', 'site');
	}
	if (isRow(row)) {
		const at = given.site === undefined ? row.site : given.site;
		return { requester, requesterName: row.name, vip: row.vip, site: at };
	}
	const requesterName = requester === ctx.actor.subject ? ctx.actor.name : '';
	return { requester, requesterName, vip: false, site: given.site ?? null };
}

/**
 * The questions that were answered. Somebody who answered an older version, offline say, answered that one; a replica that
 * does not hold it leaves the answers to the server.
 */
async function formAnswered(tx: WriteTx, item: CatalogItem, version = item.formVersion) {
	if (version === item.formVersion) return item;
	return tx.get(formVersion, formVersionId(item.id, version));
}

async function answersKept(tx: WriteTx, ctx: Context, given: Args, item: CatalogItem) {
	const asked = await formAnswered(tx, item, given.formVersion);
	if (asked === absent) return failure('catalog.form_unknown', 'formVersion');
	if (!isRow(asked)) return [];
	const [wrong] = validateAnswers(asked, given.answers);
	if (wrong) return wrong;
	const files = new Set(given.files.map(({ blob }) => blob));
	return resolveAnswers(tx, ctx, answersOf(asked, given.answers), files);
}

/** The item's part: who gets it, whether it must be approved, the answers as they are kept. */
async function itemFacts(tx: WriteTx, ctx: Context, given: Args) {
	const none = { team: null, needsApproval: false, answers: [] };
	if (given.catalogItem === null) {
		return given.answers.length === 0 ? none : refuse('tickets.item_unknown', 'catalogItem');
	}
	const item = await tx.get(catalogItem, given.catalogItem);
	if (item === absent || (isRow(item) && (!item.active || item.kind !== given.kind))) {
		return refuse('tickets.item_unknown', 'catalogItem');
	}
	if (!isRow(item)) return none;
	const answers = await answersKept(tx, ctx, given, item);
	if ('code' in answers) return { kind: 'rejected', failure: answers } satisfies Verdict;
	const { team, needsApproval } = item;
	return { team, needsApproval, answers: [...answers] };
}

function headOf(id: string, ctx: Context, given: Args, who: Facts, needsApproval: boolean): Ticket {
	const impact = given.impact ?? DEFAULT_IMPACT;
	const urgency = given.urgency ?? DEFAULT_URGENCY;
	return {
		...who,
		id,
		kind: given.kind,
		number: null,
		title: given.title,
		openedBy: ctx.actor.subject,
		state: needsApproval ? 'waiting_approval' : lifecycleOf(given.kind).initial,
		stateSince: ctx.now,
		resolution: null,
		pendingReason: null,
		cancelReason: null,
		needsApproval,
		impact,
		urgency,
		priority: priorityOf({ impact, urgency, vip: who.vip }),
		priorityOverride: false,
		team: null,
		assignee: null,
		assigneeName: null,
		catalogItem: given.catalogItem,
		tags: given.tags,
		openedAt: ctx.now,
		updatedAt: ctx.now,
		resolvedAt: null,
		closedAt: null,
		reopenCount: 0,
		mergedInto: null,
		major: false
	};
}

/** Reports an incident or makes a request, for oneself or on behalf of somebody. The id is `ctx.newId(ticket)`. */
export const create = defineMutator({
	name: 'tickets.create',
	permission: 'tickets.create',
	args,
	async run({ tx, ctx, args: given }) {
		const { may, permits } = ticketGrants;
		const owner = given.requester ?? ctx.actor.subject;
		if (!may(ctx.actor, 'tickets.create', { owner })) return refuse('forbidden', 'requester');
		if (given.impact !== undefined && !permits(ctx.actor, 'tickets.edit')) {
			return refuse('forbidden', 'impact');
		}
		const who = await requesterFacts(tx, ctx, given);
		if ('kind' in who) return who;
		const item = await itemFacts(tx, ctx, given);
		if ('kind' in item) return item;
		const root = ctx.newId(ticket);
		const head = headOf(root, ctx, given, who, item.needsApproval);
		await tx.insert(ticket, head);
		const { description } = given;
		await tx.insert(ticketDetail, {
			id: detailId(root),
			root,
			description,
			answers: item.answers
		});
		const said = { root, audience: 'public', comment: null, at: ctx.now } as const;
		await insertFiles(tx, ctx, said, given.files);
		await record(
			tx,
			ctx,
			{ root, at: ctx.now },
			{ audience: 'public', what: 'create', toState: head.state }
		);
		ctx.emit({
			name: 'tickets.created',
			table: ticket.name,
			id: root,
			facts: { kind: given.kind, team: item.team }
		});
		return undefined;
	}
});
