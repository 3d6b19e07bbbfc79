/** portal: who asks for things; desk: who works on them. */
export type Side = 'portal' | 'desk';

export type May = (permission: string) => boolean;

/** Whoever may write internal notes works at the desk; everybody else is a guest of it. */
export function sideOf(may: May): Side {
	return may('tickets.note') ? 'desk' : 'portal';
}

/** The first screen after signing in. */
export function homeHref(may: May): string {
	return sideOf(may) === 'desk' ? '/queue' : '/';
}
