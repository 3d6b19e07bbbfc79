import { defineConfig } from 'vitest/config';
import { hasTests, suites } from './scripts/lib/suites.mjs';

export default defineConfig({
	test: {
		projects: suites.filter(hasTests).map((suite) => ({
			test: {
				name: suite.name,
				include: suite.folders.map((folder) => `${folder}/**/*.test.ts`),
				exclude: (suite.without ?? []).map((folder) => `${folder}/**`),
				globalSetup: suite.globalSetup ?? [],
				testTimeout: suite.timeout ?? 20_000,
				hookTimeout: suite.timeout ?? 20_000
			}
		}))
	}
});
