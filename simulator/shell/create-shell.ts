import type { Process } from '../kernel/process-api.ts';
import { SystemError } from '../kernel/process-api.ts';
import { Completions } from './completion/completions.ts';
import { evaluateInteger } from './expansion/arithmetic.ts';
import { userEntries } from './expansion/tilde.ts';
import { History } from './history/history.ts';
import { holdMemory } from './hold-memory.ts';
import { searchPath } from './interpreter/external.ts';
import { BASH_INTERPRETER } from './interpreter/interpreter.ts';
import { BashJobSpecs, PosixJobSpecs } from './jobs/job-specs.ts';
import { JobTable } from './jobs/job-table.ts';
import { parseCommands } from './parser-adapter.ts';
import { Shell, type ShellMode } from './state/shell.ts';
import { IndexedArray } from './state/shell-array.ts';
import { defineAshVariables, defineSpecialVariables } from './state/special-variables.ts';
import { Variables } from './state/variables.ts';
import { ShellSyntaxError } from './syntax/syntax-error.ts';

/** A new shell for a process: variables from its environment, and those that bash sets by itself. */
export function createShell(process: Process, mode: ShellMode): Shell {
	let shell: Shell | undefined;
	const variables = new Variables((text) => {
		if (shell === undefined) throw new Error('assertion failed: no shell yet');
		return evaluateInteger(shell, text);
	});
	shell = new Shell({
		process,
		mode,
		interpreter: BASH_INTERPRETER,
		variables,
		completions: new Completions(),
		history: new History(),
		jobs: new JobTable(mode.dialect === 'bash' ? new BashJobSpecs() : new PosixJobSpecs()),
	});
	const onLarge = (length: number): void => holdMemory(process, length);
	variables.onLarge = onLarge;
	noticeCircles(shell);
	importEnvironment(shell);
	setDefaults(shell);
	shell.hashedPath = variables.pathVersion;
	if (mode.dialect === 'bash') {
		setBashVariables(shell);
		defineSpecialVariables(shell);
	}
	if (mode.dialect === 'ash') {
		setDefault(shell, 'HOSTNAME', shell.process.hostname);
		defineAshVariables(shell);
	}
	return shell;
}

/** Said before the command that looked. */
function noticeCircles(shell: Shell): void {
	const { warnings, variables } = shell;
	variables.onCircle = (name) => warnings.push(`warning: ${name}: circular name reference`);
	variables.expandSubscript = (text, isKey) => shell.interpreter.subscriptText(shell, text, isKey);
}

function importEnvironment(shell: Shell): void {
	const { env } = shell.process;
	for (const [name, value] of env) {
		const exported = /^BASH_FUNC_(.+)%%$/.exec(name);
		if (exported !== null) importFunction(shell, exported[1] as string, value);
		// Nobody tells root what to run before a traced command.
		else if (name === 'PS4' && shell.isBash && shell.process.credentials.uid === 0) continue;
		else if (/^[A-Za-z_]\w*$/.test(name)) shell.variables.import(name, value);
	}
}

function importFunction(shell: Shell, name: string, text: string): void {
	if (!shell.isBash) return;
	try {
		const definition = parseCommands(`${name} ${text}`, 1, 'bash').items[0]?.command;
		if (definition?.type !== 'function') return;
		shell.functions.set(name, { name, definition, source: 'environment', line: 0, exported: true });
	} catch (error) {
		if (!(error instanceof ShellSyntaxError)) throw error;
	}
}

function setDefault(shell: Shell, name: string, value: string): void {
	if (shell.variables.find(name) === undefined) shell.variables.set(name, value);
}

function setDefaults(shell: Shell): void {
	const { variables, process } = shell;
	setDefault(shell, 'PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
	variables.set('IFS', ' \t\n');
	variables.set('OPTIND', '1');
	const pwd = variables.get('PWD');
	variables.set('PWD', pwd !== undefined && sameDirectory(shell, pwd) ? pwd : process.cwd);
	variables.set('PPID', String(process.ppid));
	setDefault(shell, 'PS4', '+ ');
	if (!shell.isBash) {
		const mark = process.credentials.uid === 0 ? '# ' : '$ ';
		setDefault(shell, 'PS1', shell.mode.dialect === 'ash' ? '\\w \\$ ' : mark);
		setDefault(shell, 'PS2', '> ');
	}
	variables.declare('PWD', 'global').exported = true;
	if (shell.isBash) variables.declare('OLDPWD', 'global').exported = true;
	if (shell.mode.dialect !== 'dash') countLevel(variables);
	variables.attributesChanged();
}

/** SHLVL. */
function countLevel(variables: Variables): void {
	const level = Number.parseInt(variables.get('SHLVL') ?? '0', 10);
	variables.set('SHLVL', String((Number.isNaN(level) || level < 0 ? 0 : level) + 1));
	variables.declare('SHLVL', 'global').exported = true;
}

function sameDirectory(shell: Shell, path: string): boolean {
	if (!path.startsWith('/')) return false;
	try {
		const [a, b] = [shell.process.stat(path), shell.process.stat('.')];
		return a.inode === b.inode && a.device === b.device;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

const LOADABLES = '/usr/local/lib/bash:/usr/lib/bash:/opt/local/lib/bash:/usr/pkg/lib/bash:/opt/pkg/lib/bash:.';

const VERSION = ['5', '2', '21', '1', 'release', 'x86_64-pc-linux-gnu'];

/** Where this bash is: as it was called, or first in PATH. Models bash shell.c get_bash_name. */
function ownPath(shell: Shell): string {
	const name = shell.process.argv[0] ?? '';
	if (name.startsWith('/')) return name;
	return (/^[\w.]+$/.test(name) ? searchPath(shell, name)[0] : undefined) ?? '/bin/bash';
}

function setBashVariables(shell: Shell): void {
	const { variables, process } = shell;
	const { env, credentials } = process;
	const { uid } = credentials;
	const fixed = (name: string, value: string): void => {
		const variable = variables.declare(name, 'global');
		variable.value = value;
		variable.readonly = true;
		variable.integer = name !== 'BASH_VERSINFO';
	};
	fixed('UID', String(uid));
	fixed('EUID', String(uid));
	variables.declare('PPID', 'global').readonly = true;
	variables.declare('PPID', 'global').integer = true;
	variables.set('BASH', ownPath(shell));
	variables.set('BASH_VERSION', '5.2.21(1)-release');
	const info = variables.declare('BASH_VERSINFO', 'global');
	info.indexed = new IndexedArray(VERSION);
	info.readonly = true;
	setDefault(shell, 'HOSTNAME', process.hostname);
	setDefault(shell, 'HOSTTYPE', 'x86_64');
	setDefault(shell, 'MACHTYPE', 'x86_64-pc-linux-gnu');
	setDefault(shell, 'OSTYPE', 'linux-gnu');
	variables.set('OPTERR', '1');
	variables.set('COMP_WORDBREAKS', ' \t\n"\'@><=;|&(:');
	setDefault(shell, 'TERM', 'dumb');
	const user = userEntries(shell).find((entry) => entry.uid === uid);
	if (shell.mode.login || variables.find('HOME') === undefined) {
		if (user !== undefined) setDefault(shell, 'HOME', user.home);
	}
	setDefault(shell, 'SHELL', user?.shell ?? '/bin/sh');
	variables.set('BASH_LOADABLES_PATH', LOADABLES);
	shell.lastArgument = env.get('_') ?? shell.name;
}
