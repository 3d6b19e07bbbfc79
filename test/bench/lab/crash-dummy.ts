import type { Ran } from '#store/index.ts';
import type { Lab } from './lab.ts';
import { pause } from './pause.ts';

/**
 * What the page tells its collector. `inventory`: titles found after a start, before anything new is saved; `queued`:
 * those that the server has not acknowledged.
 */
export type Told =
	| { readonly inventory: readonly string[]; readonly queued: readonly string[] }
	| { readonly saved: string; readonly mid: string }
	/** How far a start has come, so that one that hangs says where. */
	| { readonly stage: string }
	| { readonly error: string };

/** On a new device nobody may do anything before the person's own rights have come. */
function isEarly(ran: Ran): boolean {
	return (
		'verdict' in ran && ran.verdict.kind === 'rejected' && ran.verdict.failure.code === 'not_ready'
	);
}

async function tell(told: Told): Promise<void> {
	await fetch('/collect', { method: 'POST', body: JSON.stringify(told) });
}

/**
 * A page that is going to be killed: it reports what it finds, then saves one ticket after the other and reports each
 * save as soon as it is acknowledged. `saver` is `email password subject round`; `round 0` only looks.
 */
export async function crashDummy(lab: Lab, saver: string): Promise<void> {
	const [email = '', password = '', subject = '', round = ''] = saver.split(' ');
	try {
		void tell({ stage: 'loaded' });
		await lab.signIn(email, password).catch(() => undefined);
		void tell({ stage: 'signed in' });
		await lab.start(subject);
		void tell({ stage: 'worker started' });
		await lab.data.ready();
		void tell({ stage: 'replica read' });
		await lab.show({
			query: 'tickets.mine',
			args: { open: false },
			size: 1
		});
		void tell({ stage: 'list painted' });
		const titles = (await lab.rows()).map((row) => String(row['title']));
		const queued = [...lab.outbox.values()].map(({ args }) => (args as { title: string }).title);
		await tell({ inventory: titles, queued });
		for (let n = 0; round !== '0'; n += 1) {
			const title = `${round}-${n}`;
			const ran = await lab.data.run({
				name: 'tickets.create',
				args: { kind: 'incident', title, description: 'Saved before the lights went out.' }
			});
			if (isEarly(ran)) {
				await pause(100);
				continue;
			}
			if ('full' in ran || ran.id === undefined) throw new Error(JSON.stringify(ran));
			// Not awaited: the next save must be under way when the end comes.
			void tell({ saved: title, mid: ran.mid ?? '' });
		}
	} catch (error) {
		await tell({ error: String(error) });
	}
}
