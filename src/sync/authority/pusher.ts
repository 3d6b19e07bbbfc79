import { derivedId, type JsonObject } from '#domain/kernel/index.ts';
import {
	isRefusal,
	MAX_PUSH_BYTES,
	pushRequestSchema,
	refusal,
	type Mutation,
	type Outcome,
	type PushRequest,
	type SyncRefusal
} from '../protocol/index.ts';
import { createCombiner, type Later, type Settlement } from './combiner.ts';
import type { Incoming } from './ledger.ts';
import { isModest, SYSTEM_SUBJECT } from './mutation.ts';
import { StoreUnavailable } from './ports.ts';
import { runBatch, type Authority, type PushResult } from './push.ts';
import { isStoreTrouble, PATIENCE, Quarantine } from './quarantine.ts';
import { checkRequest, historyRefusal, rememberHistory, type Session } from './request.ts';

interface Admission extends Incoming {
	readonly at: PushRequest['at'];
	readonly attempt: number;
}

export interface CommandOptions {
	/** Names the command for ever: sent again under it, it is not run again. */
	readonly mid: string;
	readonly tz?: string;
	readonly base?: Readonly<Record<string, string>>;
}

/** Groups of the system: commands of one `mid` meet in one group, others rarely wait for each other. */
const SYSTEM_GROUPS = 16;

/** Takes pushes, commands and reactions, and brings those that wait at the same time into one transaction. */
export function createPusher(authority: Authority, later: Later) {
	const quarantine = new Quarantine(authority);
	const submit = createCombiner<Admission, PushResult>(
		(requests) => runTogether(authority, quarantine, requests),
		later
	);

	/** `received`: when the request arrived; nothing in it happened later. */
	async function push(session: Session, input: unknown, received: number): Promise<PushResult> {
		const checked = checkRequest(pushRequestSchema, input, session);
		if ('refused' in checked) return checked.refused;
		const { request } = checked;
		if (session.subject === SYSTEM_SUBJECT) return refusal('wrong_subject');
		const misfit = limitRefusal(request);
		if (misfit) return misfit;
		const { group, subject, at, attempt, mutations } = request;
		return submit({
			subject,
			group,
			received,
			at,
			attempt,
			mutations,
			numbering: 'device',
			isDead: false
		});
	}

	/**
	 * One command from outside any device (API, reaction). Idempotent by `mid`: the stored outcome is answered again.
	 * Throws what a mutator throws.
	 */
	async function command(
		session: Session,
		name: string,
		args: unknown,
		options: CommandOptions
	): Promise<Outcome | SyncRefusal> {
		const received = authority.world.now();
		const { mid, tz = 'UTC', base = {} } = options;
		const mutation: Mutation = {
			id: 1,
			mid,
			name,
			args,
			deviceAt: received,
			contactAt: 0,
			tz,
			base: { ...base },
			deps: []
		};
		const answer = await submit({
			subject: session.subject,
			group: commandGroup(session.subject, mid),
			received,
			at: null,
			attempt: 0,
			mutations: [mutation],
			numbering: 'server',
			isDead: false
		});
		if (isRefusal(answer)) return answer;
		const outcome = answer.outcomes[0];
		if (!outcome) throw new Error('a command without an outcome');
		return outcome;
	}

	/** Runs the command of a reaction as the system, at most once per key. */
	function runReaction(effect: { readonly key: string; readonly payload: JsonObject }) {
		const { mutator, args } = effect.payload;
		if (typeof mutator !== 'string') throw new Error('not a reaction');
		return command({ subject: SYSTEM_SUBJECT }, mutator, args, { mid: effect.key });
	}

	return { push, command, runReaction };
}

function commandGroup(subject: string, mid: string): string {
	if (subject !== SYSTEM_SUBJECT) return derivedId('commands', subject);
	const part = parseInt(mid.slice(0, 8), 16) % SYSTEM_GROUPS;
	return derivedId('commands', subject, String(part));
}

function limitRefusal({ mutations }: PushRequest): SyncRefusal | undefined {
	const first = mutations[0]?.id ?? 0;
	const gap = mutations.findIndex(({ id }, index) => id !== first + index);
	if (gap >= 0) return refusal('bad_request', `mutations.${gap}.id`);
	const modest = mutations.filter(({ args }) => isModest(args));
	const bytes = new TextEncoder().encode(JSON.stringify(modest)).length;
	return bytes > MAX_PUSH_BYTES ? refusal('too_large', 'mutations') : undefined;
}

async function runTogether(
	authority: Authority,
	quarantine: Quarantine,
	requests: readonly Admission[]
): Promise<readonly Settlement<PushResult>[]> {
	try {
		return await admitAndRun(authority, quarantine, requests);
	} catch (error) {
		if (isStoreTrouble(error)) return requests.map(() => ({ answer: refusal('busy') }));
		throw error;
	}
}

async function admitAndRun(
	authority: Authority,
	quarantine: Quarantine,
	requests: readonly Admission[]
): Promise<readonly Settlement<PushResult>[]> {
	const { positions, refusals } = await authority.store.read(async (reader) => {
		const found: (SyncRefusal | undefined)[] = [];
		const history = rememberHistory(reader);
		for (const { at } of requests) found.push(at ? await historyRefusal(history, at) : undefined);
		return { positions: await reader.positions(), refusals: found };
	});
	const settled = new Map<Admission, Settlement<PushResult>>();
	for (const [index, request] of requests.entries()) {
		const refused = refusals[index];
		if (refused) settled.set(request, { answer: refused });
	}
	const admitted = requests.filter((request) => !settled.has(request));
	const calm = admitted.filter(({ attempt }) => attempt < PATIENCE);
	const answers = await tryTogether(authority, calm, positions);
	for (const [index, request] of calm.entries()) {
		const answer = answers?.[index];
		if (answer) settled.set(request, { answer });
	}
	for (const request of admitted) {
		if (!settled.has(request)) settled.set(request, await alone(quarantine, request, positions));
	}
	return requests.map((request) => settled.get(request) as Settlement<PushResult>);
}

/** Undefined when one of them broke the batch: which one shows when each runs alone. */
async function tryTogether(
	authority: Authority,
	requests: readonly Admission[],
	positions: Parameters<typeof runBatch>[2]
): Promise<readonly PushResult[] | undefined> {
	if (requests.length === 0) return [];
	try {
		return await runBatch(authority, requests, positions);
	} catch (error) {
		// With the store away, trying each alone would only add to its load; rows that keep changing are another matter.
		if (error instanceof StoreUnavailable) throw error;
		return undefined;
	}
}

async function alone(
	quarantine: Quarantine,
	request: Admission,
	positions: Parameters<typeof runBatch>[2]
): Promise<Settlement<PushResult>> {
	try {
		return { answer: await quarantine.runOneByOne(request, request.attempt, positions) };
	} catch (error) {
		return isStoreTrouble(error) ? { answer: refusal('busy') } : { error };
	}
}
