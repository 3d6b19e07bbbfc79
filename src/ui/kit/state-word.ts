import { m } from '#messages/generated/messages.js';
import type { WorkState } from './work-state.ts';

const WORDS: Record<WorkState, () => string> = {
	open: m.state_open,
	progress: m.state_progress,
	pending: m.state_pending,
	resolved: m.state_resolved,
	closed: m.state_closed,
	cancelled: m.state_cancelled
};

/** The general word for a state's shape; lifecycles may give a nearer one. */
export function stateWord(state: WorkState): string {
	return WORDS[state]();
}
