import type { Announcement } from '#domain/announcements/index.ts';

/** More than are ever current at once. */
const MOST = 50;

/** Names what was put away; news that was changed since comes back. */
export function hiddenMark({ id, updatedAt }: Pick<Announcement, 'id' | 'updatedAt'>): string {
	return `${id} ${updatedAt}`;
}

/** The marks with one more, the oldest forgotten. */
export function stillHidden(marks: readonly string[], mark: string): string[] {
	return [...marks.filter((one) => one !== mark), mark].slice(-MOST);
}
