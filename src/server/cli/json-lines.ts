import * as v from 'valibot';
import type { Failure, JsonObject } from '#domain/kernel/index.ts';
import type { CommandIo } from './command.ts';

/** A result for one input record: fields of one output line, or several lines, or why there is none. */
export type LineResult =
	| { readonly ok: true; readonly values: readonly JsonObject[] }
	| { readonly ok: false; readonly failure: Failure & { readonly message: string } };

/**
 * Runs an engine over JSON Lines: for each input line its results, or in their place `{id?, line, error}`; the rest goes on.
 * Results bear the `id` of their line. Empty lines are passed over. Answers whether all lines were good.
 */
export async function runJsonLines<Input>(
	{ lines, print, signal, progress }: CommandIo,
	schema: v.GenericSchema<unknown, Input>,
	run: (input: Input) => LineResult | Promise<LineResult>
): Promise<boolean> {
	let line = 0;
	let areGood = true;
	for await (const text of lines) {
		signal.throwIfAborted();
		line += 1;
		if (text.trim() === '') continue;
		const { id, result } = await runLine(text, schema, run);
		const named = id === undefined ? {} : { id };
		if (result.ok) for (const value of result.values) await print({ ...named, ...value });
		else {
			areGood = false;
			await print({ ...named, line, error: result.failure });
		}
		progress(`${line} lines`);
	}
	return areGood;
}

async function runLine<Input>(
	text: string,
	schema: v.GenericSchema<unknown, Input>,
	run: (input: Input) => LineResult | Promise<LineResult>
): Promise<{ readonly id: unknown; readonly result: LineResult }> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		return { id: undefined, result: bad('json', undefined, (error as Error).message) };
	}
	const id = idOf(value);
	const checked = v.safeParse(schema, value);
	if (!checked.success) {
		const [issue] = checked.issues;
		return { id, result: bad('bad_field', v.getDotPath(issue) ?? undefined, issue.message) };
	}
	return { id, result: await run(checked.output) };
}

function idOf(value: unknown): unknown {
	const id = (value as { id?: unknown } | null)?.id;
	return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

function bad(code: string, field: string | undefined, message: string): LineResult {
	return { ok: false, failure: { code, ...(field === undefined ? {} : { field }), message } };
}
