import type { Failure } from '#domain/kernel/index.ts';
import type { Actor } from '#domain/kernel/index.ts';
import type { Target } from '#domain/identity/index.ts';
import { grants } from '#domain/registry.ts';
import { seedIds } from '#server/seed/company.ts';
import { people } from '#server/seed/people.ts';
import { device } from './device.svelte.ts';

class Session {
	expired = $state(false);
	get state(): 'starting' | 'signed_out' | 'signed_in' {
		if (device.subject === null) return 'signed_out';
		return device.loaded ? 'signed_in' : 'starting';
	}
	get actor(): Actor | null {
		void device.revision;
		return device.actor;
	}
	get person(): { subject: string; name: string; roles: readonly string[] } | null {
		const { actor } = this;
		return actor && { subject: actor.subject, name: actor.name, roles: actor.roles };
	}
	may(permission: string, target?: Target): boolean {
		const { actor } = this;
		if (!actor) return false;
		return target ? grants.may(actor, permission, target) : grants.permits(actor, permission);
	}
	async signIn(email: string, password: string): Promise<Failure | null> {
		const found = people.find(({ key }) => email.startsWith(`${key}@`));
		if (!found || password === '') return { code: 'auth.wrong' };
		device.subject = seedIds.person(found.key);
		return null;
	}
	async signOut(unsent: 'refuse' | 'discard'): Promise<{ unsent: number } | null> {
		const waiting = device.entries.length;
		if (unsent === 'refuse' && waiting > 0) return { unsent: waiting };
		device.subject = null;
		return null;
	}
}
export const session = new Session();

export const run = device.run.bind(device);
export const newMid = (): string => crypto.randomUUID();

class Sync {
	get status() {
		return {
			state: 'idle' as const,
			waiting: device.entries.filter(({ state }) => state === 'waiting').length,
			received: 0,
			needsPerson: device.outcomes.length,
			defects: 0,
			...(device.first ? { run: { rows: 1240, total: 20_000 } } : {}),
			...(device.entries[0] ? { oldestAt: device.entries[0].deviceAt } : {})
		};
	}
	get online(): boolean {
		return !device.offline;
	}
	kick(): void {}
}
export const sync = new Sync();

export const outbox = {
	get entries() {
		return device.entries;
	},
	get outcomes() {
		return device.outcomes;
	},
	async discard(id: number): Promise<boolean> {
		device.entries = device.entries.filter((entry) => entry.id !== id);
		return true;
	},
	async sendAgain(mid: string): Promise<void> {
		await outbox.dismiss(mid);
	},
	async dismiss(mid: string): Promise<void> {
		device.outcomes = device.outcomes.filter(({ outcome }) => outcome.mid !== mid);
	}
};

export class Draft<T extends object> {
	value = $state() as T;
	ready = true;
	readonly #initial: T;
	constructor(initial: T) {
		this.#initial = initial;
		this.value = structuredClone(initial);
	}
	async clear(): Promise<void> {
		this.value = structuredClone(this.#initial);
	}
}
export function draft<T extends object>(_key: string, initial: T): Draft<T> {
	return new Draft(initial);
}

const urls = new Map<string, string>();
export async function addPhoto(file: File) {
	const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
	const hash = [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('');
	urls.set(hash, URL.createObjectURL(file));
	return { hash, name: file.name, mime: file.type, size: file.size };
}
export const photoUrl = async (hash: string): Promise<string | undefined> => urls.get(hash);
export const uploads = {
	progress: (_hash: string): 'waiting' | 'sending' | 'sent' | 'failed' => 'waiting'
};

export const pwa = {
	get updateReady() {
		return device.update;
	},
	reload() {},
	later() {},
	version: '0.1.0',
	storage: {
		persisted: true as boolean | null,
		usage: 31_000_000,
		quota: 2_000_000_000
	},
	async requestPersist() {},
	canInstall: false,
	async install() {}
};
