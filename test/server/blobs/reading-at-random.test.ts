/**
 * Who may read a file, held against a model over random steps on a real database. The simulator has no files: that a person
 * vouches for a content is decided where the rows are, in one statement over uploads and references, and memory would only
 * repeat that statement in other words.
 */
import { expect, it } from 'vitest';
import { rowId } from '#domain/kernel/index.ts';
import { ticket, ticketAttachment } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey, TeamKey } from '#server/seed/people.ts';
import { Random } from '#test/sync/sim/random.ts';
import { hashOf, someBytes, Uploader } from './files.ts';
import { ServedCompany, who } from './served-company.ts';

const STEPS = 240;
const FIRST_PIECE = 4_096;

type Audience = 'public' | 'internal';
const roles = ['requester', 'technician', 'agent', 'engineer', 'approver', 'manager'] as const;
type Role = (typeof roles)[number];

interface Person {
	role: Role;
	team: TeamKey | null;
	active: boolean;
}

interface Work {
	readonly id: string;
	readonly requester: PersonKey;
	team: TeamKey | null;
	assignee: PersonKey | null;
}

interface FileRow {
	readonly id: string;
	readonly work: Work;
	readonly content: number;
	readonly by: PersonKey;
	readonly audience: Audience;
}

const keys = ['rosa', 'jonas', 'greta', 'timo', 'erik', 'petra'] as const;
const teams = ['desk', 'field', 'platform'] as const;
/** Moves tickets, and nobody changes that. */
const mover = 'malik';

class Model {
	readonly people = new Map<PersonKey, Person>([
		['rosa', { role: 'requester', team: null, active: true }],
		['jonas', { role: 'requester', team: null, active: true }],
		['greta', { role: 'agent', team: 'desk', active: true }],
		['timo', { role: 'technician', team: 'field', active: true }],
		['erik', { role: 'engineer', team: 'platform', active: true }],
		['petra', { role: 'approver', team: 'desk', active: true }]
	]);
	readonly works: Work[] = [];
	readonly files: FileRow[] = [];
	/** `person/content` once that person has brought all of it. */
	readonly brought = new Set<string>();

	person(key: PersonKey): Person {
		const found = this.people.get(key);
		if (!found) throw new Error(key);
		return found;
	}

	/** The rule, in other words than the code's. */
	mayRead(reader: PersonKey, { work, content, by, audience }: FileRow, asked: number): boolean {
		const { role, team, active } = this.person(reader);
		if (!active || asked !== content || !this.brought.has(`${by}/${content}`)) return false;
		if (role === 'agent' || role === 'manager') return true;
		const isTheirs = (team !== null && team === work.team) || work.assignee === reader;
		if (role !== 'requester' && isTheirs) return true;
		return work.requester === reader && audience === 'public';
	}
}

/** The model and the company, walked in step. */
class Walk {
	readonly model = new Model();
	readonly trace: string[] = [];
	readonly counts = { read: 0, refused: 0 };
	/** Few, so that several people have the same one. */
	readonly #contents = Array.from({ length: 5 }, (_, index) => someBytes(FIRST_PIECE + index));
	readonly #company: ServedCompany;
	readonly #random: Random;

	constructor(company: ServedCompany, random: Random) {
		this.#company = company;
		this.#random = random;
	}

	async step(): Promise<void> {
		const random = this.#random;
		const act = random.pick([
			...[this.#upload, this.#upload, this.#create, this.#create, this.#attach, this.#attach],
			...[this.#comment, this.#move, this.#move, this.#changeRole, this.#changeTeam, this.#turn]
		]);
		await act.call(this, random.pick(keys));
		const file = this.model.files.length > 0 ? random.pick(this.model.files) : undefined;
		for (let turn = 0; file && turn < 2; turn += 1) await this.read(random.pick(keys), file);
	}

	/** Reads under the right name, or under that of any content. */
	async read(key: PersonKey, file: FileRow, asked = this.#anyName(file)): Promise<void> {
		const answer = await new Uploader(this.#company, key).read(this.#hash(asked), file.id);
		const bytes = Buffer.from(await answer.arrayBuffer());
		const may = this.model.mayRead(key, file, asked);
		const heard = answer.status === 200 && bytes.equals(this.#bytes(asked));
		const told = [answer.status, heard || bytes.toString()];
		const wanted = may ? [200, true] : [404, '{"error":{"code":"not_found"}}'];
		this.counts[may ? 'read' : 'refused'] += 1;
		const step = [`${key} reads ${asked} of ${JSON.stringify(file)}`, ...this.trace.slice(-12)];
		expect([told, step]).toEqual([wanted, step]);
	}

	#anyName({ content }: FileRow): number {
		return this.#random.chance(0.8) ? content : this.#random.int(this.#contents.length);
	}

	#bytes(content: number): Buffer {
		return this.#contents[content] as Buffer;
	}

	#hash(content: number): string {
		return hashOf(this.#bytes(content));
	}

	async #upload(key: PersonKey): Promise<void> {
		const content = this.#random.int(this.#contents.length);
		const uploader = new Uploader(this.#company, key);
		const bytes = this.#bytes(content);
		const isWhole = this.#random.chance(0.4);
		this.trace.push(`${key} uploads ${content}${isWhole ? '' : ' in part'}`);
		const end = isWhole ? bytes.length : FIRST_PIECE;
		const size = bytes.length;
		const { offset } = (await uploader.status(this.#hash(content))).body as { offset: number };
		if (offset >= end) return;
		await uploader.put(this.#hash(content), bytes.subarray(offset, end), { offset, size });
		if (end === size) this.model.brought.add(`${key}/${content}`);
	}

	#file(content: number) {
		return { name: 'x.txt', mime: 'text/plain', size: 10, blob: this.#hash(content) };
	}

	async #create(key: PersonKey): Promise<void> {
		const content = this.#random.int(this.#contents.length);
		const args = { kind: 'incident', title: 'x', files: [this.#file(content)] };
		const mid = await this.#try(key, 'tickets.create', args);
		if (mid === undefined) return;
		const work: Work = { id: rowId(mid, ticket), requester: key, team: null, assignee: null };
		this.model.works.push(work);
		this.#named(mid, work, content, key, 'public');
	}

	async #attach(key: PersonKey): Promise<void> {
		await this.#say(key, 'tickets.attach', (content) => ({ file: this.#file(content) }));
	}

	async #comment(key: PersonKey): Promise<void> {
		const said = (content: number) => ({ body: 'x', files: [this.#file(content)] });
		await this.#say(key, 'tickets.comment', said);
	}

	async #say(key: PersonKey, command: string, more: (content: number) => object): Promise<void> {
		if (this.model.works.length === 0) return;
		const work = this.#random.pick(this.model.works);
		const content = this.#random.int(this.#contents.length);
		const audience = this.#random.pick(['public', 'internal'] as const);
		const mid = await this.#try(key, command, { ticket: work.id, audience, ...more(content) });
		if (mid !== undefined) this.#named(mid, work, content, key, audience);
	}

	#named(mid: string, work: Work, content: number, by: PersonKey, audience: Audience): void {
		const id = rowId(mid, ticketAttachment, this.#hash(content));
		this.model.files.push({ id, work, content, by, audience });
	}

	async #move(key: PersonKey): Promise<void> {
		if (this.model.works.length === 0) return;
		const work = this.#random.pick(this.model.works);
		const team = this.#random.pick([null, ...teams]);
		const assignee = this.#random.chance(0.4) ? key : null;
		const mid = await this.#try(mover, 'tickets.assign', {
			ticket: work.id,
			team: team && seedIds.team(team),
			assignee: assignee && who(assignee).subject
		});
		if (mid !== undefined) Object.assign(work, { team, assignee });
	}

	async #changeRole(key: PersonKey): Promise<void> {
		const role = this.#random.pick(roles);
		await this.#order(key, 'identity.setRoles', { roles: [role] }, { role });
	}

	async #changeTeam(key: PersonKey): Promise<void> {
		const team = this.#random.pick([null, ...teams]);
		const named = team === null ? [] : [seedIds.team(team)];
		await this.#order(key, 'identity.setTeams', { teams: named }, { team });
	}

	async #turn(key: PersonKey): Promise<void> {
		const active = !this.model.person(key).active;
		if (!active && this.#random.chance(0.5)) return;
		await this.#order(key, `identity.${active ? 're' : 'de'}activate`, {}, { active });
	}

	async #order(key: PersonKey, command: string, args: object, change: Partial<Person>) {
		const mid = await this.#try('ada', command, { person: who(key).subject, ...args });
		if (mid !== undefined) Object.assign(this.model.person(key), change);
	}

	async #try(key: PersonKey, command: string, args: object): Promise<string | undefined> {
		const mid = await this.#company.attempt(key, command, args as never);
		this.trace.push(`${key} ${command} ${JSON.stringify(args)}: ${mid ?? 'refused'}`);
		return mid;
	}
}

it('SYNC-I4: over random uploads, moves and role changes a file is read by those who see a row that names it on the word of somebody who has it, and by nobody else', async () => {
	const walk = new Walk(await ServedCompany.found(), new Random(7));
	for (let step = 0; step < STEPS; step += 1) await walk.step();
	for (const file of walk.model.files) {
		for (const reader of keys) await walk.read(reader, file, file.content);
	}
	expect(walk.counts.read).toBeGreaterThan(100);
	expect(walk.counts.refused).toBeGreaterThan(200);
});
