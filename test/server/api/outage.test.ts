import { expect, it, onTestFinished } from 'vitest';
import { answerOf, Caller } from '#test/support/caller.ts';
import { startTestApp } from '#test/support/app.ts';
import { createTestDatabase } from '#test/support/postgres.ts';

it('SYNC-P13: with the database away every endpoint says "later", never "sign in" and never a page', async () => {
	const database = await createTestDatabase('company');
	const env = { DATABASE_URL: database.url, WAYPOST_DEMO: '1', WAYPOST_LOG_LEVEL: 'fatal' };
	const app = await startTestApp({ env });
	onTestFinished(() => void app.process.kill('SIGKILL'));
	const greta = await Caller.signIn(app.address, 'greta');
	const cookie = await greta.openCookie();
	await database.drop();
	const answers = [
		await greta.push([greta.mutation('tickets.watch', { ticket: 't' })]),
		await greta.pull(cookie),
		await greta.snapshot(cookie),
		await greta.detail(cookie, ['t']),
		await greta.command('tickets.watch', { ticket: 't' }),
		await greta.send('/api/sync/live'),
		await greta.send('/api/session'),
		await fetch(`${app.address}/api/session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ email: 'x@y', password: 'z' })
		}).then(answerOf)
	];
	for (const answer of answers) {
		expect([answer.status, answer.body]).toEqual([503, { error: { code: 'busy' } }]);
		expect(answer.headers.get('retry-after')).toBe('2');
	}
	expect(await app.end()).toBe(0);
});
