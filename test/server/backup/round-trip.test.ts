import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ticketTables } from '#domain/tickets/index.ts';
import { writeBackup } from '#server/backup/backup.ts';
import { handOverRestored } from '#server/backup/effects.ts';
import { restoreBackup } from '#server/backup/restore.ts';
import { startBoss } from '#server/jobs/boss.ts';
import { StartupError } from '#server/startup-error.ts';
import { databaseForTest } from '#test/support/postgres.ts';
import { hashOf, someBytes, Uploader } from '../blobs/files.ts';
import { ServedCompany } from '../blobs/served-company.ts';
import { poolOn } from '../sync/notes.ts';
import { contentOf, newFile, query } from './places.ts';

/** A company with a ticket and its photo, written to a file. */
async function written() {
	const company = await ServedCompany.found();
	const rosa = new Uploader(company, 'rosa');
	const photo = someBytes(300_000);
	const report = await rosa.report(hashOf(photo), {
		name: 'Straße \\ "tab\t"\n.jpg'
	});
	await company.pool.query(
		`insert into auth."user" (id, name, email, "emailVerified") values ('u', 'Ünal', 'u@x.example', true);
		insert into auth.session (id, "expiresAt", token, "updatedAt", "userId") values ('s', now(), 't', now(), 'u')`
	);
	await rosa.upload(photo);
	await company.dropJobs();
	const file = newFile();
	return { company, file, photo, report, made: await writeBackup(company.url, file) };
}

describe('backup and restore', () => {
	it('gives every row of every table back, in an empty database', async () => {
		const { company, file, made, photo, report } = await written();
		const url = await databaseForTest('nothing');
		const restored = await restoreBackup(url, file);
		expect(restored.rows).toEqual(made.rows);
		expect(restored.epoch).not.toBe(made.epoch);
		expect(await contentOf(url)).toEqual(await contentOf(company.url));
		for (const { name } of ticketTables) expect(restored.rows).toHaveProperty(name);
		expect(restored.rows).toMatchObject({ ticket: 1, ticket_attachment: 1, 'auth.user': 1 });
		const read = await new Uploader(ServedCompany.open(url), 'rosa').read(
			hashOf(photo),
			report.file
		);
		expect(Buffer.from(await read.arrayBuffer()).equals(photo)).toBe(true);
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	it('a restored session is none: who was signed out stays out', async () => {
		const { file } = await written();
		const url = await databaseForTest('nothing');
		await restoreBackup(url, file);
		expect(await query(url, 'select id from auth.session')).toEqual([]);
		expect(await query(url, 'select id from auth."user"')).toHaveLength(1);
	});

	it('number series jump ahead of what the lost history may have given', async () => {
		const { company, file } = await written();
		const url = await databaseForTest();
		await restoreBackup(url, file);
		const [before] = await query<{ last: string }>(company.url, 'select last from number_series');
		const [after] = await query<{ last: string }>(url, 'select last from number_series');
		expect(Number(after?.last)).toBe(Number(before?.last) + 1_000);
	});

	it('SYNC-P1: the clock goes on, and its next value is none of the old history', async () => {
		const { company, file } = await written();
		const urls = [await databaseForTest(), await databaseForTest()] as const;
		for (const url of urls) await restoreBackup(url, file);
		const clocks = `select v::int, digest from sync_clock where space = 'main'`;
		const [old] = await query<{ v: number; digest: string }>(company.url, clocks);
		const stands = await Promise.all(
			urls.map((url) => query<{ v: number; digest: string }>(url, clocks))
		);
		const digests = stands.map(([row]) => row?.digest);
		for (const [row] of stands) expect(row?.v).toBe((old?.v ?? 0) + 1);
		expect(new Set(digests).size).toBe(2);
	});

	it('refuses a database that is in use by somebody’s work, unless told to replace it', async () => {
		const { company, file } = await written();
		await company.pool.end();
		await expect(restoreBackup(company.url, file)).rejects.toThrow(/not empty/);
		const before = await contentOf(company.url);
		const restored = await restoreBackup(company.url, file, { replace: true });
		expect(restored.rows['ticket']).toBe(1);
		expect(await contentOf(company.url)).toEqual(before);
	});

	it('refuses while a server runs on the database', async () => {
		const { company, file } = await written();
		await company.pool.query('select 1');
		const refused = restoreBackup(company.url, file, { replace: true });
		await expect(refused).rejects.toThrow('Waypost runs on this database: stop it first.');
	});

	it('never replaces a file, and leaves none behind where it cannot write', async () => {
		const { company, file } = await written();
		const before = readFileSync(file);
		await expect(writeBackup(company.url, file)).rejects.toThrow(StartupError);
		expect(readFileSync(file).equals(before)).toBe(true);
		await expect(writeBackup(company.url, '/nowhere/at/all')).rejects.toThrow(StartupError);
	});

	it('refuses whatever is damaged, cut, longer, or something else, and changes nothing', async () => {
		const { file } = await written();
		const plain = gunzipSync(readFileSync(file));
		const flipped = Buffer.from(plain);
		const at = plain.indexOf('The gate is stuck');
		flipped[at] = 0x53;
		const audit = plain.indexOf('applied');
		const damaged: Buffer[] = [
			gzipSync(flipped),
			gzipSync(plain.subarray(0, plain.length - 200)),
			gzipSync(plain.subarray(0, audit)),
			gzipSync(Buffer.concat([plain, Buffer.from('D\0\0\0\0')])),
			gzipSync(Buffer.from('H\0\0\0\x02{}')),
			gzipSync(Buffer.from('select 1')),
			readFileSync(file).subarray(0, 5_000),
			Buffer.from('no gzip at all'),
			Buffer.alloc(0)
		];
		const url = await databaseForTest();
		const before = await contentOf(url);
		for (const bytes of damaged) {
			const bad = newFile();
			writeFileSync(bad, bytes);
			await expect(restoreBackup(url, bad)).rejects.toThrow(StartupError);
			expect(await contentOf(url)).toEqual(before);
		}
		await expect(restoreBackup(url, newFile())).rejects.toThrow(/cannot be read/);
	});

	it('refuses a backup whose audit chain does not verify', async () => {
		const { company } = await written();
		await company.pool.query(
			`alter table audit_entry disable trigger all; update audit_entry set subject = 'nobody' where n = 0 and v = 2`
		);
		const file = newFile();
		await writeBackup(company.url, file);
		const url = await databaseForTest();
		await expect(restoreBackup(url, file)).rejects.toThrow(/audit chain .* broken at version 2/);
	});

	it('SYNC-EFFECT: an effect that was still to be done is done after a restore, a done one is not', async () => {
		const url = await databaseForTest();
		const boss = await startBoss(url);
		const pool = poolOn(url, 2);
		for (const key of ['a', 'b']) {
			await boss.insert('reaction', [{ data: { key, payload: { key } } }]);
			await pool.query(`insert into sync_effect (key, queue) values ($1, 'reaction')`, [key]);
		}
		await pool.query(`update sync_effect set delivered_at = now() where key = 'b'`);
		const file = newFile();
		await writeBackup(url, file);
		await boss.stop({ graceful: false });
		const target = await databaseForTest();
		await restoreBackup(target, file);
		const restored = await startBoss(target);
		const restoredPool = poolOn(target, 2);
		expect(await handOverRestored(restoredPool, restored)).toBe(1);
		expect(await handOverRestored(restoredPool, restored)).toBe(0);
		const jobs = await restored.fetch<{ key: string }>('reaction', { batchSize: 10 });
		expect(jobs.map(({ data }) => data)).toEqual([{ key: 'a', payload: { key: 'a' } }]);
		await restored.stop({ graceful: false });
	});

	it('is given up when told so, and leaves nothing', async () => {
		const { company, file } = await written();
		const stop = new AbortController();
		const other = newFile();
		const onProgress = () => stop.abort(new Error('enough'));
		const options = { signal: stop.signal, onProgress };
		await expect(writeBackup(company.url, other, options)).rejects.toThrow('enough');
		expect([existsSync(other), existsSync(`${other}.partial`)]).toEqual([false, false]);
		const url = await databaseForTest();
		const late = new AbortController();
		const lateOptions = {
			signal: late.signal,
			onProgress: (sentence: string) => {
				if (sentence.includes('ticket')) late.abort(new Error('enough'));
			}
		};
		const before = await contentOf(url);
		await expect(restoreBackup(url, file, lateOptions)).rejects.toThrow('enough');
		expect(await contentOf(url)).toEqual(before);
	});
});
