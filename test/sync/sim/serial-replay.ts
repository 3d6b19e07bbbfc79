import {
	absent,
	applied,
	canonicalJson,
	derivedId,
	mutatorNamed,
	type Actor,
	type AnyRow,
	type JsonObject,
	type Table,
	type WriteTx
} from '#domain/kernel/index.ts';
import { SYSTEM_SUBJECT } from '#sync/authority/index.ts';
import {
	rootTableOf,
	seesEverything,
	viewerOf as viewerWith,
	type Viewer
} from '#sync/authority/visibility.ts';
import type { AuthorityState } from '../memory/authority-state.ts';
import { worldRegistry } from '../support/world-registry.ts';
import type { Report } from './violations.ts';

type Rows = Map<string, Map<string, AnyRow>>;

/** I8: the rows are what the accepted commands make of nothing, one after the other. */
export function checkSerialReplay(report: Report, state: AuthorityState): void {
	const rows: Rows = new Map(worldRegistry.tables.map(({ name }) => [name, new Map()]));
	const steps: (() => Promise<void>)[] = [];
	for (const entry of state.audit) {
		if (entry.verdict !== 'applied' && entry.verdict !== 'merged') continue;
		steps.push(() => replay(rows, entry));
	}
	pending = (async () => {
		for (const step of steps) await step();
		for (const { name } of worldRegistry.tables) {
			const theirs = new Map(
				[...(state.tables[name] ?? [])].map(([id, { row }]) => [id, plain(row)])
			);
			const ours = new Map([...(rows.get(name) ?? [])].map(([id, row]) => [id, plain(row)]));
			for (const id of new Set([...theirs.keys(), ...ours.keys()])) {
				if (theirs.get(id) !== ours.get(id))
					report('I8', `${name} ${id} is ${theirs.get(id)}, serially ${ours.get(id)}`);
			}
		}
	})();
}

/** The replay that runs, to be awaited before the report is read. */
export let pending: Promise<void> = Promise.resolve();

/** Numbers are given at the commit and not by the command. */
function plain(row: AnyRow): string {
	return canonicalJson({ ...row, number: null });
}

async function replay(rows: Rows, entry: AuthorityState['audit'][number]): Promise<void> {
	const mutator = mutatorNamed(worldRegistry, entry.verb);
	if (!mutator) return;
	const { args, base, deviceAt, tz } = JSON.parse(entry.payload) as {
		args: JsonObject;
		base: Record<string, string>;
		deviceAt: number;
		tz: string;
	};
	const own: Rows = new Map([...rows].map(([name, table]) => [name, new Map(table)]));
	const ctx = {
		actor: actorOf(rows, entry.subject),
		now: entry.at,
		claimedAt: deviceAt,
		tz,
		mid: entry.mid,
		newId: (table: { readonly name: string }, label = '') =>
			derivedId(entry.mid, table.name, label),
		base,
		emit: () => undefined
	};
	const { output } = mutator.args['~standard'].validate(args) as never as { output: unknown };
	const given =
		output ?? ((await mutator.args['~standard'].validate(args)) as { value: unknown }).value;
	const tx = serialTx(rows, own, viewerOf(ctx.actor));
	const verdict = (await mutator.run({ tx, ctx, args: given })) ?? applied;
	if (verdict.kind !== 'rejected') for (const [name, table] of own) rows.set(name, table);
}

function actorOf(rows: Rows, subject: string): Actor {
	if (subject === SYSTEM_SUBJECT)
		return { subject, name: subject, roles: [subject], teams: [], scopes: new Set() };
	return worldRegistry.access.actorOf(rows.get('person')?.get(subject) as AnyRow);
}

function viewerOf({ subject, scopes }: Actor): Viewer {
	return subject === SYSTEM_SUBJECT ? seesEverything : viewerWith(worldRegistry, scopes);
}

/** As the authority's: what the actor may not see, by the rows as they were, is not there; own writes are. */
function serialTx(before: Rows, own: Rows, viewer: Viewer): WriteTx {
	const table = ({ name }: Table) => own.get(name) as Map<string, AnyRow>;
	const isSeen = (of: Table, row: AnyRow) => {
		if (before.get(of.name)?.get(row.id) !== row) return true;
		if (of.kind === 'root') return viewer.seesRoot(of, row);
		const root = before.get(of.of)?.get(row.root ?? '');
		const audiences = root && viewer.audiencesOf(rootTableOf(worldRegistry, of), root);
		return audiences?.has(of.audience(row)) ?? false;
	};
	return {
		get: async (of, id) => {
			const row = table(of).get(id);
			return (row && isSeen(of, row) ? row : absent) as never;
		},
		children: async (of, root) =>
			[...table(of).values()].filter((row) => row.root === root && isSeen(of, row)) as never,
		insert: async (of, row) => void table(of).set((row as AnyRow).id, row as AnyRow),
		update: async (of, id, patch) =>
			void table(of).set(id, { ...(table(of).get(id) as AnyRow), ...patch }),
		remove: async (of, id) => void table(of).delete(id)
	};
}
