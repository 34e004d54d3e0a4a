import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '../..');

export default defineConfig({
	root,
	resolve: { alias: { $workers: resolve(root, 'workers'), $lib: resolve(root, 'src/lib') } },
	test: {
		include: ['tests/**/*.test.ts'],
		exclude: ['tests/bench/**', 'tests/journeys/**', 'tests/engines/**', '**/node_modules/**'],
		// The zone and seed are fixed: a figure must not depend on where or when it is computed.
		env: { TZ: 'Pacific/Auckland' },
		testTimeout: 60_000,
		hookTimeout: 120_000,
		reporters: ['default'],
		pool: 'forks',
		maxWorkers: 2
	}
});
