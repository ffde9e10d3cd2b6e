import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../app/_lib/project-root.ts';

const STARTED_WITHIN_MS = 60_000;

/** Runs `work` against the built site on a port and an empty database of its own; a reason when it is not built. */
export async function withBuiltSite<T>(work: (origin: string) => Promise<T>): Promise<T | { notRun: string }> {
	const root = projectRoot();
	const entry = join(root, 'dist/server/main.mjs');
	if (!existsSync(entry) || !existsSync(join(root, '.next/BUILD_ID'))) {
		return { notRun: 'the site is not built: `npm run test:build` builds it' };
	}
	const port = await freePort();
	mkdirSync(join(root, 'dist/bench'), { recursive: true });
	const database = join(mkdtempSync(join(root, 'dist/bench/site-')), 'bench.db');
	const env: NodeJS.ProcessEnv = {
		...process.env,
		NODE_ENV: 'production',
		PORT: String(port),
		DATABASE_URL: `file:${database}`,
		KUBEDRILL_ROOT: root,
	};
	const server = spawn(process.execPath, [entry], { cwd: root, env, stdio: 'ignore' });
	const origin = `http://127.0.0.1:${port}`;
	try {
		for (const until = Date.now() + STARTED_WITHIN_MS; !(await answers(origin)); await sleep(200)) {
			if (Date.now() > until || server.exitCode !== null) return { notRun: 'the built site does not start' };
		}
		return await work(origin);
	} finally {
		server.kill('SIGTERM');
	}
}

/** The first lesson of the roadmap that is written. */
export const LESSON_PATH = '/en/lessons/deployments/declare';

async function answers(origin: string): Promise<boolean> {
	try {
		return (await fetch(`${origin}/api/health`)).ok;
	} catch {
		return false;
	}
}

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
		});
	});
}
