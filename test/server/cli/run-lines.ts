import { commands } from '#server/cli/registry.ts';
import { runCommandLine } from '#server/cli/run-command.ts';

export interface Answer {
	readonly code: number;
	readonly printed: readonly Readonly<Record<string, unknown>>[];
	readonly said: string;
}

/** One command of the registry over lines of input, in this process. What is not text is written as JSON. */
export async function runLines(
	words: readonly string[],
	lines: readonly (string | object)[] = []
): Promise<Answer> {
	const printed: Record<string, unknown>[] = [];
	const said: string[] = [];
	const code = await runCommandLine(commands, words, {
		env: {},
		lines: (async function* () {
			for (const line of lines) {
				yield await Promise.resolve(typeof line === 'string' ? line : JSON.stringify(line));
			}
		})(),
		print: (value) => Promise.resolve(void printed.push({ ...value })),
		say: (sentence) => void said.push(sentence),
		progress: () => {},
		signal: new AbortController().signal
	});
	return { code, printed, said: said.join('\n') };
}
