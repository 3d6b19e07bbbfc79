import type { CatalogItem } from '#domain/catalog/index.ts';
import { m } from '#messages/generated/messages.js';

/** Icons that an item can carry, with their names aloud: those of `CatalogIcon`. */
export const itemIcons: readonly { readonly name: string; readonly words: () => string }[] = [
	{ name: 'package', words: m.icon_package },
	{ name: 'laptop', words: m.icon_laptop },
	{ name: 'monitor', words: m.icon_monitor },
	{ name: 'printer', words: m.icon_printer },
	{ name: 'wifi-off', words: m.icon_wifi_off },
	{ name: 'key-round', words: m.icon_key_round },
	{ name: 'folder-lock', words: m.icon_folder_lock },
	{ name: 'wrench', words: m.icon_wrench },
	{ name: 'triangle-alert', words: m.icon_triangle_alert },
	{ name: 'pencil-line', words: m.icon_pencil_line }
];

/** The facts of an item as a form holds them. */
export type ItemForm = {
	title: string;
	description: string;
	category: string;
	icon: string;
	kind: string;
	team: string;
	needsApproval: boolean;
	position: string;
};

export function itemFormOf(item: CatalogItem | undefined, position: number): ItemForm {
	return {
		title: item?.title ?? '',
		description: item?.description ?? '',
		category: item?.category ?? '',
		icon: item?.icon ?? 'package',
		kind: item?.kind ?? 'request',
		team: item?.team ?? '',
		needsApproval: item?.needsApproval ?? false,
		position: String(item?.position ?? position)
	};
}

/** What the form says, as the item's columns; its kind is fixed once it is on offer. */
export function itemFactsOf(
	form: ItemForm
): Pick<
	CatalogItem,
	'title' | 'description' | 'category' | 'icon' | 'team' | 'needsApproval' | 'position'
> {
	const position = Math.trunc(Number(form.position));
	return {
		title: form.title.trim(),
		description: form.description.trim(),
		category: form.category.trim(),
		icon: form.icon,
		team: form.team === '' ? null : form.team,
		needsApproval: form.needsApproval,
		position: Number.isFinite(position) ? Math.max(0, Math.min(position, 100_000)) : 0
	};
}

export function itemErrors(form: ItemForm): readonly { field: string; message: string }[] {
	return [
		...(form.title.trim() === '' ? [{ field: 'title', message: m.ticket_title_missing() }] : []),
		...(form.category.trim() === ''
			? [{ field: 'category', message: m.writing_category_missing() }]
			: [])
	];
}
