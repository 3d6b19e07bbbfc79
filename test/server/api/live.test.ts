import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import { openCompany, type Company } from '#test/support/api.ts';
import { readLive } from '#test/support/live.ts';

let company: Company;
beforeAll(async () => void (company = await openCompany()));
afterAll(() => company.end());

const incident = { kind: 'incident', title: 'Printer', description: '', answers: [] };

describe('the live stream', () => {
	it('tells the current versions at once, then each commit in scope', async () => {
		const greta = await company.signIn('greta');
		const rosa = await company.signIn('rosa');
		const { main, telemetry } = (await greta.openCookie()).spaces;
		const heard = await readLive(greta, async (live) => {
			await live.until(/"telemetry"/);
			const { v } = await rosa.run('tickets.create', incident);
			await live.until(new RegExp(`"v":${v}\\b`));
		});
		expect(heard).toContain(
			`data: {"space":"main","v":${main.v}}\n\ndata: {"space":"telemetry","v":${telemetry.v}}\n\n`
		);
	});

	it('SYNC-AUD: ends when the roles of its person change, and opens anew under the new ones', async () => {
		const ada = await company.signIn('ada');
		const timo = await company.signIn('timo');
		const before = await timo.openCookie();
		await readLive(timo, async (live) => {
			await live.until(/"telemetry"/);
			await ada.command('identity.setTeams', { person: timo.subject, teams: [] });
			await live.ended();
		});
		const team = `team:${seedIds.team('field')}`;
		expect(before.scopes).toContain(team);
		expect((await timo.openCookie()).scopes).not.toContain(team);
		await readLive(timo, (live) => live.until(/"telemetry"/));
	});

	it('stays open when the roles of somebody else change', async () => {
		const ada = await company.signIn('ada');
		const greta = await company.signIn('greta');
		await readLive(greta, async (live) => {
			await live.until(/"telemetry"/);
			const { v } = await ada.run('identity.setTeams', {
				person: seedIds.person('ines'),
				teams: []
			});
			await live.until(new RegExp(`"v":${v}\\b`));
		});
	});

	it('SYNC-P12: ends with the session that it was opened under, and with no other', async () => {
		const first = await company.signIn('erik');
		const other = await company.signIn('erik');
		await readLive(other, async (stays) => {
			await stays.until(/"telemetry"/);
			await readLive(first, async (live) => {
				await live.until(/"telemetry"/);
				await first.send('/api/session', { method: 'DELETE' });
				await live.ended();
			});
			const { v } = await other.run('tickets.create', incident);
			await stays.until(new RegExp(`"v":${v}\\b`));
		});
	});

	it('of one person is not opened without end', async () => {
		const petra = await company.signIn('petra');
		const streams = await Promise.all(
			Array.from({ length: 60 }, () =>
				fetch(`${company.app.address}/api/sync/live`, { headers: { cookie: petra.cookie } })
			)
		);
		const refused = streams.filter(({ status }) => status === 429);
		expect(refused.length).toBe(10);
		for (const { body } of streams) await body?.cancel();
	});

	it('ends when the server is told to stop, so that the stop is quick and clean', async () => {
		const own = await openCompany();
		const greta = await own.signIn('greta');
		let code: number | null = -1;
		await readLive(greta, async (live) => {
			await live.until(/"telemetry"/);
			const ended = own.app.end('SIGTERM');
			await live.ended();
			code = await ended;
		});
		expect(code).toBe(0);
		await own.end();
	});
});

describe('a snapshot', () => {
	it('is read page by page, packed or not, and says the same either way', async () => {
		const greta = await company.signIn('greta');
		const cookie = await greta.openCookie();
		const run = '018f0000-0000-7000-8000-0000000000aa';
		const packed = await greta.snapshot(cookie, { run });
		expect(packed.headers.get('content-encoding')).toBe('gzip');
		expect(packed.headers.get('cache-control')).toBe('no-store');
		const pages = packed.text
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { next: unknown });
		expect(pages.at(-1)?.next).toBeNull();
		const plain = await greta.send('/api/sync/snapshot', {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'accept-encoding': 'identity' },
			body: JSON.stringify({
				...greta.envelope,
				cookie,
				run,
				scopes: cookie.scopes,
				v0: cookie.spaces.main.v,
				after: null
			})
		});
		expect(plain.headers.get('content-encoding')).toBeNull();
		expect(plain.text).toBe(packed.text);
	});
});
