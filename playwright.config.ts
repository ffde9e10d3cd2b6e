import { defineConfig } from '@playwright/test';

/** Chromium comes from the system (`npm test` finds it): Playwright's own would be a download. */
export default defineConfig({
	testDir: 'test/e2e',
	outputDir: 'test-results/e2e',
	// Each test starts and kills servers of its own, and the machine has few cores.
	workers: 1,
	fullyParallel: false,
	timeout: 120_000,
	expect: { timeout: 15_000 },
	forbidOnly: process.env.CI !== undefined,
	retries: 0,
	use: {
		browserName: 'chromium',
		headless: true,
		trace: 'retain-on-failure',
		launchOptions: {
			...(process.env.CHROMIUM_PATH !== undefined && { executablePath: process.env.CHROMIUM_PATH }),
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
			],
		},
	},
});
