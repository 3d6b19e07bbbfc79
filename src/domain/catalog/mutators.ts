import { discardForm, publishForm, revertForm, saveForm } from './mutators/forms.ts';
import { addItem, countItem, editItem, reinstateItem, retireItem } from './mutators/items.ts';

export const catalogMutators = [
	addItem,
	editItem,
	retireItem,
	reinstateItem,
	saveForm,
	discardForm,
	publishForm,
	revertForm,
	countItem
] as const;
