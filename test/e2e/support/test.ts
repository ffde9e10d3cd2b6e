import { test as base } from '@playwright/test';
import { Site } from './site.ts';

/** Playwright's `test` with a site for the file's tests; each test has a new visitor. */
export const test = base.extend<object, { readonly site: Site }>({
	site: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's pattern.
		async ({}, use) => {
			const site = await Site.start();
			await use(site);
			await site.stop();
		},
		{ scope: 'worker', timeout: 60_000 },
	],
	baseURL: async ({ site }, use) => use(site.origin),
});

export { expect } from '@playwright/test';
