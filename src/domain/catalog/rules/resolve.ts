import { person, site } from '#domain/identity/index.ts';
import {
	absent,
	failure,
	isRow,
	scopesMeet,
	type Context,
	type Failure,
	type ReadTx
} from '#domain/kernel/index.ts';
import type { Answer } from './answers.ts';

const invalid = (id: string): Failure => failure('catalog.answer_invalid', `answers.${id}`);

/**
 * What the answers look up, put in words: a site by its name, a person by the name where the actor may read that person's
 * row. A requester may not, so any other text stands as a name that was typed. Files must be among those given.
 */
export async function resolveAnswers(
	tx: ReadTx,
	ctx: Context,
	answers: readonly Answer[],
	files: ReadonlySet<string>
): Promise<readonly Answer[] | Failure> {
	const resolved: Answer[] = [];
	for (const answer of answers) {
		const value = await wordsFor(tx, ctx, answer, files);
		if (value === undefined) return invalid(answer.id);
		resolved.push({ ...answer, value });
	}
	return resolved;
}

const rowIdForm = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

async function wordsFor(
	tx: ReadTx,
	ctx: Context,
	{ type, value }: Answer,
	files: ReadonlySet<string>
): Promise<Answer['value'] | undefined> {
	if (type === 'files') {
		return Array.isArray(value) && value.every((hash) => files.has(hash)) ? value : undefined;
	}
	if ((type !== 'person' && type !== 'site') || typeof value !== 'string') return value;
	if (!rowIdForm.test(value)) return type === 'person' ? value : undefined;
	if (type === 'site') {
		const row = await tx.get(site, value);
		if (row === absent || (isRow(row) && !row.active)) return undefined;
		return isRow(row) ? row.name : value;
	}
	const row = await tx.get(person, value);
	return isRow(row) && scopesMeet(person.scopes(row), ctx.actor.scopes) ? row.name : value;
}
