import { draftArticle, unuseArticle, useArticle } from './mutators/articles.ts';
import { assign, route } from './mutators/assign.ts';
import { addChecks, editCheck, removeCheck, tick } from './mutators/checklist.ts';
import { comment } from './mutators/comment.ts';
import { create } from './mutators/create.ts';
import { edit, setPriority } from './mutators/edit.ts';
import { attach, receiveFile } from './mutators/files.ts';
import { followUp, undoFollow, wake } from './mutators/follow.ts';
import { handOver } from './mutators/hand-over.ts';
import { link, unlink } from './mutators/link.ts';
import { addMacro, editMacro, reinstateMacro, retireMacro } from './mutators/macros.ts';
import { declareMajor, editMajor, postUpdate, reviewMajor, standDown } from './mutators/major.ts';
import { merge, unmerge } from './mutators/merge.ts';
import { runMacro } from './mutators/run-macro.ts';
import { split, undoSplit } from './mutators/split.ts';
import { transition, undoStep } from './mutators/step.ts';
import { editTime, logTime, removeTime, startTimer, stopTimer } from './mutators/time.ts';
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
	draftArticle,
	handOver,
	merge,
	unmerge,
	split,
	undoSplit,
	followUp,
	undoFollow,
	wake,
	declareMajor,
	postUpdate,
	editMajor,
	standDown,
	reviewMajor,
	addChecks,
	tick,
	editCheck,
	removeCheck,
	logTime,
	startTimer,
	stopTimer,
	editTime,
	removeTime,
	runMacro,
	addMacro,
	editMacro,
	retireMacro,
	reinstateMacro
] as const;
