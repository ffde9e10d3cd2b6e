import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { step } from './say.mjs';

const pending = join(root, '.data/install.pending');

/** Installs the packages of package-lock.json unless exactly those are there. No install scripts, nothing but the registry. */
export async function install() {
	if (installed()) return;
	await step('Installing packages from the npm registry (the first time takes a minute or two)', async () => {
		mkdirSync(join(root, '.data'), { recursive: true });
		writeFileSync(pending, 'npm ci was started and has not finished\n');
		const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
		const npm = process.env.npm_execpath;
		if (npm?.endsWith('.js')) await run(process.execPath, [npm, ...args]);
		else await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
		rmSync(pending, { force: true });
	});
}

/**
 * Whether node_modules holds what the lock says. npm writes node_modules/.package-lock.json last, so an interrupted
 * install has none, or the one of an earlier lock; `pending` tells of an interruption while the old one was being removed.
 */
function installed() {
	if (existsSync(pending)) return false;
	const wanted = packagesOf('package-lock.json');
	const present = packagesOf('node_modules/.package-lock.json');
	if (wanted === undefined || present === undefined) return false;
	return Object.entries(wanted).every(([path, entry]) => {
		if (path === '' || entry.link) return true;
		const there = present[path];
		if (there === undefined) return entry.optional === true;
		return there.version === entry.version && existsSync(join(root, path, 'package.json'));
	});
}

function packagesOf(lock) {
	try {
		return JSON.parse(readFileSync(join(root, lock), 'utf8')).packages;
	} catch {
		return undefined;
	}
}
