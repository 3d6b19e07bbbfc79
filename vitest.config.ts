import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { hasTests, suites } from './scripts/lib/suites.mjs';

export default defineConfig({
	test: {
		projects: suites.filter(hasTests).map((suite) => ({
			// Rune modules and icons are compiled; texts are compiled before the tests (npm run messages).
			plugins: suite.name === 'unit' ? [svelte({ configFile: false })] : [],
			test: {
				name: suite.name,
				include: suite.folders.map((folder) => `${folder}/**/*.test.ts`),
				exclude: (suite.without ?? []).map((folder) => `${folder}/**`),
				globalSetup: suite.globalSetup ?? [],
				testTimeout: suite.timeout ?? 20_000,
				hookTimeout: suite.timeout ?? 20_000,
				// What a browser or a server comes to by itself may take a while on a busy machine.
				expect: { poll: { timeout: 20_000 } }
			}
		}))
	}
});
