import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Command, CommandIo } from '#server/cli/command.ts';
import { runJsonLines } from '#server/cli/json-lines.ts';
import { commands } from '#server/cli/registry.ts';
import { runCommandLine } from '#server/cli/run-command.ts';
import { StartupError } from '#server/startup-error.ts';

/** An engine that doubles numbers, as one file of `commands/` would hold it. */
const double: Command = {
	name: 'double',
	summary: 'Doubles numbers.',
	positionals: [],
	options: { times: { type: 'string' } },
	help: 'Input: {id, value}. Output: {id, value}.',
	run: (io, { options }) => {
		if (options['times'] === '0') throw new StartupError('Nothing is done no times.');
		const schema = v.strictObject({ id: v.string(), value: v.number() });
		return runJsonLines(io, schema, ({ value }) => {
			if (value < 0) return bad;
			const copies = Array.from({ length: Number(options['times'] ?? 1) }, () => ({
				value: value * 2
			}));
			return { ok: true, values: copies };
		});
	}
};
const bad = {
	ok: false,
	failure: { code: 'negative', field: 'value', message: 'below zero' }
} as const;

async function run(words: readonly string[], lines: readonly string[] = [], more = [double]) {
	const printed: object[] = [];
	const said: string[] = [];
	const io: CommandIo = {
		env: {},
		lines: (async function* () {
			for (const line of lines) yield await Promise.resolve(line);
		})(),
		print: (value) => Promise.resolve(void printed.push(value)),
		say: (sentence) => void said.push(sentence),
		progress: () => {},
		signal: new AbortController().signal
	};
	const code = await runCommandLine([...commands, ...more], words, io);
	return { code, printed, said: said.join('\n') };
}

describe('the command line', () => {
	it('one result per line with its id; a bad line is told in its place and the rest goes on', async () => {
		const lines = [
			'{"id":"a","value":1}',
			'{"id":"b","value":"x"}',
			'',
			'not json',
			'{"id":"c","value":2,"extra":true}',
			'{"id":"d","value":-1}',
			'{"id":"e","value":3}'
		];
		const { code, printed } = await run(['double'], lines);
		expect(code).toBe(2);
		expect(printed).toEqual([
			{ id: 'a', value: 2 },
			{
				id: 'b',
				line: 2,
				error: { code: 'bad_field', field: 'value', message: expect.any(String) }
			},
			{ line: 4, error: { code: 'json', message: expect.any(String) } },
			{
				id: 'c',
				line: 5,
				error: { code: 'bad_field', field: 'extra', message: expect.any(String) }
			},
			{ id: 'd', line: 6, error: bad.failure },
			{ id: 'e', value: 6 }
		]);
	});

	it('exits with 0 when all went well, and passes options on', async () => {
		const { code, printed } = await run(['double', '--times', '2'], ['{"id":"a","value":1}']);
		expect([code, printed]).toEqual([
			0,
			[
				{ id: 'a', value: 2 },
				{ id: 'a', value: 2 }
			]
		]);
	});

	it.each([
		[['dubble'], 'There is no command "dubble".'],
		[['audit'], 'There is no command "audit".'],
		[[], 'Usage: npm run -s waypost -- COMMAND'],
		[['double', '--tims', '2'], "Unknown option '--tims'"],
		[['double', '--times'], "Option '--times <value>' argument missing"],
		[['double', 'FILE'], 'double takes no argument.'],
		[['backup'], 'backup takes FILE.'],
		[['restore', 'a', 'b'], 'restore takes FILE.'],
		[['restore', 'a', '--replace'], 'say --replace --confirm'],
		[['double', '--times', '0'], 'Nothing is done no times.']
	])('%j: exit code 2 and a sentence', async (words, sentence) => {
		const { code, printed, said } = await run(words);
		expect([code, printed]).toEqual([2, []]);
		expect(said).toContain(sentence);
		expect(said).not.toContain('    at ');
	});

	it('every command has --help, and the list names it', async () => {
		const list = await run(['--help']);
		expect(list.code).toBe(0);
		for (const { name, summary } of commands) {
			expect(list.said).toContain(name);
			const { code, said, printed } = await run([...name.split(' '), '--help']);
			expect([code, printed]).toEqual([0, []]);
			expect(said).toContain(summary);
			expect(said).toContain('Output:');
		}
	});
});
