/**
 * Something the operator can put right (a port or folder in use, an unreachable database). `message` is one
 * sentence that says what is wrong and what to do; the entry script prints it alone, without a stack.
 */
export class StartupError extends Error {
	override name = 'StartupError';
}
