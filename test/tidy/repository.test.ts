import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY_ROOT, sourceFiles } from '../support/source-files.ts';
import { BAN_EXCEPTIONS, ENTRY_POINTS, LONG_FILES, PACKAGES } from './exceptions.ts';
import { LAYERS } from './layers.ts';
import {
	bannedCalls,
	deadFiles,
	fileNames,
	fileSize,
	generatorsAtTop,
	layerRule,
	noCycles,
	unfinished,
} from './rules.ts';

const simulator = sourceFiles('simulator', ['.ts']);
const everything = [...simulator, ...['app', 'test'].flatMap((folder) => sourceFiles(folder, ['.ts', '.tsx']))];

test('layers import only what the table allows', () => {
	expect(layerRule(LAYERS, PACKAGES)(simulator)).toEqual([]);
});

test('no import cycles', () => {
	expect(noCycles(simulator)).toEqual([]);
});

test("worlds read neither the host's clock, randomness, schedule nor locale", () => {
	expect(bannedCalls(BAN_EXCEPTIONS)(simulator)).toEqual([]);
});

test('generators stand at module level or in classes', () => {
	expect(generatorsAtTop(simulator)).toEqual([]);
});

test('files stay under 500 lines', () => {
	expect(fileSize(500, LONG_FILES)(everything)).toEqual([]);
	for (const path of Object.keys(LONG_FILES)) expect(existsSync(REPOSITORY_ROOT + path), path).toBe(true);
});

test('every file of the simulator is reached from its faces', () => {
	expect(deadFiles(ENTRY_POINTS)(simulator)).toEqual([]);
});

test('file names say what is inside', () => {
	expect(fileNames(simulator)).toEqual([]);
});

test('nothing is left unfinished', () => {
	expect(unfinished(everything.filter((file) => !file.path.startsWith('test/tidy/')))).toEqual([]);
});

test('every tsconfig of a layer references the layers that the table allows', () => {
	for (const [layer, allowed] of Object.entries(LAYERS)) {
		const config = JSON.parse(readFileSync(`${REPOSITORY_ROOT}simulator/${layer}/tsconfig.json`, 'utf8'));
		expect(
			config.references.map((each: { path: string }) => each.path),
			layer,
		).toEqual(allowed.map((each) => `../${each}`));
	}
});

test('every layer has a README', () => {
	for (const layer of Object.keys(LAYERS)) {
		expect(existsSync(`${REPOSITORY_ROOT}simulator/${layer}/README.md`), layer).toBe(true);
	}
});

test('app/ takes values of the sandbox only in its server', () => {
	const offenders = sourceFiles('app', ['.ts', '.tsx'])
		.filter((file) => !file.path.startsWith('app/_server/'))
		.filter((file) => /^\s*(?:import|export)\s+(?!type\b)[^'"]*from\s+['"][^'"]*simulator\//m.test(file.text))
		.map((file) => file.path);
	expect(offenders).toEqual([]);
});

test('functions stay under 70 lines (the linter refuses a longer one)', () => {
	const folder = mkdtempSync(join(tmpdir(), 'kubedrill-tidy-'));
	try {
		copyFileSync(`${REPOSITORY_ROOT}biome.json`, join(folder, 'biome.json'));
		mkdirSync(join(folder, 'simulator'));
		const long = `export function long(): void {\n${'\tconsole.log(1);\n'.repeat(71)}}\n`;
		writeFileSync(join(folder, 'simulator/long.ts'), long);
		const biome = `${REPOSITORY_ROOT}node_modules/.bin/biome`;
		const { stdout, stderr } = spawnSync(biome, ['lint', '--vcs-enabled=false'], { cwd: folder, encoding: 'utf8' });
		expect(stdout + stderr).toContain('noExcessiveLinesPerFunction');
	} finally {
		rmSync(folder, { recursive: true });
	}
});
