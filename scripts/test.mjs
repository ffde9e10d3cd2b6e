/**
 * `npm test`: installs what is missing and runs every check; `npm test -- unit e2e` (or `npm run test:unit`) runs parts.
 * All parts run even when one fails; the last line says what there was.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSite } from './prepare/build-site.mjs';
import { bundleServer } from './prepare/bundle.mjs';
import { generate } from './prepare/generate.mjs';
import { install } from './prepare/install.mjs';
import { locked } from './prepare/lock.mjs';
import { requireNode } from './prepare/node-version.mjs';
import { root } from './prepare/root.mjs';
import { run } from './prepare/run.mjs';
import { duration, say } from './prepare/say.mjs';

const node = process.execPath;
const reports = join(root, 'test-results');

/** Each part says how it went: `ok`, and in a few words what there was. */
const parts = {
	async lint() {
		const code = await run(node, ['node_modules/@biomejs/biome/bin/biome', 'check', '.'], { show: true });
		return { ok: code === 0, summary: 'format and lint' };
	},
	async types() {
		const tsc = 'node_modules/typescript/bin/tsc';
		const codes = [];
		for (const args of [
			['-b', 'simulator'],
			['-p', 'tsconfig.json'],
			['-p', 'test/tsconfig.json'],
		]) {
			codes.push(await run(node, [tsc, ...args], { show: true }));
		}
		return { ok: codes.every((code) => code === 0), summary: 'types' };
	},
	async unit() {
		const report = join(reports, 'unit.json');
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
		const code = await run(node, ['node_modules/vitest/vitest.mjs', 'run', ...reporters], { show: true });
		const { numPassedTests, numFailedTests, testResults } = readReport(report) ?? {};
		const failed = numFailedTests > 0 ? `, ${numFailedTests} failed` : '';
		return {
			ok: code === 0,
			summary: `${numPassedTests ?? 0} unit tests in ${testResults?.length ?? 0} files${failed}`,
		};
	},
	async build() {
		await locked(async () => {
			await buildSite();
			await bundleServer('server');
		});
		return { ok: true, summary: 'build' };
	},
	e2e: () => browserTests('browser tests', '--grep-invert=@whole'),
	/** Whole mock exams, sat with their solutions in real time. */
	exams: () => browserTests('browser tests of whole exams', '--grep=@whole'),
};

/** What `npm test` leaves out: it takes minutes, and changes seldom. */
const ASKED_FOR = ['exams'];

async function browserTests(name, which) {
	const specs = existsSync(join(root, 'test/e2e')) ? readdirSync(join(root, 'test/e2e'), { recursive: true }) : [];
	if (!specs.some((file) => file.endsWith('.spec.ts'))) return { ok: true, summary: 'no browser tests' };
	const chromium = findChromium();
	if (chromium === undefined) {
		say('There is no Chromium: set CHROMIUM_PATH, or install it (Debian: apt-get install chromium fonts-noto-cjk).');
		return { ok: process.env.CI === undefined, summary: `${name} NOT RUN (no Chromium)` };
	}
	const report = join(reports, 'e2e.json');
	const code = await run(node, ['node_modules/@playwright/test/cli.js', 'test', which, '--reporter=list,json'], {
		show: true,
		env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
	});
	const { expected = 0, unexpected = 0, flaky = 0 } = readReport(report)?.stats ?? {};
	const failed = unexpected > 0 ? `, ${unexpected} failed` : '';
	return { ok: code === 0, summary: `${expected + flaky} ${name}${failed}` };
}

function findChromium() {
	const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
	const folders = (process.env.PATH ?? '').split(':');
	const candidates = [
		process.env.CHROMIUM_PATH,
		...names.flatMap((name) => folders.map((folder) => join(folder, name))),
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	];
	return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}

function readReport(path) {
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

async function attempt(name) {
	say(`\n── ${name} ──`);
	try {
		return await parts[name]();
	} catch (error) {
		say(error instanceof Error ? error.message : String(error));
		return { ok: false, summary: name };
	}
}

async function main(names) {
	const unknown = names.filter((name) => !Object.hasOwn(parts, name));
	if (unknown.length > 0) {
		say(`unknown: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
		process.exit(2);
	}
	const began = Date.now();
	process.env.KUBEDRILL_ROOT = root;
	process.env.NEXT_TELEMETRY_DISABLED = '1';
	await locked(async () => {
		await install();
		await generate();
	});
	mkdirSync(reports, { recursive: true });
	for (const report of ['unit.json', 'e2e.json']) rmSync(join(reports, report), { force: true });
	const results = [];
	const usual = Object.keys(parts).filter((name) => !ASKED_FOR.includes(name));
	for (const name of names.length === 0 ? usual : names) results.push(await attempt(name));
	const line = results.map(({ ok, summary }) => `${ok ? '✓' : '✗'} ${summary}`).join(' · ');
	const ok = results.every((result) => result.ok);
	say(`\n${ok ? 'PASSED' : 'FAILED'} in ${duration(Date.now() - began)}: ${line}`);
	process.exit(ok ? 0 : 1);
}

requireNode();
process.chdir(root);
await main(process.argv.slice(2));
