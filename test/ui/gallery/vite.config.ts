import { join, resolve } from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { writePseudoProject } from '../../../scripts/pseudo-locale.ts';

const root = resolve(import.meta.dirname, '../../..');
const work = join(root, '.cache/gallery');
const texts = join(work, 'messages');

/** The kit's gallery as an app of its own, with the pseudo-locale; no route of Waypost leads here. */
export default defineConfig({
	root: import.meta.dirname,
	base: './',
	publicDir: join(root, 'static'),
	cacheDir: join(work, 'vite'),
	resolve: {
		alias: [{ find: /^#messages\/generated\//, replacement: `${join(work, 'generated')}/` }]
	},
	build: { outDir: join(work, 'site'), emptyOutDir: true, assetsInlineLimit: 0 },
	plugins: [
		paraglideVitePlugin({
			project: writePseudoProject(texts),
			outdir: join(work, 'generated'),
			strategy: ['localStorage', 'baseLocale']
		}),
		svelte({ configFile: false })
	]
});
