import { sameJson } from '#domain/kernel/index.ts';
import type { Form, Question, QuestionType } from '#domain/catalog/index.ts';

/** Keys that the builder gives until the question or answer has words; `withNames` puts better ones in their place. */
const provisional = /^new_\d+$/;

/** The first provisional key that is free. */
export function freshKey(taken: readonly string[]): string {
	let number = 1;
	while (taken.includes(`new_${number}`)) number += 1;
	return `new_${number}`;
}

export function newQuestion(form: Form): Question {
	const id = freshKey(form.map((question) => question.id));
	return { id, label: '', type: 'text', required: false, options: [] };
}

/** The form with the question at `from` moved to place `to`; places beyond the ends mean the ends. */
export function moved(form: Form, from: number, to: number): Form {
	const taken = form[from];
	if (!taken) return form;
	const rest = form.toSpliced(from, 1);
	return rest.toSpliced(Math.max(0, Math.min(to, rest.length)), 0, taken);
}

export function replaced(form: Form, next: Question): Form {
	return form.map((question) => (question.id === next.id ? next : question));
}

/** The question as another type: what stays true of it stays, rules of the old type go. */
export function retyped(question: Question, type: QuestionType): Question {
	const { id, label, required, hint, showWhen } = question;
	const options =
		type !== 'choice'
			? []
			: question.options.length > 0
				? question.options
				: [
						{ id: 'new_1', label: '' },
						{ id: 'new_2', label: '' }
					];
	return {
		id,
		label,
		type,
		required,
		options,
		...(hint === undefined ? {} : { hint }),
		...(showWhen === undefined ? {} : { showWhen })
	};
}

/** A key out of words: letters, digits and underscores, at most 32, none of `taken`. */
export function keyFrom(words: string, taken: readonly string[]): string {
	const plain = words
		.normalize('NFKD')
		.toLowerCase()
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^a-z0-9]+/g, '_')
		.replaceAll(/^[^a-z]+|_+$/g, '')
		.slice(0, 28)
		.replace(/_+$/, '');
	const isUsable = plain !== '' && !['constructor', 'prototype'].includes(plain);
	const base = isUsable && !provisional.test(plain) ? plain : 'question';
	let key = base;
	for (let count = 2; taken.includes(key); count += 1) key = `${base}_${count}`;
	return key;
}

/**
 * Keys out of the words in the place of provisional ones, for questions and answers, and in the conditions that name them.
 * Answers are kept under the key, so one that was saved once never changes.
 */
export function withNames(form: Form): Form {
	const questionKeys = renamed(form);
	const optionKeys = new Map(form.map(({ id, options }) => [id, renamed(options)]));
	return form.map((question) => {
		const { id, options, showWhen } = question;
		const own = optionKeys.get(id);
		const other = optionKeys.get(showWhen?.question ?? '');
		return {
			...question,
			id: questionKeys.get(id) ?? id,
			options: options.map((option) => ({ ...option, id: own?.get(option.id) ?? option.id })),
			...(showWhen === undefined
				? {}
				: {
						showWhen: {
							question: questionKeys.get(showWhen.question) ?? showWhen.question,
							is: showWhen.is.map((answer) =>
								typeof answer === 'string' ? (other?.get(answer) ?? answer) : answer
							)
						}
					})
		};
	});
}

function renamed(
	parts: readonly { readonly id: string; readonly label: string }[]
): ReadonlyMap<string, string> {
	const taken = parts.map(({ id }) => id);
	const names = new Map<string, string>();
	for (const { id, label } of parts) {
		if (!provisional.test(id)) continue;
		const key = keyFrom(label, taken);
		taken.push(key);
		names.set(id, key);
	}
	return names;
}

/** How one publication differs from the one before: question by question. */
export type FormChange = {
	readonly kind: 'added' | 'removed' | 'changed' | 'moved';
	readonly label: string;
};

export function formChanges(before: Form, after: Form): readonly FormChange[] {
	const old = new Map(before.map((question) => [question.id, question]));
	const left = new Set(after.map(({ id }) => id));
	const stayed = before.filter(({ id }) => left.has(id)).map(({ id }) => id);
	const kept = after.filter(({ id }) => old.has(id)).map(({ id }) => id);
	return [
		...before
			.filter(({ id }) => !left.has(id))
			.map(({ label }): FormChange => ({ kind: 'removed', label })),
		...after.flatMap((question): FormChange[] => {
			const { id, label } = question;
			const was = old.get(id);
			if (!was) return [{ kind: 'added', label }];
			if (!sameJson(was, question)) return [{ kind: 'changed', label }];
			return stayed.indexOf(id) === kept.indexOf(id) ? [] : [{ kind: 'moved', label }];
		})
	];
}
