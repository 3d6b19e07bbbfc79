/** Files over the real HTTP server, from sign-in to the change that tells that they are complete. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowId } from '#domain/kernel/index.ts';
import { ticket, ticketAttachment } from '#domain/tickets/index.ts';
import type { DetailAnswer } from '#sync/protocol/index.ts';
import { openCompany, type Company } from '#test/support/api.ts';
import { Caller, type Answer } from '#test/support/caller.ts';
import { hashOf, someBytes } from './files.ts';

let company: Company;
let rosa: Caller;
let greta: Caller;
beforeAll(async () => {
	company = await openCompany();
	rosa = await company.signIn('rosa');
	greta = await company.signIn('greta');
});
afterAll(() => company.end());

const bytesType = { 'content-type': 'application/octet-stream' };

function put(caller: Caller, bytes: Buffer, more: { hash?: string; headers?: HeadersInit } = {}) {
	const { hash = hashOf(bytes), headers = bytesType } = more;
	const path = `/api/blobs/${hash}?offset=0&size=${bytes.length}`;
	return caller.send(path, { method: 'PUT', headers, body: new Uint8Array(bytes) });
}

/** The attachment as the caller's device would pull it, once it says that it is complete. */
async function completed(caller: Caller, root: string): Promise<DetailAnswer['puts'][number]> {
	for (let tries = 0; tries < 200; tries += 1) {
		const answer = await caller.detail(await caller.openCookie(), [root]);
		const found = (answer.body as DetailAnswer).puts.find(
			({ table, row }) => table === ticketAttachment.name && row['complete'] === true
		);
		if (found) return found;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error('never complete');
}

describe('/api/blobs', () => {
	it('SYNC-BLOB: a photo goes from a phone to the agent, who learns by pull that it is complete', async () => {
		const photo = someBytes(200_000);
		const hash = hashOf(photo);
		const file = { name: 'gate.jpg', mime: 'image/jpeg', size: photo.length, blob: hash };
		const mid = randomUUID();
		const args = { kind: 'incident', title: 'The gate is stuck', files: [file] };
		expect((await rosa.command('tickets.create', args, mid)).status).toBe(200);
		const [root, id] = [rowId(mid, ticket), rowId(mid, ticketAttachment, hash)];
		const path = `/api/blobs/${hash}?table=ticket_attachment&id=${id}`;
		expect([(await greta.send(path)).status, (await greta.send(path)).code]).toEqual([
			404,
			'not_found'
		]);
		expect((await put(rosa, photo)).body).toEqual({ offset: photo.length, complete: true });
		expect((await completed(greta, root)).row).toMatchObject({ id, blob: hash, complete: true });
		const response = await fetch(`${company.app.address}${path}`, {
			headers: { cookie: greta.cookie }
		});
		expect(Buffer.from(await response.arrayBuffer()).equals(photo)).toBe(true);
		expect(response.headers.get('content-type')).toBe('image/jpeg');
		expect(response.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
		const head = await rosa.send(`/api/blobs/${hash}/status`, { method: 'HEAD' });
		expect(head.headers.get('upload-offset')).toBe(String(photo.length));
		expect((await greta.send(`/api/blobs/${hash}/status`)).body).toEqual({
			offset: 0,
			complete: false
		});
	});

	it('asks for a session, and nobody but the server says that bytes have arrived', async () => {
		const nobody = new Caller(rosa.address, 'x', 'a=b');
		const hash = 'a'.repeat(64);
		const answers: Answer[] = [
			await nobody.send(`/api/blobs/${hash}/status`),
			await nobody.send(`/api/blobs/${hash}?table=ticket_attachment&id=x`),
			await put(nobody, someBytes(10))
		];
		expect(answers.map(({ status, code }) => [status, code])).toEqual(
			answers.map(() => [401, 'unauthenticated'])
		);
		const receive = await greta.command('tickets.receiveFile', { row: 'x', hash });
		expect([receive.status, receive.code]).toEqual([403, 'forbidden']);
	});

	it('bad input is a coded error that names the field, never a 500', async () => {
		const cases: [Promise<Answer>, number, string][] = [
			[put(rosa, Buffer.alloc(10_000_000)), 413, 'body'],
			[put(rosa, someBytes(10), { headers: { 'content-type': 'text/html' } }), 415, 'content-type'],
			[put(rosa, someBytes(10), { hash: '%00' }), 400, 'hash'],
			[put(rosa, someBytes(10), { hash: 'A'.repeat(64) }), 400, 'hash'],
			[rosa.send(`/api/blobs/${'a'.repeat(64)}?table=ticket_attachment&id=%00`), 400, 'id'],
			[rosa.send(`/api/blobs/x?table=ticket_attachment&id=x`), 400, 'hash'],
			[rosa.send(`/api/blobs/x/status`), 400, 'hash'],
			[
				rosa.send(`/api/blobs/${'a'.repeat(64)}`, { method: 'PUT', headers: bytesType }),
				400,
				'offset'
			]
		];
		for (const [answer, status, field] of cases) {
			const { body, status: given } = await answer;
			expect([given, body]).toMatchObject([status, { error: { field } }]);
		}
		const garbled = await put(rosa, someBytes(10), { hash: 'a'.repeat(64) });
		expect([garbled.status, garbled.code]).toEqual([422, 'wrong_hash']);
	});
});
