/**
 * Who used this device last: subject and name, nothing else, so that it starts without the network. Other tabs learn of
 * a change by the browser's `storage` event.
 */
export interface DevicePerson {
	readonly subject: string;
	readonly name: string;
}

const PERSON = 'waypost.person';
/** Signed out here while the server could not be told. */
const OWED = 'waypost.sign-out-owed';

export class DevicePersonStore {
	readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

	constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
		this.#storage = storage;
	}

	get(): DevicePerson | null {
		try {
			const person = JSON.parse(this.#storage.getItem(PERSON) ?? 'null') as DevicePerson | null;
			return typeof person?.subject === 'string' && typeof person.name === 'string' ? person : null;
		} catch {
			return null;
		}
	}

	set({ subject, name }: DevicePerson): void {
		this.#storage.setItem(PERSON, JSON.stringify({ subject, name }));
	}

	clear(): void {
		this.#storage.removeItem(PERSON);
	}

	get owesSignOut(): boolean {
		return this.#storage.getItem(OWED) !== null;
	}

	set owesSignOut(owed: boolean) {
		if (owed) this.#storage.setItem(OWED, '1');
		else this.#storage.removeItem(OWED);
	}
}

/** Is this the `storage` event of a change of person? */
export function isPersonChange(event: { readonly key: string | null }): boolean {
	return event.key === PERSON || event.key === null;
}
