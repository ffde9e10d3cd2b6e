import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import type { Rule } from './rules.ts';
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

const files = (entries: Record<string, string>) => Object.entries(entries).map(([path, text]) => ({ path, text }));

function check(rule: Rule, entries: Record<string, string>, expected: string[]): void {
	expect(rule(files(entries))).toEqual(expected);
}

const layers = layerRule({ low: [], high: ['low'] }, { yaml: ['simulator/low/yaml.ts'] });

describe('layers', () => {
	test('a lower layer is allowed', () =>
		check(layers, { 'simulator/high/a.ts': "import { b } from '../low/b.ts';" }, []));
	test('a higher layer is not, by resolved path, not even as a type', () =>
		check(layers, { 'simulator/low/deep/a.ts': "import type { b } from '../../low/../high/b.ts';" }, [
			'simulator/low/deep/a.ts: low may not import high (simulator/high/b.ts)',
		]));
	test('re-exports and dynamic imports count', () =>
		check(layers, { 'simulator/low/a.ts': "export * from '../high/b.ts';\nconst c = import('../high/c.ts');" }, [
			'simulator/low/a.ts: low may not import high (simulator/high/b.ts)',
			'simulator/low/a.ts: low may not import high (simulator/high/c.ts)',
		]));
	test('a package enters at its adapter only', () => {
		check(layers, { 'simulator/low/yaml.ts': "import { parse } from 'yaml';" }, []);
		check(layers, { 'simulator/low/a.ts': "import { parse } from 'yaml';" }, [
			'simulator/low/a.ts: imports package yaml',
		]);
	});
	test('node: belongs to cli', () =>
		check(layers, { 'simulator/low/a.ts': "import fs from 'node:fs';" }, [
			'simulator/low/a.ts: imports package node:fs',
		]));
	test('commented imports do not count', () =>
		check(layers, { 'simulator/low/a.ts': "// import x from '../high/x.ts'" }, []));
});

test('imports over several lines are seen', () => {
	expect(importsOf({ path: 'a/b.ts', text: "import {\n\ta,\n\tb,\n} from './c.ts';" })).toEqual([
		{ specifier: './c.ts', resolved: 'a/c.ts', typeOnly: false },
	]);
});

test('cycles of values are refused, of types allowed', () => {
	check(noCycles, { 'a.ts': "import './b.ts';", 'b.ts': "import { a } from './a.ts';" }, [
		'a.ts → b.ts → a.ts: import cycle',
	]);
	check(noCycles, { 'a.ts': "import './b.ts';", 'b.ts': "import type { a } from './a.ts';" }, []);
});

test('banned calls', () => {
	const rule = bannedCalls({ 'simulator/low/clock.ts': 'reason' });
	const line = (text: string, expected: number) =>
		expect(rule(files({ 'simulator/low/a.ts': text })), text).toHaveLength(expected);
	line('const t = Date.now();', 1);
	line('const t = new Date();', 1);
	line('const t = new Date(ms);', 0);
	line('Math.random()', 1);
	line('a.localeCompare(b)', 1);
	line('async function f() {}', 1);
	line('// setTimeout is not used', 0);
	line("const text = 'await';", 0);
	line('const home = process.env.HOME;', 1);
	line("function f() {\n\treturn process.env['HOME'];\n}", 1);
	line('function f(process: Process) {\n\treturn process.env.get(name);\n}', 0);
	line('const f = (process: Process) => process.env;', 0);
	line('function f(process: Process) {}\nconst home = process.env.HOME;', 1);
	line('class A {\n\tf() {\n\t\treturn this.#process.env;\n\t}\n}', 0);
	line('globalThis.process', 1);
	line('const text = `uses process.env`;', 0);
	line('const text = `${process.env}`;', 1);
	check(rule, { 'simulator/low/clock.ts': 'Date.now()', 'simulator/cli/a.ts': 'Date.now()' }, []);
});

test('sizes', () => {
	check(fileSize(2, {}), { 'a.ts': '1\n2\n', 'b.ts': '1\n2\n3\n' }, ['b.ts: 3 lines, at most 2']);
	check(fileSize(2, { 'b.ts': 'data' }), { 'b.ts': '1\n2\n3\n' }, []);
});

test('dead files', () => {
	check(deadFiles(['x/index.ts']), { 'x/index.ts': "import './a.ts';", 'x/a.ts': '', 'x/b.ts': '' }, [
		'x/b.ts: nothing imports it',
	]);
	check(deadFiles(['x/index.ts']), {}, ['x/index.ts: entry point is missing']);
});

test('names', () => {
	check(fileNames, { 'a/utils.ts': '', 'a/MyFile.ts': '', 'a/good-name.ts': '' }, [
		'a/utils.ts: the name says nothing',
		'a/MyFile.ts: not kebab-case',
	]);
});

test('unfinished marks', () => {
	const mark = 'TO' + 'DO';
	check(unfinished, { 'a.ts': `// ${mark}: later` }, [`a.ts:1: unfinished or silenced: // ${mark}: later`]);
	check(unfinished, { 'a.ts': 'const a = b as any;' }, ['a.ts:1: unfinished or silenced: const a = b as any;']);
	check(unfinished, { 'a.ts': '// the same as any other' }, []);
});

test('generators inside functions', () => {
	const line = (text: string, ...lines: readonly number[]) =>
		expect(generatorsAtTop(files({ 'a.ts': text })), text).toEqual(
			lines.map((each) => `a.ts:${each}: a generator inside a function: put it at module level or into a class`),
		);
	line('export function* run(): Task<void> {}');
	line('class A {\n\t*run(): Task<void> {}\n\tstatic *#all() {}\n}');
	line('const A: Builtin = { *run(shell) { yield* shell.say(); } };');
	line('const program = (process: Process): Task<number> => run(process);');
	line('function f(): Program {\n\treturn function* (process) {};\n}', 2);
	line('const f = (): Program => ({\n\t*program() {},\n});', 2);
	line('function* a() {\n\tyield* each(function* () {\n\t\tyield* each(function* () {});\n\t});\n}', 2, 3);
	line('function f() {\n\treturn class {\n\t\t*run() {}\n\t};\n}', 3);
	line('class A {\n\trun = function* () {};\n\tstatic all = function* () {};\n}', 2);
	line('function f() {\n\tconst text = "function* () {}";\n\t// function* () {}\n\treturn 2 * text.length;\n}');
});
