import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PYTHON_CASES } from './python-cases.ts';
import { NodeCluster } from './test-node.ts';

/** What the real interpreter prints; `RECORD=1 npx vitest run test/simulator/kubelet/python.test.ts` asks it again. */
const FILE = fileURLToPath(new URL('../../goldens/python.json', import.meta.url));

interface Golden {
	readonly interpreter: string;
	readonly answers: readonly { readonly program: string; readonly out: string; readonly succeeds: boolean }[];
}

if (process.env.RECORD === '1') {
	const answers = PYTHON_CASES.map((program) => {
		const { stdout, stderr, status } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
		return { program, out: steady(stdout + stderr), succeeds: status === 0 };
	});
	const interpreter = spawnSync('python3', ['--version'], { encoding: 'utf8' }).stdout.trim();
	writeFileSync(FILE, `${JSON.stringify({ interpreter, answers } satisfies Golden, undefined, '\t')}\n`);
}

/** Without what releases differ in: the marks below a line that is wrong, and hints. */
function steady(text: string): string {
	return text
		.split('\n')
		.filter((line) => !/^ +[\^~]+ *$/.test(line))
		.map((line) => line.replace(/ after 'if' statement on line \d+$/, ''))
		.join('\n');
}

const { answers } = JSON.parse(readFileSync(FILE, 'utf8')) as Golden;

test('programs print what the real interpreter prints', () => {
	const cluster = new NodeCluster();
	cluster.pod('py', { image: 'python:3.11-alpine', command: ['python3', '-c', 'import time; time.sleep(9999)'] });
	cluster.run(30);
	const found = PYTHON_CASES.map((program) => {
		const told = cluster.exec('py', 'python3', '-c', program);
		return { program, out: steady(told.replace(/\[(?:Success|Failure)\]$/, '')), succeeds: told.endsWith('[Success]') };
	});
	expect(found).toEqual(answers);
});
