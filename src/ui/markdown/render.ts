import createDOMPurify, { type Config, type DOMPurify } from 'dompurify';
import { imageHashIn, isAllowedLink } from '#domain/knowledge/index.ts';
import { htmlOf } from './article-renderer.ts';
import { placeId } from './place-id.ts';
import { htmlPolicy } from './trusted-html.ts';

/** Where an image of the text belongs; its bytes come from the device or through the row that names them. */
export interface ImagePlace {
	readonly place: HTMLElement;
	/** Content of the image. */
	readonly hash: string;
	readonly alt: string;
}

export interface Rendered {
	/** Nodes that are safe to show as they are. */
	readonly content: DocumentFragment;
	readonly images: readonly ImagePlace[];
}

/** What articles are made of. No class, style, name or event handler, nothing embedded, no form. */
const config: Config = {
	ALLOWED_TAGS: (
		'h2 h3 h4 h5 h6 p br hr a strong b em i del s sub sup kbd mark small abbr code pre blockquote ul ol li ' +
		'table thead tbody tr th td details summary img'
	).split(' '),
	ALLOWED_ATTR: 'href title alt src start id colspan rowspan align open'.split(' '),
	ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|image:|[#/])/i,
	ALLOW_DATA_ATTR: false,
	ALLOW_ARIA_ATTR: false,
	// The names of places are our own, with a prefix; others are taken away below.
	SANITIZE_NAMED_PROPS: false,
	RETURN_DOM_FRAGMENT: true
};

const PLACE = /^part-[\p{L}\p{N}-]+$/u;

let purifier: DOMPurify | undefined;

function sanitiser(): DOMPurify {
	if (purifier) return purifier;
	purifier = createDOMPurify(window);
	purifier.setConfig({ ...config, TRUSTED_TYPES_POLICY: htmlPolicy() as never });
	// Runs on nodes of a document that loads nothing: an image's address is gone before the page sees it.
	purifier.addHook('afterSanitizeAttributes', (node) => {
		checkId(node);
		checkAddress(node);
	});
	return purifier;
}

function checkId(node: Element): void {
	const isPlace = /^H[2-6]$/.test(node.nodeName) && PLACE.test(node.id);
	if (node.hasAttribute('id') && !isPlace) node.removeAttribute('id');
}

function checkAddress(node: Element): void {
	const href = node.getAttribute('href') ?? '';
	const src = node.getAttribute('src') ?? '';
	node.removeAttribute('href');
	node.removeAttribute('src');
	if (node.nodeName === 'IMG') {
		const hash = imageHashIn(src);
		if (hash !== undefined) node.setAttribute('data-hash', hash);
	}
	if (node.nodeName !== 'A' || !isAllowedLink(href)) return;
	node.setAttribute('href', href.startsWith('#') ? `#${placeId(href.slice(1))}` : href);
	if (!/^https?:/i.test(href)) return;
	node.setAttribute('target', '_blank');
	node.setAttribute('rel', 'noopener noreferrer');
}

/**
 * Markdown as nodes of the page, whatever somebody wrote: scripts, handlers, foreign pictures and addresses other than
 * `isAllowedLink` allows are left out. A text that is nested beyond reason is shown as it was typed.
 */
export function renderMarkdown(markdown: string): Rendered {
	let content: DocumentFragment;
	try {
		content = sanitiser().sanitize(htmlOf(markdown)) as unknown as DocumentFragment;
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return { content: asTyped(markdown), images: [] };
	}
	scrollsInside(content);
	return { content, images: imagePlaces(content) };
}

function asTyped(markdown: string): DocumentFragment {
	const content = document.createDocumentFragment();
	const text = document.createElement('pre');
	text.textContent = markdown;
	content.append(text);
	return content;
}

/** What is too wide for a phone scrolls by itself, by keyboard too. */
function scrollsInside(content: DocumentFragment): void {
	for (const wide of content.querySelectorAll<HTMLElement>('pre')) wide.tabIndex = 0;
	for (const table of content.querySelectorAll('table')) {
		const box = document.createElement('div');
		box.tabIndex = 0;
		box.className = 'wide';
		table.replaceWith(box);
		box.append(table);
	}
}

function imagePlaces(content: DocumentFragment): readonly ImagePlace[] {
	return [...content.querySelectorAll('img')].flatMap((image): ImagePlace[] => {
		const { alt } = image;
		const { hash } = image.dataset;
		const place = document.createElement('span');
		// A picture from elsewhere is not loaded; what it shows is still said.
		if (hash === undefined) place.textContent = alt;
		image.replaceWith(place);
		return hash === undefined ? [] : [{ place, hash, alt }];
	});
}
