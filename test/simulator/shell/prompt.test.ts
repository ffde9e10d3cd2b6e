import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ScreenEmulator } from '../../support/screen-emulator.ts';
import { TerminalSession } from '../../support/shell-bench.ts';
import { COMPLETION_CASES, type PromptCase } from './prompt-cases.ts';
import { SESSION_CASES } from './session-cases.ts';

/** What stands on the screen after each step; `RECORD=1` asks this machine's bash again. */
interface Golden {
	readonly tool: 'bash';
	readonly version: string;
	readonly screens: { readonly [name: string]: readonly string[] };
}

const PATH = fileURLToPath(new URL('../../goldens/bash-prompt.json', import.meta.url));
const SUPPORT = fileURLToPath(new URL('../../support/pty-sessions.py', import.meta.url));
const GROUPS: { readonly [title: string]: readonly PromptCase[] } = {
	completion: COMPLETION_CASES,
	sessions: SESSION_CASES,
};
const ARGV = ['bash', '--norc'];
const ENVIRONMENT = { PS1: '$ ', LANG: 'C.UTF-8' };

/** The rows with text, where the cursor is, and how often it rang since. */
function screens({ columns = 80, rows = 24, coloured = false }: PromptCase, chunks: readonly string[]): string[] {
	const screen = new ScreenEmulator(columns, rows);
	return chunks.map((chunk) => {
		screen.bells = 0;
		screen.feed(chunk);
		const text = (coloured ? screen.coloured() : screen.text()).join('\n').trimEnd();
		return `${text.replace(/^(\[\d+\]) \d+$/gm, '$1 PID')}\n@${screen.row},${screen.column} bells ${screen.bells}`;
	});
}

function askReal(cases: readonly PromptCase[]): string[][] {
	const sessions = cases.map(({ files, columns, rows, steps, env }) => ({
		argv: ARGV,
		env: { ...ENVIRONMENT, ...env },
		files: { '.bashrc': '', ...files },
		columns,
		rows,
		steps,
	}));
	const input = JSON.stringify(sessions);
	const output = execFileSync('python3', [SUPPORT], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
	const results = JSON.parse(output) as { readonly chunks: readonly string[] }[];
	return results.map(({ chunks }, index) => screens(cases[index] as PromptCase, chunks));
}

function askOurs(each: PromptCase): string[] {
	const { columns, rows } = each;
	const files = Object.fromEntries(Object.entries(each.files ?? {}).map(([name, text]) => [`/work/${name}`, text]));
	const session = new TerminalSession({
		argv: ARGV,
		env: { ...ENVIRONMENT, ...each.env },
		files,
		...(columns === undefined ? {} : { columns }),
		...(rows === undefined ? {} : { rows }),
	});
	const chunks = [session.output];
	for (const step of each.steps) {
		let out = '';
		for (const piece of step.split(/(?<=\x1b)(?!\[)|(?=\x1b)/)) out += session.type(piece, 30);
		const before = session.output.length;
		session.settle(400);
		chunks.push(out + session.output.slice(before));
	}
	return screens(each, chunks);
}

if (process.env.RECORD === '1') {
	const all = Object.values(GROUPS).flat();
	const real = askReal(all);
	const version = execFileSync('bash', ['--version'], { encoding: 'utf8' }).split('\n')[0] as string;
	const known = Object.fromEntries(all.map(({ name }, index) => [name, real[index] as string[]]));
	const golden: Golden = { tool: 'bash', version, screens: known };
	writeFileSync(PATH, `${JSON.stringify(golden, undefined, 1)}\n`);
}

const { screens: known } = JSON.parse(readFileSync(PATH, 'utf8')) as Golden;

describe.each(Object.entries(GROUPS))('%s', (_title, cases) => {
	test.each(cases.map((each) => [each.name, each] as const))('%s', (name, each) => {
		expect(askOurs(each)).toEqual(known[name]);
	});
});
