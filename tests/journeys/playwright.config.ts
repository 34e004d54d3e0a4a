import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../setup/browser.mjs';

const browser = findBrowser();

export default defineConfig({
	testDir: '.',
	// Ordeals kill browsers and look at every screen for minutes: they have a command of their own, `npm run ordeals`.
	testMatch: process.env.ORDEALS ? ['*.ordeal.ts', 'quota.journey.ts'] : '*.journey.ts',
	outputDir: '../../test-results',
	timeout: 120_000,
	workers: 1,
	fullyParallel: false,
	forbidOnly: true,
	retries: 0,
	reporter: [['list']],
	globalSetup: './serve.ts',
	use: {
		locale: 'en-GB',
		timezoneId: 'Pacific/Auckland',
		launchOptions: { executablePath: browser?.path, args: BROWSER_ARGS }
	},
	projects: [{ name: 'chromium', use: { browserName: 'chromium', viewport: { width: 1440, height: 900 } } }]
});
