const PREFIX = 'waypost:';

/** A person's database on this device. */
export function databaseName(subject: string): string {
	return `${PREFIX}${subject}`;
}

/** Subjects whose data lies on this device; none where the browser does not tell. */
export async function databaseOwners(factory: IDBFactory): Promise<readonly string[]> {
	if (!('databases' in factory)) return [];
	const found = await factory.databases();
	return found.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
}
