import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SHARE_PATH } from '#workers/contracts/share.ts';

const root = new URL('../../', import.meta.url);

interface Manifest {
	readonly id: string;
	readonly name: string;
	readonly scope: string;
	readonly launch_handler: { readonly client_mode: string };
	readonly icons: readonly {
		readonly src: string;
		readonly sizes: string;
		readonly purpose: string;
	}[];
	readonly share_target: {
		readonly action: string;
		readonly method: string;
		readonly enctype: string;
		readonly params: {
			readonly title: string;
			readonly text: string;
			readonly url: string;
			readonly files: readonly { readonly name: string; readonly accept: readonly string[] }[];
		};
	};
	readonly shortcuts: readonly { readonly name: string; readonly url: string }[];
}

const manifest = JSON.parse(
	readFileSync(new URL('static/manifest.webmanifest', root), 'utf8')
) as Manifest;

/** Width and height in the head of a PNG. */
function sizeOf(src: string): string {
	const bytes = readFileSync(new URL(`static${src}`, root));
	expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
	return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

describe('UX-7: the manifest', () => {
	it('names the app once for good, and brings an open window to the front', () => {
		expect(manifest).toMatchObject({ id: '/', name: 'Waypost', scope: '/' });
		expect(manifest.launch_handler.client_mode).toBe('navigate-existing');
	});

	it('has icons of the sizes that it says, some to be cut to any shape', () => {
		for (const { src, sizes } of manifest.icons) expect([src, sizeOf(src)]).toEqual([src, sizes]);
		expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
	});

	it('UX-35: takes pictures, documents and words from other apps, where the service worker answers', () => {
		const { action, method, enctype, params } = manifest.share_target;
		expect([action, method, enctype]).toEqual([SHARE_PATH, 'POST', 'multipart/form-data']);
		expect([params.title, params.text, params.url]).toEqual(['title', 'text', 'url']);
		expect(params.files.map(({ name }) => name)).toEqual(['files']);
		expect(params.files[0]?.accept).toContain('image/*');
	});

	it('has two to four shortcuts, each to a page that there is', () => {
		expect(manifest.shortcuts.length).toBeGreaterThanOrEqual(2);
		expect(manifest.shortcuts.length).toBeLessThanOrEqual(4);
		const groups = ['(portal)', '(desk)', '(shared)', '(admin)'];
		for (const { url } of manifest.shortcuts) {
			const pages = groups.map((group) => new URL(`src/routes/${group}${url}/+page.svelte`, root));
			expect([url, pages.some((page) => existsSync(page))]).toEqual([url, true]);
		}
	});
});
