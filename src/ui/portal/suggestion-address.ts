import type { Suggestion } from './ask.ts';

/** Where a suggestion leads; somebody else's report is seen at the desk. */
export function addressOf(one: Suggestion): string {
	switch (one.kind) {
		case 'item':
			return `/new/${one.id}`;
		case 'own':
			return `/requests/${one.id}`;
		case 'article':
			return `/knowledge/${one.id}`;
		case 'nearby':
			return `/queue/${one.id}`;
	}
}
