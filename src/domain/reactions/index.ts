/**
 * Reactions: sentences that join modules, each "when this happened, do that".
 *
 * They run on the server after the commit, as the system, at least once; each command is idempotent by its `mid`.
 */
export { reactions } from './reactions.ts';
