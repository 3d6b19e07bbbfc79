import { describe, expect, it } from 'vitest';
import type { PersonKey } from '#server/seed/people.ts';
import { hashOf, someBytes, Uploader } from './files.ts';
import { ServedCompany, who } from './served-company.ts';

const SIZE = 300_000;

async function served() {
	const company = await ServedCompany.found();
	return { company, as: (key: PersonKey) => new Uploader(company, key) };
}

/** Everything that an answer tells: status, headers and body. */
async function whole(response: Response) {
	return [response.status, [...response.headers], await response.text()];
}

describe('reading', () => {
	it.each(['before', 'after'] as const)(
		'SYNC-BLOB: a file whose bytes come %s its row is announced by a change of the row',
		async (when) => {
			const { company, as } = await served();
			const bytes = someBytes(SIZE);
			if (when === 'before') await as('rosa').upload(bytes);
			const { ticket, file } = await as('rosa').report(hashOf(bytes));
			if (when === 'after') {
				await company.deliver();
				expect(await company.attachments(ticket)).toMatchObject([{ id: file, complete: false }]);
				expect((await as('rosa').read(hashOf(bytes), file)).status).toBe(404);
				await as('rosa').upload(bytes);
			}
			await company.deliver();
			expect(await company.attachments(ticket)).toMatchObject([{ id: file, complete: true }]);
			for (const reader of ['rosa', 'greta'] as const) {
				const answer = await as(reader).read(hashOf(bytes), file);
				expect(answer.status).toBe(200);
				expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
			}
		}
	);

	it('SYNC-BLOB: a row and its bytes that come at the same time are announced, whoever is first', async () => {
		const { company, as } = await served();
		const files = Array.from({ length: 12 }, () => someBytes(5_000));
		const made = await Promise.all(
			files.map(async (bytes) => {
				const [report] = await Promise.all([
					as('rosa').report(hashOf(bytes)),
					as('rosa').upload(bytes)
				]);
				return report;
			})
		);
		await company.deliver();
		for (const { ticket } of made) {
			expect(await company.attachments(ticket)).toMatchObject([{ complete: true }]);
		}
	});

	it('SYNC-I4: naming the hash of somebody else’s file opens nothing, in one’s own ticket or after', async () => {
		const { company, as } = await served();
		const bytes = someBytes(SIZE);
		await as('rosa').upload(bytes);
		const own = await as('rosa').report(hashOf(bytes));
		const forged = await as('jonas').report(hashOf(bytes));
		await company.deliver();
		expect(await company.attachments(forged.ticket)).toMatchObject([{ complete: false }]);
		const nothing = await whole(await as('jonas').read('b'.repeat(64), forged.file));
		expect(await whole(await as('jonas').read(hashOf(bytes), forged.file))).toEqual(nothing);
		expect(await whole(await as('jonas').read(hashOf(bytes), own.file))).toEqual(nothing);
		// Not even to those who read everything: nobody vouches for this name.
		expect((await as('greta').read(hashOf(bytes), forged.file)).status).toBe(404);
		await as('jonas').upload(bytes);
		expect((await as('jonas').read(hashOf(bytes), forged.file)).status).toBe(200);
	});

	it('SYNC-I4: what is not there, not in scope, of another class or of another row is answered alike', async () => {
		const { company, as } = await served();
		const bytes = someBytes(SIZE);
		const hash = hashOf(bytes);
		await as('greta').upload(bytes);
		await as('rosa').upload(someBytes(5));
		const { ticket, file } = await as('rosa').report(hashOf(someBytes(9)));
		const attached = { name: 'log.txt', mime: 'text/plain', size: SIZE, blob: hash };
		await company.run('greta', 'tickets.attach', { ticket, audience: 'internal', file: attached });
		const internal = (await company.attachments(ticket)).find(({ blob }) => blob === hash);
		if (!internal) throw new Error('not attached');
		expect((await as('greta').read(hash, internal.id)).status).toBe(200);
		const missing = await whole(await as('rosa').read(hash, 'nothing'));
		expect(missing[0]).toBe(404);
		const attempts: [PersonKey, string, string, string?][] = [
			['rosa', hash, internal.id],
			['jonas', hash, internal.id],
			['probe', hash, internal.id],
			['jonas', hash, file],
			['greta', hash, file],
			['rosa', hash, ticket, 'ticket'],
			['rosa', hash, ticket, 'no_such_table'],
			['rosa', hash, ticket, 'blob_upload']
		];
		for (const [key, ...wanted] of attempts) {
			expect(await whole(await as(key).read(...wanted))).toEqual(missing);
		}
	});

	it('a reader who lost the scope reads no more', async () => {
		const { company, as } = await served();
		const bytes = someBytes(SIZE);
		await as('rosa').upload(bytes);
		const { file } = await as('rosa').report(hashOf(bytes));
		expect((await as('greta').read(hashOf(bytes), file)).status).toBe(200);
		await company.run('ada', 'identity.deactivate', { person: who('greta').subject });
		expect((await as('greta').read(hashOf(bytes), file)).status).toBe(404);
	});

	it('is given to the browser as something that cannot run', async () => {
		const { as } = await served();
		const page = Buffer.from('<script>alert(1)</script>');
		await as('rosa').upload(page);
		const name = `Grüße "a";\r\n.html`;
		const html = await as('rosa').report(hashOf(page), { name, mime: 'text/html' });
		const headers = (await as('rosa').read(hashOf(page), html.file)).headers;
		expect(headers.get('content-type')).toBe('application/octet-stream');
		expect(headers.get('content-disposition')).toBe(
			`attachment; filename="Gr__e _a____.html"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%22a%22%3B%0D%0A.html`
		);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
		expect(headers.get('cache-control')).toBe('no-store');
		expect(headers.get('content-length')).toBe(String(page.length));
		const svg = await as('rosa').report(hashOf(page), { mime: 'image/svg+xml' });
		const jpeg = await as('rosa').report(hashOf(page), { mime: 'image/jpeg' });
		const typeOf = async (file: string) =>
			(await as('rosa').read(hashOf(page), file)).headers.get('content-type');
		expect(await typeOf(svg.file)).toBe('application/octet-stream');
		expect(await typeOf(jpeg.file)).toBe('image/jpeg');
	});
});
