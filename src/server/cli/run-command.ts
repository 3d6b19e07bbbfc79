import { parseArgs } from 'node:util';
import { StartupError } from '#server/startup-error.ts';
import type { Command, CommandArgs, CommandIo } from './command.ts';

/** Exit codes of shared conventions: all well, or anything else. */
export const GOOD = 0;
export const BAD = 2;

const program = 'npm run -s waypost --';

/** Finds the command that the words name, reads its options and runs it. Answers the exit code. */
export async function runCommandLine(
	commands: readonly Command[],
	words: readonly string[],
	io: CommandIo
): Promise<number> {
	const command = commands.find(({ name }) => startsWith(words, name.split(' ')));
	if (!command) return answerWithout(commands, words, io);
	try {
		const args = readArgs(command, words.slice(command.name.split(' ').length));
		if (args === 'help') {
			io.say(helpOf(command));
			return GOOD;
		}
		return (await command.run(io, args)) ? GOOD : BAD;
	} catch (error) {
		if (io.signal.aborted) io.say('Cancelled: nothing was changed.');
		else if (error instanceof StartupError) io.say(error.message);
		else io.say(error instanceof Error ? (error.stack ?? error.message) : String(error));
		return BAD;
	}
}

function startsWith(words: readonly string[], name: readonly string[]): boolean {
	return name.every((word, index) => words[index] === word);
}

function answerWithout(
	commands: readonly Command[],
	words: readonly string[],
	{ say }: CommandIo
): number {
	const list = commands.map(({ name, summary }) => `  ${name.padEnd(14)}${summary}`).join('\n');
	const usage = `Usage: ${program} COMMAND\n${list}\n${program} COMMAND --help tells more.`;
	const isHelp = words[0] === '--help' || words[0] === '-h';
	if (words.length === 0 || isHelp) {
		say(usage);
		return isHelp ? GOOD : BAD;
	}
	say(`There is no command "${words.join(' ')}".\n${usage}`);
	return BAD;
}

function readArgs(command: Command, words: readonly string[]): CommandArgs | 'help' {
	const { values, positionals } = parse(command, words);
	const { help, ...options } = values;
	if (help === true) return 'help';
	const { positionals: names } = command;
	if (positionals.length !== names.length) {
		const wanted = names.length === 0 ? 'no argument' : names.join(' ');
		throw new StartupError(`${command.name} takes ${wanted}.\n${usageOf(command)}`);
	}
	return { options: options as CommandArgs['options'], positionals };
}

function parse(command: Command, words: readonly string[]) {
	try {
		return parseArgs({
			args: [...words],
			options: { ...command.options, help: { type: 'boolean', short: 'h' } },
			allowPositionals: true
		});
	} catch (error) {
		throw new StartupError(`${(error as Error).message}\n${usageOf(command)}`);
	}
}

function usageOf({ name, positionals, options }: Command): string {
	const named = Object.entries(options).map(([option, { type }]) =>
		type === 'boolean' ? `[--${option}]` : `[--${option} VALUE]`
	);
	return `Usage: ${[program, name, ...positionals, ...named].join(' ')}`;
}

function helpOf(command: Command): string {
	return `${usageOf(command)}\n${command.summary}\n\n${command.help}`;
}
