import { failure, type Failure } from '#domain/kernel/index.ts';
import type { CatalogCode } from '../errors.ts';
import { LONG_ANSWER, SHORT_ANSWER } from './answer-check.ts';
import { MAX_FILES, type Form, type Question, type QuestionType } from './form.ts';

const fail = (code: CatalogCode, id: string, facts?: Failure['facts']): Failure =>
	failure(code, `form.${id}`, facts);

/**
 * What is wrong with a form beyond its shape, each naming the field `form.<question>`: conditions on questions that are not
 * there or have no such answer, conditions that go in a circle, rules that no answer could obey.
 */
export function formFailures(form: Form): readonly Failure[] {
	const byId = new Map(form.map((question) => [question.id, question]));
	return form.flatMap((question) => [
		...conditionFailure(question, byId),
		...(hasPossibleRules(question) ? [] : [fail('catalog.rule_impossible', question.id)])
	]);
}

type ById = ReadonlyMap<string, Question>;

function conditionFailure(question: Question, byId: ById): readonly Failure[] {
	const { id, showWhen } = question;
	if (!showWhen) return [];
	const asked = byId.get(showWhen.question);
	if (!asked) return [fail('catalog.condition_unknown', id, { question: showWhen.question })];
	const circle = circleFrom(question, byId);
	if (circle) return [fail('catalog.condition_cyclic', id, { questions: [...circle] })];
	const fits = showWhen.is.every((answer) => canAnswer(asked, answer));
	return fits ? [] : [fail('catalog.condition_unfit', id, { question: asked.id })];
}

function canAnswer(asked: Question, answer: string | boolean): boolean {
	if (asked.type === 'yesno') return typeof answer === 'boolean';
	return asked.type === 'choice' && asked.options.some(({ id }) => id === answer);
}

/** The questions of a circle that the question is part of, from itself on; undefined when there is none. */
function circleFrom(question: Question, byId: ById): readonly string[] | undefined {
	const path: string[] = [];
	for (let at: Question | undefined = question; at; at = byId.get(at.showWhen?.question ?? '')) {
		if (path.includes(at.id)) return at === question ? path : undefined;
		path.push(at.id);
	}
	return undefined;
}

/** Type -> least and most that its bounds can be. */
const bounds: Readonly<Partial<Record<QuestionType, readonly [number, number]>>> = {
	text: [0, SHORT_ANSWER],
	longtext: [0, LONG_ANSWER],
	number: [-Number.MAX_VALUE, Number.MAX_VALUE],
	files: [0, MAX_FILES]
};

function hasPossibleRules(question: Question): boolean {
	const { type, min, max, whole, format, earliest, latest } = question;
	const isBounded = min !== undefined || max !== undefined;
	const [least, most] = bounds[type] ?? [0, 0];
	if (isBounded && !bounds[type]) return false;
	if ((min ?? least) > (max ?? most) || (min ?? least) < least || (max ?? most) > most)
		return false;
	if (whole && type !== 'number') return false;
	if (format !== undefined && type !== 'text') return false;
	if ((earliest !== undefined || latest !== undefined) && type !== 'date') return false;
	if (whole && Math.ceil(min ?? -Infinity) > Math.floor(max ?? Infinity)) return false;
	return (earliest ?? '') <= (latest ?? '9999-12-31');
}
