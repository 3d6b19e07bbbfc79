import type { ParseArgsOptionsConfig } from 'node:util';

/** What a command has to do with the world. */
export interface CommandIo {
	readonly env: NodeJS.ProcessEnv;
	/** Lines of stdin. */
	readonly lines: AsyncIterable<string>;
	/** One line of JSON on stdout; resolves when there is room for more. */
	readonly print: (value: object) => Promise<void>;
	/** A sentence for the person, on stderr. */
	readonly say: (sentence: string) => void;
	/** What is being done, on stderr, now and then once it takes longer than two seconds. */
	readonly progress: (sentence: string) => void;
	/** Aborted by Ctrl+C. */
	readonly signal: AbortSignal;
}

export interface CommandArgs {
	readonly options: Readonly<Record<string, string | boolean | undefined>>;
	readonly positionals: readonly string[];
}

/**
 * One command: one file in `commands/` and one line in `registry.ts`. Throws a StartupError for what the person can mend.
 * Answers false when some line was bad, which makes the exit code 2.
 */
export interface Command {
	/** As it is typed: `audit verify`. */
	readonly name: string;
	/** One sentence. */
	readonly summary: string;
	/** Names of the arguments, all of which are needed. */
	readonly positionals: readonly string[];
	readonly options: ParseArgsOptionsConfig;
	/** Shown by --help: options, form of input and output. */
	readonly help: string;
	readonly run: (io: CommandIo, args: CommandArgs) => Promise<boolean>;
}
