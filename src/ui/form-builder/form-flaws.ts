import { formFailures, type Form } from '#domain/catalog/index.ts';
import type { Failure } from '#domain/kernel/index.ts';
import { m } from '#messages/generated/messages.js';

/** What is wrong at one question, in a sentence; `field` is the id of the input that mends it. */
export type Flaw = { readonly question: string; readonly field: string; readonly message: string };

export const questionField = (id: string, part: 'label' | 'options' | 'rules' | 'when'): string =>
	`question-${id}-${part}`;

/** What keeps a form from being saved: words that are missing, and what the catalogue's own check finds. */
export function formFlaws(form: Form): readonly Flaw[] {
	const words = form.flatMap(({ id, label, type, options }): Flaw[] => [
		...(label.trim() === ''
			? [{ question: id, field: questionField(id, 'label'), message: m.builder_label_missing() }]
			: []),
		...(type === 'choice' &&
		(options.length === 0 || options.some((one) => one.label.trim() === ''))
			? [{ question: id, field: questionField(id, 'options'), message: m.builder_option_missing() }]
			: [])
	]);
	return [...words, ...formFailures(form).map((failure) => flawOf(failure, form))];
}

function flawOf(failure: Failure, form: Form): Flaw {
	const question = failure.field?.replace(/^form\./, '') ?? '';
	const part = failure.code === 'catalog.rule_impossible' ? 'rules' : 'when';
	return { question, field: questionField(question, part), message: flawWords(failure, form) };
}

function flawWords({ code, facts }: Failure, form: Form): string {
	const labelOf = (id: unknown): string =>
		form.find((question) => question.id === id)?.label ?? String(id);
	switch (code) {
		case 'catalog.condition_cyclic': {
			const circle = Array.isArray(facts?.['questions']) ? facts['questions'] : [];
			const path = [...circle, circle[0]].map((id) => `“${labelOf(id)}”`).join(' → ');
			return m.builder_condition_cyclic({ path });
		}
		case 'catalog.condition_unknown':
			return m.builder_condition_unknown();
		case 'catalog.condition_unfit':
			return m.builder_condition_unfit({ question: labelOf(facts?.['question']) });
		default:
			return m.builder_rule_impossible();
	}
}
