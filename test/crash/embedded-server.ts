import { readdirSync, readFileSync } from 'node:fs';
import { postgresAccount } from '#server/db/embedded/account.ts';
import { readOrCreatePassword, superuser } from '#server/db/embedded/cluster.ts';
import { findPlaces } from '#server/db/embedded/places.ts';
import { readPostmaster } from '#server/db/embedded/postmaster.ts';
import { startTestApp, type RunningApp } from '../support/app.ts';

/** The real server on its embedded PostgreSQL, in a data folder that outlives it. */
export class EmbeddedServer {
	readonly home: string;
	#app: RunningApp | undefined;
	readonly #bugs: string[] = [];

	constructor(home: string) {
		this.home = home;
	}

	get address(): string {
		return this.#app?.address ?? 'http://127.0.0.1:9';
	}

	async start(): Promise<void> {
		this.#app = await startTestApp({
			env: {
				WAYPOST_DATA_DIR: this.home,
				DATABASE_URL: '',
				WAYPOST_DEMO: '1',
				WAYPOST_LOG_LEVEL: 'error'
			}
		});
	}

	/** `kill -9` of the server; its PostgreSQL is left an orphan, or dies with it. */
	async kill(withDatabase: boolean): Promise<void> {
		const app = this.#app;
		const dead = app?.end('SIGKILL');
		if (withDatabase) this.#killDatabase();
		await dead;
		this.#forget(app);
	}

	async stop(): Promise<void> {
		const app = this.#app;
		await app?.end();
		this.#forget(app);
	}

	/** What all its lives wrote about failing mutators. */
	get bugs(): readonly string[] {
		return [...this.#bugs, ...bugsOf(this.#app)];
	}

	#forget(app: RunningApp | undefined): void {
		this.#bugs.push(...bugsOf(app));
		this.#app = undefined;
	}

	/** Address of the database while it runs. */
	databaseUrl(): string {
		const socketFolder = readPostmaster(this.#data())?.socketFolder;
		if (!socketFolder) throw new Error('The database does not run');
		const url = new URL('postgres://localhost:5432/waypost');
		url.username = superuser;
		url.password = readOrCreatePassword(this.home);
		url.searchParams.set('host', socketFolder);
		return url.href;
	}

	#data(): string {
		return findPlaces(this.home, postgresAccount()).data;
	}

	/** The postmaster first, so that it cannot restart anything, then every process that it had begun. */
	#killDatabase(): void {
		const postmaster = readPostmaster(this.#data());
		if (!postmaster) return;
		const children = childrenOf(postmaster.pid);
		for (const pid of [postmaster.pid, ...children]) {
			try {
				process.kill(pid, 'SIGKILL');
			} catch {
				// It ended by itself.
			}
		}
	}

	get dataFolder(): string {
		return this.#data();
	}
}

function bugsOf(app: RunningApp | undefined): readonly string[] {
	const lines = app?.output().split('\n') ?? [];
	return lines.filter((line) => line.includes('a mutator failed'));
}

/** Linux only, as is the place where kill tests run; elsewhere the children see by themselves that their parent is gone. */
function childrenOf(parent: number): number[] {
	try {
		return readdirSync('/proc')
			.map(Number)
			.filter((pid) => Number.isInteger(pid) && parentOf(pid) === parent);
	} catch {
		return [];
	}
}

function parentOf(pid: number): number | undefined {
	try {
		// `pid (name) state ppid ...`; a name may hold blanks.
		const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		return undefined;
	}
}
