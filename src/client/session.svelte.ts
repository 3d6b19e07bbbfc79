import type { Target } from '#domain/identity/index.ts';
import type { Actor, Failure } from '#domain/kernel/index.ts';
import { databaseOwners, type RecordState } from '#store/index.ts';
import { Account, type AccountPerson } from './account.ts';
import type { DataLink } from './data-link.ts';
import { DevicePersonStore, isPersonChange, type DevicePerson } from './device-person.ts';
import { link } from './link.ts';
import { forgetPhotos } from './photo-addresses.ts';
import { presence } from './presence.svelte.ts';
import type { Rights } from './rights.ts';
import { sharedRequests } from './share-door.ts';
import { outbox, sync } from './sync.svelte.ts';

export interface SessionParts {
	readonly account: Account;
	readonly device: DevicePersonStore;
	readonly link: DataLink;
	readonly loadRights: () => Promise<Rights>;
	readonly erase: (subject: string) => Promise<void>;
	/** Subjects whose data lies on this device. */
	readonly owners: () => Promise<readonly string[]>;
	/** What else knows something of the person that leaves. */
	readonly forget: () => void;
}

interface SignedInPerson {
	readonly subject: string;
	readonly name: string;
	readonly roles: readonly string[];
}

/**
 * Who works here. A device that knows its person starts without asking anybody; the server is asked beside it. An
 * expired session holds the outbox and changes nothing else: the work belongs to the person, not to the session.
 */
export class Session {
	state = $state<'starting' | 'signed_out' | 'signed_in'>('starting');
	/** The server wants a sign-in before it takes or gives anything. */
	expired = $state(false);
	#known = $state.raw<SignedInPerson | null>(null);
	#actor = $state.raw<Actor | null>(null);
	readonly #parts: SessionParts;
	#rights: Rights | undefined;
	#watcher: number | undefined;

	constructor(parts: SessionParts) {
		this.#parts = parts;
		parts.link.listen(({ status }) => {
			if (status?.state === 'signed_out') this.expired = true;
			else if (status?.state === 'idle') this.expired = false;
			if (status?.state === 'wrong_subject') void this.#ask();
		});
	}

	/** Roles come from the own access row as soon as it is on the device. */
	get person(): SignedInPerson | null {
		return this.#known && this.#actor
			? { ...this.#known, name: this.#actor.name, roles: this.#actor.roles }
			: this.#known;
	}

	/** null until the own access row is on the device. */
	get actor(): Actor | null {
		return this.#actor;
	}

	/** May this person do it, to this target or, without one, to anything at all? */
	may(permission: string, target?: Target): boolean {
		if (!this.#actor || !this.#rights) return false;
		return this.#rights.may(this.#actor, permission, target);
	}

	/** Resolves when it is clear whether somebody is signed in. */
	async start(): Promise<void> {
		const { device, account } = this.#parts;
		if (device.owesSignOut && (await account.signOut())) device.owesSignOut = false;
		const known = device.get() ?? (await this.#ownerOfData());
		if (known) this.#enter({ ...known, roles: [] });
		const asked = this.#ask();
		if (!known) await asked;
	}

	/** null = done. The codes are those of `Account.signIn`. */
	async signIn(email: string, password: string): Promise<Failure | null> {
		const answer = await this.#parts.account.signIn(email, password);
		if ('code' in answer) return answer;
		this.#parts.device.owesSignOut = false;
		this.#confirmed(answer);
		return null;
	}

	/**
	 * Wipes this person's data from the device. With unsent work, `refuse` does nothing and answers how much there is;
	 * `discard` gives it up. null = signed out.
	 */
	async signOut(unsent: 'refuse' | 'discard'): Promise<{ unsent: number } | null> {
		const person = this.#known;
		if (!person) return null;
		const waiting = await (await this.#parts.link.data()).unsent();
		if (unsent === 'refuse' && waiting > 0) return { unsent: waiting };
		this.#parts.device.clear();
		this.#leave();
		await this.#parts.erase(person.subject);
		this.#parts.device.owesSignOut = !(await this.#parts.account.signOut());
		return null;
	}

	/**
	 * The browser writes `localStorage` seconds late, so a kill may forget who this is, but never the data: a person who
	 * signs out takes it along, so whose data is here is signed in. With the data of two, somebody has to say.
	 */
	async #ownerOfData(): Promise<DevicePerson | null> {
		if (this.#parts.device.owesSignOut) return null;
		const [subject, ...others] = await this.#parts.owners();
		return subject !== undefined && others.length === 0 ? { subject, name: '' } : null;
	}

	/** Another tab signed somebody in or out. */
	followDevice(): void {
		const known = this.#parts.device.get();
		if (known?.subject === this.#known?.subject) return;
		if (known) this.#enter({ ...known, roles: [] });
		else this.#leave();
	}

	/** Asks the server who this is; its word is final, its silence means nothing. */
	async #ask(): Promise<void> {
		const answer = await this.#parts.account.who();
		if (typeof answer === 'object') this.#confirmed(answer);
		else if (this.#known) this.expired = answer === 'nobody';
		else this.state = 'signed_out';
	}

	#confirmed(person: AccountPerson): void {
		this.#parts.device.set(person);
		this.expired = false;
		if (person.subject !== this.#known?.subject) {
			this.#enter(person);
			return;
		}
		this.#known = person;
		void this.#parts.link.data().then((data) => data.kick());
	}

	#enter(person: SignedInPerson): void {
		if (this.#known) this.#leave();
		this.#known = person;
		this.state = 'signed_in';
		this.#parts.link.connect(person.subject);
		this.#watchAccess(person.subject).catch((error: unknown) => console.error(error));
	}

	async #watchAccess(subject: string): Promise<void> {
		const rights = await this.#parts.loadRights();
		if (this.#known?.subject !== subject || this.#watcher !== undefined) return;
		this.#rights = rights;
		this.#watcher = this.#parts.link.watchRecord(
			{ kind: 'row', table: rights.table, id: subject },
			(state) => this.#takeAccess(state, rights),
			() => (this.#actor = null)
		);
	}

	#leave(): void {
		if (this.#watcher !== undefined) this.#parts.link.close(this.#watcher);
		this.#watcher = undefined;
		this.#parts.link.disconnect();
		this.#parts.forget();
		this.#known = null;
		this.#actor = null;
		this.expired = false;
		this.state = 'signed_out';
	}

	#takeAccess(state: RecordState, rights: Rights): void {
		if (state.kind === 'row') this.#actor = state.row ? rights.actorOf(state.row) : null;
	}
}

function browserSession(): Session {
	const parts: Omit<SessionParts, 'device'> = {
		account: new Account((path, init) => fetch(path, init)),
		link,
		loadRights: async () => (await import('./rights.ts')).rights,
		erase: async (subject) =>
			(await import('#store/erase.ts')).eraseDatabase(subject, indexedDB, navigator.storage),
		owners: () => databaseOwners(indexedDB),
		forget: () => {
			sync.reset();
			outbox.reset();
			presence.reset();
			forgetPhotos();
			void sharedRequests().then(({ forgetShared }) => forgetShared());
		}
	};
	if (typeof window === 'undefined') {
		const nowhere = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
		return new Session({ ...parts, device: new DevicePersonStore(nowhere) });
	}
	const session = new Session({ ...parts, device: new DevicePersonStore(localStorage) });
	addEventListener('storage', (event) => isPersonChange(event) && session.followDevice());
	void session.start();
	return session;
}

export const session = browserSession();
