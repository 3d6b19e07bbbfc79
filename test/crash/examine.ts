import type pg from 'pg';
import { rowId } from '#domain/kernel/index.ts';
import { ticket, ticketComment } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { repeated, type Findings } from './told.ts';
import type { Acknowledged } from './writer.ts';

type Found = Pick<Findings, 'lost' | 'doubled' | 'effects' | 'effectsLost'>;

/** Compares what writers were told with the tables of the server. */
export async function examine(
	client: pg.Client,
	acknowledged: readonly Acknowledged[]
): Promise<Found> {
	const texts = async (sql: string) =>
		(await client.query<{ text: string }>(sql)).rows.map(({ text }) => text);
	const outcomes = new Set(await texts('select mid as text from sync_outcome'));
	const rows = new Set([
		...(await texts('select id as text from ticket')),
		...(await texts('select id as text from ticket_comment'))
	]);
	const lost = acknowledged.filter(
		({ mid, name }) => !outcomes.has(mid) || !rows.has(rowId(mid, tableOf(name)))
	);
	const doubled = [
		...repeated(await texts("select title as text from ticket where title like 'Writer %'")),
		...repeated(await texts("select body as text from ticket_comment where body like 'Writer %'")),
		...repeated(await texts('select number as text from ticket where number is not null')),
		...repeated(await texts('select mid as text from audit_entry'))
	];
	return { lost: lost.map(({ mid }) => mid), doubled, ...(await effectsOf(client)) };
}

function tableOf(name: string) {
	return name === 'tickets.create' ? ticket : ticketComment;
}

/** A ticket that came to be, whether or not its writer heard of it, was routed: its team is set, by one step. */
async function effectsOf(client: pg.Client): Promise<Pick<Found, 'effects' | 'effectsLost'>> {
	const { rows } = await client.query<{ id: string; team: string | null; steps: string }>(
		`select t.id, t.team, count(e.id) as steps from ticket t
		left join ticket_event e on e.root = t.id and e.what = 'assign'
		where t.title like 'Writer %' group by t.id, t.team`
	);
	const team = seedIds.team('field');
	const wrong = rows.filter((row) => row.team !== team || row.steps !== '1');
	const { rows: waiting } = await client.query<{ key: string }>(
		'select key from sync_effect where delivered_at is null'
	);
	return {
		effects: rows.length,
		effectsLost: [
			...wrong.map(({ id, steps }) => `${id}: ${steps} steps`),
			...waiting.map(({ key }) => key)
		]
	};
}
