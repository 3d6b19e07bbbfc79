import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepFrom, stepsFrom } from '#domain/kernel/index.ts';
import {
	ownCommandVerbs,
	codesOf,
	incidentLifecycle,
	isFinal,
	lifecycleOf,
	requestLifecycle,
	stepsFor,
	ticket,
	verbs,
	type State,
	type Step,
	type Ticket,
	type Verb
} from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { company, Desk, NOW } from '#test/support/company.ts';

const lifecycles = [incidentLifecycle, requestLifecycle];

describe.each(lifecycles)('DOMAIN-1: the lifecycle of an $name', (lifecycle) => {
	it('reaches every state from the first one, and uses no state that it does not name', () => {
		const reached = new Set<State>([lifecycle.initial]);
		for (const state of reached)
			for (const step of stepsFrom(lifecycle, state)) reached.add(step.to);
		expect([...reached].sort()).toEqual([...lifecycle.states].sort());
		for (const step of lifecycle.transitions)
			expect(lifecycle.states).toEqual(expect.arrayContaining([...step.from, step.to]));
	});

	it('never has two steps for one verb in one state, and a way out of every open state', () => {
		for (const state of lifecycle.states) {
			const names = stepsFrom(lifecycle, state).map((step) => step.verb);
			expect(new Set(names).size).toBe(names.length);
			if (!lifecycle.closed.includes(state)) expect(names).toContain('cancel');
		}
	});

	it('asks for a code exactly where there are codes that are mandatory', () => {
		for (const step of lifecycle.transitions) {
			if (step.needs?.includes('code')) expect(codesOf[step.verb]?.length).toBeGreaterThan(0);
		}
	});
});

it('DOMAIN-1: legal shortcuts of an incident', () => {
	expect(stepFrom(incidentLifecycle, 'new', 'resolve')?.to).toBe('resolved');
	expect(stepFrom(incidentLifecycle, 'pending', 'resolve')?.to).toBe('resolved');
	expect(stepFrom(incidentLifecycle, 'closed', 'reopen')).toBeUndefined();
	expect(isFinal('incident', 'closed')).toBe(true);
	expect(isFinal('incident', 'resolved')).toBe(false);
});

const actors = ['rosa', 'jonas', 'greta', 'timo', 'petra', 'malik', 'ada'] as const;
const taken = verbs.filter((verb) => !ownCommandVerbs.includes(verb));

function argsFor(row: Ticket, verb: Verb) {
	return {
		ticket: row.id,
		verb,
		from: row.state,
		code: codesOf[verb]?.[0] ?? null,
		note: 'Because of that.'
	};
}

const seeded = await company();

async function opened(kind: 'incident' | 'approval' | 'request'): Promise<[Desk, string]> {
	const desk = new Desk(seeded.copy());
	const item = kind === 'approval' ? { catalogItem: seedIds.item('software') } : {};
	const answers = kind === 'approval' ? [{ id: 'name', value: 'Program' }] : [];
	await desk.run(
		'rosa',
		'tickets.create',
		{ kind: kind === 'incident' ? 'incident' : 'request', title: 'Walk', answers, ...item },
		{ mid: 'walk' }
	);
	const id = desk.store.all(ticket).find((row) => row.title === 'Walk')?.id ?? '';
	await desk.run('greta', 'tickets.assign', { ticket: id, team: seedIds.team('field') });
	return [desk, id];
}

const verbsOf = (steps: readonly Step[]) => steps.map((step) => step.verb);

/** Verbs that the mutator accepts from this actor, each tried on a copy of its own. */
async function accepted(desk: Desk, id: string, who: PersonKey): Promise<Verb[]> {
	const found: Verb[] = [];
	const row = desk.store.row(ticket, id);
	for (const verb of taken) {
		const copy = new Desk(desk.store.copy());
		const verdict = await copy.verdict(who, 'tickets.transition', argsFor(row, verb));
		if (verdict === 'applied') found.push(verb);
		else expect(copy.store.dump()).toEqual(desk.store.dump());
	}
	return found;
}

describe('tickets.transition', () => {
	it('DOMAIN-1: accepts exactly the buttons that are shown, to everybody, all along any walk', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom('incident', 'approval', 'request'),
				fc.array(fc.tuple(fc.constantFrom(...actors), fc.nat()), { minLength: 1, maxLength: 6 }),
				async (kind, walk) => {
					const [desk, id] = await opened(kind as 'incident');
					for (const [who, pick] of walk) {
						const row = desk.store.row(ticket, id);
						expect(lifecycleOf(row.kind).states).toContain(row.state);
						const shown = verbsOf(stepsFor(row, desk.actor(who), NOW)).filter((verb) =>
							taken.includes(verb)
						);
						expect((await accepted(desk, id, who)).sort()).toEqual([...shown].sort());
						const verb = shown[pick % Math.max(1, shown.length)];
						if (verb) await desk.run(who, 'tickets.transition', argsFor(row, verb));
					}
				}
			),
			{ numRuns: 25 }
		);
	});

	it('DOMAIN-1: refuses each step without what it needs, naming the field', async () => {
		for (const lifecycle of lifecycles) {
			for (const step of lifecycle.transitions.filter(({ verb }) => taken.includes(verb))) {
				for (const need of step.needs ?? []) {
					for (const state of step.from) {
						const desk = new Desk(seeded.copy());
						const row = putInto(
							desk,
							lifecycle.name === 'incident' ? 'vpn-porto' : 'adapter',
							state
						);
						const args = { ...argsFor(row, step.verb), [need]: need === 'note' ? '  ' : null };
						const { verdict } = await desk.run('malik', 'tickets.transition', args);
						expect(verdict).toMatchObject({
							failure: { code: 'tickets.need_missing', field: need }
						});
					}
				}
			}
		}
	});

	it('refuses a code that is not of the list', async () => {
		const desk = new Desk(seeded.copy());
		const row = desk.store.row(ticket, seedIds.ticket('vpn-porto'));
		const args = { ...argsFor(row, 'pend'), code: 'lunch' };
		expect(await desk.verdict('greta', 'tickets.transition', args)).toBe('tickets.code_unknown');
	});

	it('leaves assignment to tickets.assign', async () => {
		const desk = new Desk(seeded.copy());
		const row = desk.store.row(ticket, seedIds.ticket('keyboard'));
		for (const verb of ownCommandVerbs) {
			expect(await desk.verdict('greta', 'tickets.transition', argsFor(row, verb))).toBe('invalid');
		}
	});
});

/** The ticket of a story, forced into a state. */
function putInto(desk: Desk, key: string, state: State): Ticket {
	const row = { ...desk.store.row(ticket, seedIds.ticket(key)), state, stateSince: NOW };
	desk.store.rows(ticket).set(row.id, row);
	return row;
}
