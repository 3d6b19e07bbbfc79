import type { Verb } from '#domain/tickets/index.ts';
import type { BulkChange, BulkStep } from './bulk-change.ts';
import { tagsFrom } from './edit-form.ts';

export type BulkKind = BulkChange['kind'];

/** Chosen to leave a part as it is. */
export const KEEP = 'keep';
/** Nobody, no team; of a priority: the one that impact and urgency give. */
export const NOTHING = '';

/** What the bulk dialog holds; which parts count follows from the kind. */
export interface BulkForm {
	team: string;
	assignee: string;
	verb: string;
	code: string;
	note: string;
	level: string;
	reason: string;
	add: string;
	remove: string;
}

export const emptyForm: BulkForm = {
	team: KEEP,
	assignee: KEEP,
	verb: '',
	code: '',
	note: '',
	level: KEEP,
	reason: '',
	add: '',
	remove: ''
};

const orNull = (value: string) => (value.trim() === '' ? null : value.trim());

/** The change that the form says, or the field that is still missing. */
export function changeFrom(
	kind: BulkKind,
	form: BulkForm,
	steps: readonly BulkStep[]
): BulkChange | { readonly missing: keyof BulkForm } {
	switch (kind) {
		case 'assign': {
			if (form.team === KEEP && form.assignee === KEEP) return { missing: 'assignee' };
			return {
				kind,
				...(form.team === KEEP ? {} : { team: orNull(form.team) }),
				...(form.assignee === KEEP ? {} : { assignee: orNull(form.assignee) })
			};
		}
		case 'step': {
			const step = steps.find(({ verb }) => verb === form.verb);
			if (!step) return { missing: 'verb' };
			if (step.needs.includes('code') && form.code === '') return { missing: 'code' };
			if (step.needs.includes('note') && form.note.trim() === '') return { missing: 'note' };
			const { code, note } = form;
			return { kind, verb: form.verb as Verb, code: orNull(code), note: orNull(note) };
		}
		case 'priority': {
			if (form.level === KEEP) return { missing: 'level' };
			const level = form.level === NOTHING ? null : Number(form.level);
			if (level !== null && form.reason.trim() === '') return { missing: 'reason' };
			return { kind, level, reason: form.reason.trim() };
		}
		case 'tags': {
			const add = tagsFrom(form.add);
			const remove = tagsFrom(form.remove);
			return add.length + remove.length === 0 ? { missing: 'add' } : { kind, add, remove };
		}
	}
}
