import type { JsonObject } from '#domain/kernel/index.ts';
import type { MacroPlan, Ticket } from '#domain/tickets/index.ts';

/** The words of a macro that a person may change before they go out. */
export type MacroWords = { readonly body: string; readonly note: string };

const objectIn = (args: JsonObject, name: string): JsonObject | undefined => {
	const value = args[name];
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as JsonObject)
		: undefined;
};
const textIn = (args: JsonObject | undefined, name: string): string => {
	const value = args?.[name];
	return typeof value === 'string' ? value : '';
};

export function wordsOf({ args }: MacroPlan): MacroWords {
	return {
		body: textIn(objectIn(args, 'reply'), 'body'),
		note: textIn(objectIn(args, 'step'), 'note')
	};
}

/** The arguments with the person's words; without a reply when nothing is left of it. Undefined when nothing would be done. */
export function editedArgs(
	{ args }: MacroPlan,
	{ body, note }: MacroWords,
	audience: 'public' | 'internal'
): JsonObject | undefined {
	const { reply: _, step, ...rest } = args;
	const edited: JsonObject = {
		...rest,
		...(body.trim() === '' ? {} : { reply: { audience, body: body.trim() } }),
		...(step === undefined
			? {}
			: { step: { ...(step as JsonObject), note: note.trim() === '' ? null : note.trim() } })
	};
	const parts = Object.keys(edited).filter((name) => name !== 'ticket' && name !== 'macro');
	return parts.length === 0 ? undefined : edited;
}

/** Columns of the ticket that the macro changes by the person's view of them. */
export function fieldsIn(args: JsonObject): readonly (keyof Ticket & string)[] {
	const names = [
		...Object.keys(objectIn(args, 'changes') ?? {}),
		...Object.keys(objectIn(args, 'assignment') ?? {}),
		...(args['priority'] === undefined ? [] : ['priority', 'priorityOverride'])
	];
	return names as (keyof Ticket & string)[];
}
