import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	resolve: {
		// `import 'server-only'` guards against client components; outside Next there is nothing to guard.
		alias: { 'server-only': fileURLToPath(new URL('./test/support/server-only.ts', import.meta.url)) },
	},
	test: {
		projects: [
			{
				extends: true,
				// Nothing in simulator/ keeps anything at module level: it is loaded once a thread, not once a file.
				test: {
					name: 'simulator',
					include: ['test/simulator/**/*.test.ts', 'test/content/**/*.test.ts'],
					isolate: false,
				},
			},
			{
				extends: true,
				test: {
					name: 'rest',
					include: ['test/**/*.test.ts'],
					exclude: ['test/simulator/**', 'test/content/**', 'test/e2e/**', 'test/bench/**', 'test/parity/**'],
				},
			},
		],
		env: { KUBEDRILL_ROOT: fileURLToPath(new URL('.', import.meta.url)) },
		pool: 'threads',
		// Vitest leaves one core to its own thread, which has next to nothing to do.
		maxWorkers: availableParallelism(),
		testTimeout: 60_000,
		hookTimeout: 60_000,
	},
});
