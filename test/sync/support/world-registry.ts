import * as v from 'valibot';
import {
	defineMutator,
	int,
	isRow,
	mergeFields,
	notHere,
	ref,
	rejected,
	type AnyRow,
	type Registry,
	type Scope
} from '#domain/kernel/index.ts';
import { macroOf, merge, split, unmerge } from './desk-mutators.ts';
import { audiences, docs, notes, persons, signals, votes } from './world-tables.ts';

export { docs, notes, persons, signals, votes };

/**
 * A small world that has every shape the protocol knows: roots that move between scopes, children of both classes, a
 * rule over a set of children, a rule over a counter, a write to two roots, a numbered table, a reaction, and a table of
 * the other space.
 */
/** A doc takes this many votes. */
export const QUORUM = 2;

const docId = v.object({ doc: ref().schema });

const create = defineMutator({
	name: 'docs.create',
	args: v.object({
		title: v.pipe(v.string(), v.maxLength(200)),
		team: v.nullable(ref().schema),
		desk: v.boolean(),
		parts: v.optional(int(0).schema, 0)
	}),
	permission: 'docs.write',
	async run({ tx, ctx, args }) {
		const id = ctx.newId(docs);
		await tx.insert(docs, {
			id,
			number: null,
			owner: ctx.actor.subject,
			team: args.team,
			desk: args.desk,
			title: args.title,
			body: '',
			state: 'open',
			count: 0,
			parts: args.parts,
			mergedInto: null,
			createdAt: ctx.now
		});
		ctx.emit({ name: 'docs.created', table: 'doc', id });
	}
});

const set = defineMutator({
	name: 'docs.set',
	args: v.object({
		doc: ref().schema,
		title: v.optional(v.pipe(v.string(), v.maxLength(200))),
		body: v.optional(v.pipe(v.string(), v.maxLength(2000)))
	}),
	permission: 'docs.write',
	async run({ tx, ctx, args: { doc, ...given } }) {
		const row = await tx.get(docs, doc);
		if (row === notHere) return;
		if (!isRow(row)) return rejected('not_found', 'doc');
		const changes = Object.fromEntries(
			Object.entries(given).filter(([, value]) => value !== undefined)
		);
		const { patch, verdict } = mergeFields<typeof row>(row, changes, ctx.base);
		if (verdict.kind === 'rejected') return verdict;
		await tx.update(docs, doc, patch);
		return verdict;
	}
});

const move = defineMutator({
	name: 'docs.move',
	args: v.object({ doc: ref().schema, team: v.nullable(ref().schema), desk: v.boolean() }),
	permission: 'docs.write',
	async run({ tx, args: { doc, team, desk } }) {
		const row = await tx.get(docs, doc);
		if (row === notHere) return;
		if (!isRow(row)) return rejected('not_found', 'doc');
		await tx.update(docs, doc, { team, desk });
	}
});

const close = defineMutator({
	name: 'docs.close',
	args: docId,
	permission: 'docs.write',
	async run({ tx, ctx, args: { doc } }) {
		const row = await tx.get(docs, doc);
		if (row === notHere) return;
		if (!isRow(row)) return rejected('not_found', 'doc');
		if (row.state === 'closed') return rejected('already_closed', 'doc');
		await tx.update(docs, doc, { state: 'closed' });
		ctx.emit({ name: 'docs.closed', table: 'doc', id: doc });
	}
});

/** Adds to a counter: two of them never conflict, and each counts exactly once. */
const count = defineMutator({
	name: 'docs.count',
	args: v.object({ doc: ref().schema, delta: int(-1000, 1000).schema }),
	permission: 'docs.write',
	async run({ tx, args: { doc, delta } }) {
		const row = await tx.get(docs, doc);
		if (row === notHere) return;
		if (!isRow(row)) return rejected('not_found', 'doc');
		await tx.update(docs, doc, { count: row.count + delta });
	}
});

/** Moves one from a counter to another: both or neither. */
const shift = defineMutator({
	name: 'docs.shift',
	args: v.object({ from: ref().schema, to: ref().schema }),
	permission: 'docs.write',
	async run({ tx, args: { from, to } }) {
		const giver = await tx.get(docs, from);
		const taker = await tx.get(docs, to);
		if (giver === notHere || taker === notHere) return;
		if (!isRow(giver) || !isRow(taker) || from === to) return rejected('not_found', 'from');
		await tx.update(docs, from, { count: giver.count - 1 });
		await tx.update(docs, to, { count: taker.count + 1 });
	}
});

/** The last part goes to one person only. */
const takePart = defineMutator({
	name: 'docs.takePart',
	args: docId,
	permission: 'docs.write',
	async run({ tx, args: { doc } }) {
		const row = await tx.get(docs, doc);
		if (row === notHere) return;
		if (!isRow(row)) return rejected('not_found', 'doc');
		if (row.parts === 0) return rejected('no_parts', 'doc');
		await tx.update(docs, doc, { parts: row.parts - 1 });
	}
});

const addNote = defineMutator({
	name: 'notes.add',
	args: v.object({
		doc: ref().schema,
		text: v.pipe(v.string(), v.maxLength(2000)),
		audience: v.picklist(audiences)
	}),
	permission: 'docs.write',
	async run({ tx, ctx, args: { doc, text: content, audience } }) {
		const row = await tx.get(docs, doc);
		if (row !== notHere && !isRow(row)) return rejected('not_found', 'doc');
		const id = ctx.newId(notes);
		const author = ctx.actor.subject;
		await tx.insert(notes, { id, root: doc, author, text: content, audience });
	}
});

const editNote = defineMutator({
	name: 'notes.edit',
	args: v.object({ note: ref().schema, text: v.pipe(v.string(), v.maxLength(2000)) }),
	permission: 'docs.write',
	async run({ tx, args: { note, text: content } }) {
		const row = await tx.get(notes, note);
		if (row === notHere) return;
		if (!isRow(row)) return rejected('not_found', 'note');
		await tx.update(notes, note, { text: content });
	}
});

const removeNote = defineMutator({
	name: 'notes.remove',
	args: v.object({ note: ref().schema }),
	permission: 'docs.write',
	async run({ tx, args: { note } }) {
		const row = await tx.get(notes, note);
		if (row === notHere) return;
		if (!isRow(row)) return rejected('not_found', 'note');
		await tx.remove(notes, note);
	}
});

/** A rule over a set: not more than QUORUM votes, one a person. */
const castVote = defineMutator({
	name: 'votes.cast',
	args: docId,
	permission: 'docs.write',
	async run({ tx, ctx, args: { doc } }) {
		const row = await tx.get(docs, doc);
		if (row !== notHere && !isRow(row)) return rejected('not_found', 'doc');
		const cast = await tx.children(votes, doc);
		if (cast !== notHere) {
			if (cast.some((vote) => vote.voter === ctx.actor.subject)) return rejected('voted', 'doc');
			if (cast.length >= QUORUM) return rejected('quorum', 'doc');
		}
		const id = ctx.newId(votes);
		await tx.insert(votes, { id, root: doc, voter: ctx.actor.subject });
	}
});

const raise = defineMutator({
	name: 'signals.raise',
	args: v.object({ team: ref().schema, level: int(0, 9).schema }),
	permission: 'docs.write',
	async run({ tx, ctx, args: { team, level } }) {
		await tx.insert(signals, { id: ctx.newId(signals), team, level });
	}
});

const setAccess = defineMutator({
	name: 'persons.setAccess',
	args: v.object({
		person: ref().schema,
		roles: v.array(v.picklist(['agent', 'admin'])),
		teams: v.array(ref().schema),
		active: v.boolean()
	}),
	permission: 'persons.write',
	async run({ tx, args: { person, roles, teams, active } }) {
		const row = await tx.get(persons, person);
		if (row === notHere) return;
		if (!isRow(row)) return rejected('not_found', 'person');
		await tx.update(persons, person, { roles, teams, active });
	}
});

const addPerson = defineMutator({
	name: 'persons.add',
	args: v.object({
		person: ref().schema,
		roles: v.array(v.picklist(['agent', 'admin'])),
		teams: v.array(ref().schema)
	}),
	permission: 'persons.write',
	async run({ tx, args: { person, roles, teams } }) {
		await tx.insert(persons, { id: person, name: person, roles, teams, active: true });
	}
});

/** A bug: throws wherever it runs. */
const explode = defineMutator({
	name: 'docs.explode',
	args: v.object({}),
	permission: 'docs.write',
	async run() {
		throw new Error('a bug');
	}
});

type PersonRow = {
	readonly id: string;
	readonly name: string;
	readonly roles: readonly string[];
	readonly teams: readonly string[];
	readonly active: boolean;
};

export function scopesOfPerson(access: AnyRow): readonly Scope[] {
	const { id, roles, teams, active } = access as unknown as PersonRow;
	if (!active) return [];
	return [
		`user:${id}`,
		...teams.map((team) => `team:${team}`),
		...(roles.includes('agent') ? ['desk'] : []),
		...(roles.includes('admin') ? ['admin'] : [])
	];
}

export const worldRegistry: Registry = {
	tables: [persons, docs, notes, votes, signals],
	mutators: [
		create,
		set,
		move,
		close,
		count,
		shift,
		takePart,
		addNote,
		editNote,
		removeNote,
		castVote,
		raise,
		setAccess,
		addPerson,
		explode,
		merge,
		unmerge,
		split,
		macroOf(set, addNote, close)
	],
	queries: [],
	lifecycles: [],
	reactions: [
		{
			name: 'closed docs count',
			on: 'docs.closed',
			then: (event) => [{ mutator: 'docs.count', args: { doc: event.id, delta: 1 } }]
		}
	],
	scopeKinds: {
		user: ['public'],
		team: ['public', 'internal'],
		desk: ['public', 'internal'],
		admin: ['public']
	},
	access: {
		table: persons,
		scopesOf: scopesOfPerson,
		actorOf: (access) => {
			const { id, name, roles, teams } = access as unknown as PersonRow;
			return { subject: id, name, roles, teams, scopes: new Set(scopesOfPerson(access)) };
		},
		permits: (actor, permission) =>
			permission === 'persons.write' ? actor.roles.includes('admin') : true,
		touchedBy: (name, args) =>
			name === 'persons.setAccess' ? [(args as { person: string }).person] : []
	}
};
