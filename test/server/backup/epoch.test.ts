/** A device that goes on working while the server is put back to an older state. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { derivedId } from '#domain/kernel/index.ts';
import { ticket } from '#domain/tickets/index.ts';
import { writeBackup } from '#server/backup/backup.ts';
import { restoreBackup } from '#server/backup/restore.ts';
import { isRefusal, PROTO, SCHEMA, type Cookie, type Mutation } from '#sync/protocol/index.ts';
import { ServedCompany, who } from '../blobs/served-company.ts';
import { newFile } from './places.ts';

const { subject } = who('rosa');

class Device {
	company: ServedCompany;
	group = derivedId('group', 'one');
	cookie: Cookie | null = null;
	/** All that was ever acknowledged, as the journal keeps it. */
	readonly journal: Mutation[] = [];

	constructor(company: ServedCompany) {
		this.company = company;
	}

	get #envelope() {
		return { proto: PROTO, schema: SCHEMA, subject, group: this.group };
	}

	push(mutations: readonly Mutation[]) {
		const at = this.cookie && { epoch: this.cookie.epoch, spaces: this.cookie.spaces };
		const request = { ...this.#envelope, at, attempt: 0, mutations };
		return this.company.authority.push({ subject }, request, Date.now());
	}

	async report(title: string): Promise<string> {
		const mid = randomUUID();
		const id = this.journal.length + 1;
		const fixed = { deviceAt: Date.now(), contactAt: 0, tz: 'UTC', base: {}, deps: [] };
		const args = { kind: 'incident', title };
		const mutation = { id, mid, name: 'tickets.create', args, ...fixed };
		const answer = await this.push([mutation]);
		expect(answer).toMatchObject({ outcomes: [{ mid, kind: 'applied' }] });
		this.journal.push(mutation);
		return mid;
	}

	async pull() {
		const request = { ...this.#envelope, cookie: this.cookie, acked: 0 };
		const answer = await this.company.authority.pull({ subject }, request);
		if (!isRefusal(answer)) this.cookie = answer.cookie;
		return answer;
	}
}

describe('a restored server', () => {
	it('SYNC-P1: is known as another epoch, and takes the journal again under the same mids, once each', async () => {
		const company = await ServedCompany.found();
		await company.dropJobs();
		const device = new Device(company);
		await device.pull();
		const early = await device.report('Before the backup');
		const file = newFile();
		await writeBackup(company.url, file);
		const late = await device.report('After the backup');
		await device.pull();
		await company.pool.end();
		const restored = await restoreBackup(company.url, file, { replace: true });

		const again = ServedCompany.open(company.url);
		device.company = again;
		const refused = { error: { code: 'epoch', facts: { epoch: restored.epoch } } };
		expect(await device.pull()).toEqual(refused);
		const next = { ...(device.journal[1] as Mutation), id: 3, mid: randomUUID() };
		expect(await device.push([next])).toEqual(refused);
		// A cookie that claims the new epoch for a version of the old history is found out by its digest.
		device.cookie = { ...(device.cookie as Cookie), epoch: restored.epoch };
		expect(await device.pull()).toEqual(refused);

		// What the client then does: a new group, from 1, in old order, same mids.
		device.group = derivedId('group', 'two');
		device.cookie = null;
		await device.pull();
		for (let time = 0; time < 2; time += 1) {
			expect(await device.push(device.journal)).toMatchObject({
				last: 2,
				outcomes: [
					{ id: 1, mid: early, kind: 'applied' },
					{ id: 2, mid: late, kind: 'applied' }
				]
			});
		}
		const { rows } = await again.pool.query('select title, number from ticket order by number');
		expect(rows).toEqual([
			{ title: 'Before the backup', number: 'INC-1' },
			{ title: 'After the backup', number: 'INC-1002' }
		]);
		const held = await again.store.read((reader) => reader.countRoots(ticket, [`user:${subject}`]));
		expect(held).toBe(2);
	});
});
