import { failure, type Failure } from '#domain/kernel/index.ts';

/** What a template may name. */
export const templateVariables = [
	'requester.name',
	'requester.firstName',
	'agent.name',
	'agent.firstName',
	'ticket.number',
	'ticket.title',
	'team.name',
	'site.name'
] as const;
export type TemplateVariable = (typeof templateVariables)[number];

/** Null or missing: not known here, as the number of a ticket that was never sent. */
export type TemplateValues = Readonly<Partial<Record<TemplateVariable, string | null>>>;

export interface Rendered {
	readonly text: string;
	/** `tickets.variable_unknown`, `tickets.variable_empty`: each with the variable and its place in the template. */
	readonly failures: readonly Failure[];
}

const slot = /\{\{\s*([^{}\s]{1,60})\s*\}\}/g;

function isVariable(name: string): name is TemplateVariable {
	return (templateVariables as readonly string[]).includes(name);
}

/**
 * Puts values into a template. Plain text in, plain text out, in one pass: a value that looks like a variable stays the
 * text that it is. An unknown variable stays as it was written, an empty one leaves nothing, and both are reported: a
 * preview shows them and nothing is sent by itself.
 */
export function render(template: string, values: TemplateValues, field = 'body'): Rendered {
	const failures: Failure[] = [];
	const text = template.replaceAll(slot, (written: string, name: string, at: number) => {
		if (!isVariable(name)) {
			failures.push(failure('tickets.variable_unknown', field, { variable: name, at }));
			return written;
		}
		const value = Object.hasOwn(values, name) ? values[name] : null;
		if (typeof value === 'string' && value !== '') return value;
		failures.push(failure('tickets.variable_empty', field, { variable: name, at }));
		return '';
	});
	return { text, failures };
}

/** The first variable of a template that does not exist, as a failure; asked for before a template is kept. */
export function templateFailure(template: string, field: string): Failure | undefined {
	return render(template, {}, field).failures.find(
		({ code }) => code === 'tickets.variable_unknown'
	);
}

/** "Rosa" of "Rosa Klein". */
export function firstNameOf(name: string): string {
	return name.trim().split(/\s+/)[0] ?? '';
}
