import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { resolve } from 'node:path';
import ts from 'typescript-eslint';

const root = resolve(import.meta.dirname, '../..');

/** One room, one library: who else imports it makes the rest depend on it. */
const keepOut = (...libraries) => ({
	'no-restricted-imports': [
		'error',
		{
			patterns: libraries.map(([name, room]) => ({
				regex: `^${name}(/|$)`,
				message: `${name} is imported by ${room} alone.`
			}))
		}
	]
});
const ARROW = ['apache-arrow', 'workers/arrow'];
const DEXIE = ['dexie', 'workers/storage'];

export default ts.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'node_modules/',
			'test-results/',
			'playwright-report/',
			'tests/bench/node_modules/',
			'tests/bench/results/'
		]
	},
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs['flat/recommended'],
	{
		languageOptions: { globals: { ...globals.browser, ...globals.es2021 } },
		rules: {
			'no-undef': 'off',
			eqeqeq: ['error', 'always'],
			'no-eval': 'error',
			'no-implied-eval': 'error',
			'no-new-func': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			// Text from files is hostile: never as markup.
			'svelte/no-at-html-tags': 'error',
			// All routes are prerendered without parameters; links are made with resolve() where they leave a screen.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } }
	},
	{
		files: ['tests/**/*.{ts,js,mjs}', 'workers/headless/**/*.ts', '*.{js,ts}'],
		languageOptions: { globals: { ...globals.node } }
	},
	{ files: ['src/**/*.{ts,svelte}', 'workers/**/*.ts'], rules: keepOut(ARROW, DEXIE) },
	{ files: ['workers/arrow/**/*.ts'], rules: keepOut(DEXIE) },
	{ files: ['workers/storage/**/*.ts'], rules: keepOut(ARROW) },
	{ languageOptions: { parserOptions: { tsconfigRootDir: root } } }
);
