/** The commands as processes, on the PostgreSQL that Waypost brings along. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmbeddedPostgres } from '#server/db/embedded/supervisor.ts';
import { migrate } from '#server/db/migrate.ts';
import { databaseForTest } from '#test/support/postgres.ts';
import { newFile } from '../backup/places.ts';
import { poolOn } from '../sync/notes.ts';
import { waypost } from './waypost.ts';

function newHome(): string {
	const home = newFile('data');
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	return home;
}

describe('commands on a data folder', () => {
	it('work beside a running Waypost and without one, and restore makes a new folder', async () => {
		const home = newHome();
		const env = { WAYPOST_DATA_DIR: home };
		const postgres = await startEmbeddedPostgres({ home, durable: false });
		await migrate(postgres.url);
		const [first, second] = [newFile('one'), newFile('two')];
		const beside = await waypost(['backup', first], { env });
		expect(beside).toMatchObject({ code: 0, err: '' });
		await postgres.stop();
		const alone = await waypost(['backup', second], { env });
		expect(alone).toMatchObject({ code: 0, out: beside.out });

		const other = newHome();
		const restored = await waypost(['restore', second], { env: { WAYPOST_DATA_DIR: other } });
		expect(restored.code).toBe(0);
		const told = [beside, restored].map(({ out }) => JSON.parse(out) as Record<string, unknown>);
		expect(told[1]?.['rows']).toEqual(told[0]?.['rows']);
		expect(told[1]?.['epoch']).not.toBe(told[0]?.['epoch']);
		const verified = await waypost(['audit', 'verify'], { env: { WAYPOST_DATA_DIR: other } });
		expect(JSON.parse(verified.out)).toEqual({ entries: 1, ok: true });
		for (const folder of [postgres.dataFolder, join(other, 'postgres')]) {
			expect(existsSync(join(folder, 'postmaster.pid'))).toBe(false);
		}
		rmSync(dirname(postgres.dataFolder), { recursive: true, force: true });
	});

	it('a folder or file that is not there is a sentence, and nothing is made', async () => {
		const home = newHome();
		for (const words of [
			['audit', 'verify'],
			['backup', newFile()]
		]) {
			const { code, err } = await waypost(words, { env: { WAYPOST_DATA_DIR: home } });
			expect([code, err]).toEqual([2, expect.stringContaining('There is no data folder')]);
		}
		expect(existsSync(home)).toBe(false);
		const env = { DATABASE_URL: await databaseForTest('nothing') };
		const empty = await waypost(['audit', 'verify'], { env });
		expect([empty.code, empty.err]).toEqual([2, 'The database does not hold a Waypost.\n']);
		const missing = await waypost(['restore', newFile()], { env });
		expect([missing.code, missing.err]).toEqual([
			2,
			expect.stringContaining('cannot be read (ENOENT)')
		]);
	});

	it('Ctrl+C cancels: no file, no half, exit code 2', async () => {
		const url = await databaseForTest();
		const pool = poolOn(url, 1);
		const file = newFile();
		const locker = await pool.connect();
		// The copy waits for this table, until it is told to stop.
		await locker.query('begin; lock table ticket in access exclusive mode');
		const { code, out, err } = await waypost(['backup', file], {
			env: { DATABASE_URL: url },
			// On a busy machine it may tell of an earlier table first.
			onErr: (text, interrupt) => text.includes('Copying ticket ...') && interrupt()
		});
		await locker.query('rollback');
		locker.release();
		expect([code, out]).toEqual([2, '']);
		expect(err).toContain('Copying ticket ...');
		expect(err).toContain('Cancelled: nothing was changed.');
		expect(readdirSync(dirname(file))).toEqual([]);
	});
});
