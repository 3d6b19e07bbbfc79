import { describe, expect, it } from 'vitest';
import { verifyStoredAudit } from '#server/audit/verify-stored.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { ServedCompany } from '../blobs/served-company.ts';
import { waypost } from './waypost.ts';

/** A company in which some reports were made, and how to verify it. */
async function served() {
	const company = await ServedCompany.found();
	for (const title of ['One', 'Two', 'Three']) {
		await company.run('rosa', 'tickets.create', { kind: 'incident', title });
	}
	const verify = () =>
		inTransaction(
			company.pool,
			(client) => verifyStoredAudit(client),
			'begin isolation level repeatable read read only'
		);
	const { rows } = await company.pool.query<{ v: number; entries: number }>(
		'select max(v) as v, count(*) as entries from audit_entry'
	);
	const { v = 0, entries = 0 } = rows[0] ?? {};
	/** Past the triggers, as somebody with the database in hand would. */
	const tamper = (sql: string) =>
		company.pool.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
	return { company, verify, tamper, v, entries };
}

describe('audit verify', () => {
	it('DOMAIN-7: finds nothing wrong with what was written, and counts it', async () => {
		const { company, entries } = await served();
		const ended = await waypost(['audit', 'verify'], { env: { DATABASE_URL: company.url } });
		expect(ended).toEqual({ code: 0, err: '', out: `{"entries":${entries},"ok":true}\n` });
	});

	it('DOMAIN-7: an entry whose content was erased still verifies, its facts too', async () => {
		const { company, verify, tamper, v, entries } = await served();
		await company.pool.query('update audit_entry set payload = null, salt = null where v = $1', [
			v - 1
		]);
		expect(await verify()).toEqual({ entries, ok: true });
		await tamper(`update audit_entry set subject = 'nobody' where v = ${v - 1}`);
		expect(await verify()).toMatchObject({
			ok: false,
			first_bad: { kind: 'entry', v: v - 1 }
		});
	});

	it.each([
		['a changed fact', 'update audit_entry set verdict = $$rejected$$ where v = V', 'entry'],
		['changed content', 'update audit_entry set payload = $${}$$ where v = V', 'entry'],
		['a changed leaf', 'update audit_entry set leaf = md5(leaf) where v = V', 'entry'],
		['half an erasure', 'update audit_entry set payload = null where v = V', 'entry'],
		['a dropped entry', 'delete from audit_entry where v = V', 'digest'],
		['an edited chain', 'update sync_chain set digest = md5(digest) where v = V', 'digest'],
		['a dropped step', 'delete from sync_chain where v = V', 'gap'],
		[
			'a dropped transaction',
			'delete from audit_entry where v = V; delete from sync_chain where v = V',
			'gap'
		]
	])('DOMAIN-7: detects %s, and where', async (_, sql, kind) => {
		const { verify, tamper, v } = await served();
		await tamper(sql.replaceAll('V', String(v - 1)));
		expect(await verify()).toMatchObject({ ok: false, first_bad: { kind, v: v - 1 } });
	});

	it('a broken chain is exit code 2 and its place', async () => {
		const { company, tamper, v } = await served();
		await tamper(`delete from audit_entry where v = ${v}`);
		const ended = await waypost(['audit', 'verify'], { env: { DATABASE_URL: company.url } });
		expect([ended.code, JSON.parse(ended.out)]).toMatchObject([
			2,
			{ first_bad: { kind: 'digest', v } }
		]);
	});

	it('DOMAIN-7: detects an end that was cut off, a clock set back, and an entry beside the chain', async () => {
		const { verify, tamper, v } = await served();
		const cut = `delete from audit_entry where v = ${v}; delete from sync_chain where v = ${v} and space = 'main'`;
		await tamper(cut);
		expect(await verify()).toMatchObject({ ok: false, first_bad: { kind: 'gap', v } });
		await tamper(`update sync_clock set v = v - 1 where space = 'main'`);
		expect(await verify()).toMatchObject({
			ok: false,
			first_bad: { kind: 'digest', v: v - 1 }
		});
		const other = await served();
		await other.tamper(
			`insert into audit_entry select (jsonb_populate_record(a, '{"v": 999}')).* from audit_entry a where v = ${other.v}`
		);
		expect(await other.verify()).toMatchObject({
			ok: false,
			first_bad: { kind: 'entry', v: 999 }
		});
	});
});
