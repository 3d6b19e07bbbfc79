import { draftArticle, unuseArticle, useArticle } from './mutators/articles.ts';
import { assign, route } from './mutators/assign.ts';
import { comment } from './mutators/comment.ts';
import { create } from './mutators/create.ts';
import { edit, setPriority } from './mutators/edit.ts';
import { attach, receiveFile } from './mutators/files.ts';
import { link, unlink } from './mutators/link.ts';
import { transition, undoStep } from './mutators/step.ts';
import { unwatch, watch } from './mutators/watch.ts';

export const ticketMutators = [
	create,
	comment,
	attach,
	receiveFile,
	transition,
	undoStep,
	edit,
	setPriority,
	assign,
	route,
	watch,
	unwatch,
	link,
	unlink,
	useArticle,
	unuseArticle,
	draftArticle
] as const;
