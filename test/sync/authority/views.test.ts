import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startInMemory, TestDevice } from '../support/authority-world.ts';
import { TestView } from '../support/test-view.ts';

const PEOPLE = ['ada', 'amy', 'tom', 'joe'];

const action = fc.record({
	who: fc.constantFrom(...PEOPLE),
	what: fc.constantFrom(
		'sync',
		'sync',
		'create',
		'move',
		'move',
		'public note',
		'internal note',
		'remove note',
		'close',
		'vote',
		'access',
		'signal'
	),
	at: fc.nat(20),
	team: fc.constantFrom('t', 'u', null),
	desk: fc.boolean(),
	other: fc.constantFrom(...PEOPLE.slice(1))
});

type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;
type Running = Awaited<ReturnType<typeof startInMemory>>;

async function act(running: Running, views: ReadonlyMap<string, TestView>, each: Action) {
	const view = views.get(each.who) as TestView;
	const { device } = view;
	const idsOf = (table: string) => [...(running.store.copyState().tables[table]?.keys() ?? [])];
	const pick = (table: string) =>
		idsOf(table)[each.at % Math.max(1, idsOf(table).length)] ?? 'none';
	const doc = pick('doc');
	const { team, desk } = each;
	if (each.what === 'sync') {
		await view.sync();
		expect(view.rows).toEqual(view.expected(running.store.copyState()));
	} else if (each.what === 'create') await device.newDoc({ team, desk });
	else if (each.what === 'move') await device.run('docs.move', { doc, team, desk });
	else if (each.what === 'close') await device.run('docs.close', { doc });
	else if (each.what === 'vote') await device.run('votes.cast', { doc });
	else if (each.what === 'remove note') await device.run('notes.remove', { note: pick('note') });
	else if (each.what === 'signal')
		await device.run('signals.raise', { team: team ?? 't', level: 1 });
	else if (each.what === 'access') {
		const teams = team === null ? [] : [team];
		const roles = desk ? ['agent'] : [];
		const person = each.other;
		await views
			.get('ada')
			?.device.run('persons.setAccess', { person, roles, teams, active: each.at > 1 });
	} else {
		const audience = each.what === 'public note' ? 'public' : 'internal';
		await device.run('notes.add', { doc, text: 'n', audience });
	}
}

describe('views', () => {
	it('SYNC-I3, SYNC-I4: after each pull a device holds exactly what its reader may see', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 120 }), async (actions) => {
				const running = await startInMemory();
				const views = new Map(
					PEOPLE.map((person) => [person, new TestView(new TestDevice(running, person))])
				);
				for (const each of actions) await act(running, views, each);
				for (const view of views.values()) {
					await view.sync();
					expect(view.rows).toEqual(view.expected(running.store.copyState()));
				}
			}),
			{ numRuns: 60 }
		);
	});
});
