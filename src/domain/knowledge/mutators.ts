import { edit } from './mutators/edit.ts';
import { addImage, receiveImage, removeImage } from './mutators/images.ts';
import { rate } from './mutators/rate.ts';
import { transition } from './mutators/step.ts';
import { add, dropLanguage, saveDraft } from './mutators/write.ts';

export const knowledgeMutators = [
	add,
	saveDraft,
	dropLanguage,
	edit,
	transition,
	addImage,
	removeImage,
	receiveImage,
	rate
] as const;
