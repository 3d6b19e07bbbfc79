/** How the server we own is set up; an operator's `ALTER SYSTEM` still wins over it. */
export interface ServerSettings {
	/** The folder of the Unix socket, or null to listen on the loopback address (Windows). */
	readonly socketFolder: string | null;
	readonly port: number;
	/** False only in tests: a crash of the machine may then lose data. */
	readonly durable: boolean;
}

/** The text of `waypost.conf`, which `postgresql.conf` includes. Written anew at each start. */
export function settingsFile({ socketFolder, port, durable }: ServerSettings): string {
	const settings: Record<string, string | number> = {
		listen_addresses: socketFolder === null ? '127.0.0.1' : '',
		unix_socket_directories: socketFolder ?? '',
		unix_socket_permissions: '0700',
		port,
		max_connections: 200,
		shared_buffers: durable ? '256MB' : '64MB',
		// Sync takes row locks in a fixed order, so a deadlock is a bug to be seen fast, not a wait of a second.
		deadlock_timeout: '100ms',
		fsync: durable ? 'on' : 'off',
		synchronous_commit: durable ? 'on' : 'off',
		full_page_writes: durable ? 'on' : 'off',
		timezone: 'UTC',
		log_timezone: 'UTC',
		// One file for each day of the week, overwritten a week later.
		logging_collector: 'on',
		log_filename: 'postgresql-%a.log',
		log_truncate_on_rotation: 'on',
		log_rotation_age: '1d',
		log_rotation_size: 0
	};
	const lines = Object.entries(settings).map(
		([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`
	);
	return `# Written by Waypost at each start. Use ALTER SYSTEM to change a setting for good.\n${lines.join('\n')}\n`;
}
