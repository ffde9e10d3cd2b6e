import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoldenCase } from '../support/golden.ts';
import { TREE } from './random/statements.ts';

/** The shells that answer snippets, each with a record of its own. */
export type SnippetShell = 'bash' | 'dash' | 'ash';

/** One snippet of a case file. */
export interface Snippet {
	readonly shell: SnippetShell;
	/** The section of the manual that its file is about. */
	readonly section: string;
	readonly script: string;
	readonly golden: GoldenCase;
	/** Why ours answers otherwise by intent. */
	readonly differs: string | undefined;
}

/** SHLVL: a shell of level 1 whose standard input is a socket (as here) takes itself for one that rshd started. */
const ENV = { LANG: 'C.UTF-8', TZ: 'UTC', SHLVL: '1' };

/** All snippets of `cases/`, in the order of files and lines. A file's name starts with its shell. */
export function snippets(): Snippet[] {
	const folder = join(process.env.KUBEDRILL_ROOT as string, 'test/bash-parity/cases');
	const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
	return names.sort().flatMap((name) => {
		const shell = /^(bash|dash|ash)-/.exec(name)?.[1] as SnippetShell | undefined;
		if (shell === undefined) throw new Error(`${name}: the name does not start with a shell`);
		const text = readFileSync(join(folder, name), 'utf8').replace(/\n$/, '');
		return text.split('\n====\n').map((each) => parse(each, shell, name.slice(shell.length + 1, -'.txt'.length)));
	});
}

/**
 * A snippet may begin with directives: `#@ differs: REASON`, `#@ run: file` (a script, else `-c`), `#@ run: stdin`,
 * `#@ options: WORDS` (of the shell), `#@ args: WORDS` (behind the script), `#@ files: tree` (those of random scripts).
 */
export function parse(text: string, shell: SnippetShell, section: string): Snippet {
	const lines = text.split('\n');
	const directives = new Map<string, string>();
	for (;;) {
		const directive = /^#@ (\w+): (.*)$/.exec(lines[0] ?? '');
		if (directive === null) break;
		directives.set(directive[1] as string, directive[2] as string);
		lines.shift();
	}
	const script = lines.join('\n');
	const words = (name: string): string[] => (directives.get(name) ?? '').split(' ').filter((word) => word !== '');
	const plain = goldenCase(shell, script, directives.get('run'), words('options'), words('args'));
	const golden = directives.get('files') === 'tree' ? { ...plain, files: { ...TREE, ...plain.files } } : plain;
	return { shell, section, script, golden, differs: directives.get('differs') };
}

function goldenCase(
	shell: SnippetShell,
	script: string,
	run: string | undefined,
	options: readonly string[],
	args: readonly string[],
): GoldenCase {
	const applet = shell === 'ash' ? ['sh'] : [];
	if (run === 'file') {
		return { argv: [...applet, ...options, 'script.sh', ...args], files: { 'script.sh': `${script}\n` }, env: ENV };
	}
	if (run === 'stdin') return { argv: [...applet, ...options], stdin: `${script}\n`, env: ENV };
	return { argv: [...applet, ...options, '-c', script, ...args], env: ENV };
}
