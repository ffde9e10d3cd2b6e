import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { step } from './say.mjs';

/** What a page can be made of. The simulator is not: it runs in the server's workers. */
const SOURCES = [
	'app',
	'content',
	'public',
	'proxy.ts',
	'next.config.mjs',
	'postcss.config.mjs',
	'tsconfig.json',
	'tsconfig.base.json',
	'package-lock.json',
];

/** Not part of a page: the generated database client, and the server but for what pages import from it. */
function isElsewhere(path) {
	if (path === 'app/_lib/generated') return true;
	return path.startsWith('app/_server/') && !/\/(frames|map-diff|protocol|limits)\.ts$/.test(path);
}

const stamp = join(root, '.next/kubedrill-build');

/** Runs `next build` when a source has changed since the last one that finished. */
export async function buildSite() {
	const hash = hashOf(SOURCES, isElsewhere);
	if (existsSync(join(root, '.next/BUILD_ID')) && read(stamp) === hash) return;
	await step('Building the site (a minute, and only when a source has changed)', async () => {
		rmSync(stamp, { force: true });
		rmSync(join(root, '.next/dev'), { recursive: true, force: true });
		await run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
			env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', KUBEDRILL_ROOT: root },
		});
		writeFileSync(stamp, hash);
	});
}

function read(path) {
	return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
