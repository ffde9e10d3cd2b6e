import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { NODE_CASES } from './node-cases.ts';
import { NodeCluster } from './test-node.ts';

/** What the real interpreter prints; `RECORD=1 npx vitest run test/simulator/kubelet/node-programs.test.ts` asks it again. */
const FILE = fileURLToPath(new URL('../../goldens/node.json', import.meta.url));

interface Golden {
	readonly interpreter: string;
	readonly answers: readonly { readonly program: string; readonly out: string; readonly succeeds: boolean }[];
}

if (process.env.RECORD === '1') {
	const answers = NODE_CASES.map((program) => {
		const { stdout, stderr, status } = spawnSync('node', ['-e', program], {
			encoding: 'utf8',
			env: { ...process.env, TZ: 'UTC' },
			cwd: '/',
		});
		return { program, out: steady(stdout + stderr), succeeds: status === 0 };
	});
	const interpreter = spawnSync('node', ['--version'], { encoding: 'utf8' }).stdout.trim();
	writeFileSync(FILE, `${JSON.stringify({ interpreter, answers } satisfies Golden, undefined, '\t')}\n`);
}

/** Without what is not modelled: the lines of a stack, and where in the source it was. */
function steady(text: string): string {
	return text
		.replace(/^(?:\[eval\]|node:internal\S*):\d+\n.*\n *\^+\n\n/m, '')
		.replace(/^ {4}at .*\n/gm, '')
		.replace(/ {4}at .*(?= \{$)/gm, '')
		.replace(/^- .*\[eval\]\n/gm, '')
		.replace(/requireStack: \[.*\]/, 'requireStack: []')
		.replace(/^Node\.js v.*\n/m, '');
}

const { answers } = JSON.parse(readFileSync(FILE, 'utf8')) as Golden;

test('programs print what the real interpreter prints', () => {
	const cluster = new NodeCluster();
	cluster.pod('js', { image: 'node:20-alpine', command: ['sleep', '9999'] });
	cluster.run(30);
	const found = NODE_CASES.map((program) => {
		const told = cluster.exec('js', 'node', '-e', program);
		return { program, out: steady(told.replace(/\[(?:Success|Failure)\]$/, '')), succeeds: told.endsWith('[Success]') };
	});
	expect(found).toEqual(answers);
});
