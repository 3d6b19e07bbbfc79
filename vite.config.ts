import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
	// What the About page names and clients compare: the build script's name for these sources.
	define: { __WAYPOST_BUILD__: JSON.stringify(process.env.WAYPOST_BUILD ?? 'development') },
	// The data worker is a module like the page's own scripts.
	worker: { format: 'es' },
	// Lists of what to fetch ahead grow with every page and would be in every first load; from the second start on the
	// service worker has it all.
	build: { modulePreload: { polyfill: false, resolveDependencies: () => [] } },
	plugins: [
		paraglideVitePlugin({
			project: './src/messages/project.inlang',
			outdir: './src/messages/generated',
			strategy: ['localStorage', 'preferredLanguage', 'baseLocale']
		}),
		sveltekit()
	]
});
