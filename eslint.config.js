import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Domain and sync get clock, ids and chance as inputs, so that a replay gives the same rows. */
const impure = [
	'crypto',
	'fetch',
	'performance',
	'process',
	'console',
	'setTimeout',
	'setInterval',
	'queueMicrotask',
	'window',
	'document',
	'navigator',
	'localStorage',
	'indexedDB'
];

export default ts.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'.cache/',
			'.waypost/',
			'src/messages/generated/',
			'test/bench/hello/'
		]
	},
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.node, ...globals.browser } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			eqeqeq: 'error',
			// TypeScript knows better what exists.
			'no-undef': 'off',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/no-invalid-void-type': 'off',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] }
		}
	},
	{
		// The kit takes addresses as props; routes resolve them.
		files: ['src/ui/**', 'test/ui/**'],
		rules: { 'svelte/no-navigation-without-resolve': 'off' }
	},
	{
		// A promise that nobody waits for loses its error, and in a sync product that is a lost write.
		files: ['src/**/*.ts', 'workers/**/*.ts', 'test/**/*.ts'],
		ignores: ['**/*.svelte.ts'],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/await-thenable': 'error'
		}
	},
	{
		files: ['src/**/*.ts', 'workers/**/*.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{ selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }
			]
		}
	},
	{
		files: ['src/domain/**/*.ts', 'src/sync/**/*.ts'],
		rules: {
			'no-restricted-globals': ['error', ...impure],
			'no-restricted-properties': [
				'error',
				{ object: 'Date', property: 'now', message: 'Take the instant as an input.' },
				{ object: 'Math', property: 'random', message: 'Take chance as an input.' }
			],
			'no-restricted-syntax': [
				'error',
				{ selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
				{
					selector: "NewExpression[callee.name='Date'][arguments.length=0]",
					message: 'Take the instant as an input.'
				}
			]
		}
	}
);
