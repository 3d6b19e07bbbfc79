/**
 * Reactions: sentences that join modules, each "when this happened, do that".
 *
 * They run on the server after the commit, as the system, at least once; each command is idempotent by its `mid`. What no
 * command can do, since it lies outside the log, is a job of a queue.
 */
export { ACCOUNT_EMAIL_QUEUE, reactions } from './reactions.ts';
