import { printWithDocuments } from '../syntax/print.ts';
import { liveAliases, liveCommands } from './live-arrays.ts';
import type { Shell } from './shell.ts';
import type { DynamicValue } from './variable.ts';

/** Defines the variables that the shell computes. */
export function defineSpecialVariables(shell: Shell): void {
	for (const [name, make, flags] of SPECIAL) shell.variables.defineDynamic(name, make(shell), flags);
}

type Maker = (shell: Shell) => DynamicValue;

const list = (values: (shell: Shell) => readonly string[]): Maker => {
	const make: Maker = (shell) => ({
		host: shell,
		forHost: (host) => make(host as Shell),
		get: () => values(shell)[0],
		set: () => undefined,
		values: () => values(shell),
	});
	return make;
};

const text = (value: (shell: Shell) => string): Maker => {
	const make: Maker = (shell) => ({
		host: shell,
		forHost: (host) => make(host as Shell),
		get: () => value(shell),
		set: () => undefined,
	});
	return make;
};

/** Names, newest call first, as `${FUNCNAME[@]}` has them. */
function functionNames(shell: Shell): string[] {
	const names = [...shell.frames].reverse().map((frame) => frame.name);
	return shell.functionDepth > 0 ? [...names, ...(shell.mode.input === 'file' ? ['main'] : [])] : [];
}

function sources(shell: Shell): string[] {
	const out = [...shell.frames].reverse().map((frame) => frame.source);
	return shell.mode.input === 'file' ? [...out, shell.mode.name] : out;
}

function callLines(shell: Shell): string[] {
	const out = [...shell.frames].reverse().map((frame) => String(frame.callLine));
	return shell.mode.input === 'file' ? [...out, '0'] : out;
}

/** Newest call first; calls count that were made under `shopt -s extdebug`. */
function argumentCounts(shell: Shell): string[] {
	return pushedArguments(shell).map((each) => String(each.length));
}

function argumentStack(shell: Shell): string[] {
	return pushedArguments(shell).flatMap((each) => [...each].reverse());
}

/** BASH_ARGV begins with what the parameters are when somebody first cares; what `source` is given is among them. */
export function noteFirstParameters(shell: Shell): void {
	shell.firstParameters ??= shell.positional;
}

function pushedArguments(shell: Shell): (readonly string[])[] {
	const calls = shell.frames.flatMap((frame) => (frame.pushed === undefined ? [] : [frame.pushed]));
	if (shell.firstParameters === undefined && shell.functionDepth === 0) noteFirstParameters(shell);
	return [...calls.reverse(), ...(shell.firstParameters === undefined ? [] : [shell.firstParameters])];
}

function seconds(shell: Shell): DynamicValue {
	return {
		host: shell,
		forHost: (host) => seconds(host as Shell),
		get: () => String(shell.secondsSince()),
		set: (value) => {
			shell.secondsBase = shell.process.now() - Number.parseInt(value, 10) * 1000;
		},
	};
}

/** Models bash lib/sh/random.c brand: a seed of one's own gives bash's own sequence. */
function random(shell: Shell): DynamicValue {
	let seed = shell.process.randomUint32() & 0x7fffffff;
	let last = 0;
	const next = (): number => {
		if (seed === 0) seed = 123459876;
		const high = Math.floor(seed / 127773);
		const low = seed % 127773;
		seed = 16807 * low - 2836 * high;
		if (seed < 0) seed += 0x7fffffff;
		return ((seed >>> 16) ^ (seed & 65535)) & 32767;
	};
	return {
		host: shell,
		forHost: (host) => random(host as Shell),
		get: () => {
			let value = next();
			while (value === last) value = next();
			last = value;
			return String(value);
		},
		set: (value) => {
			seed = Number.parseInt(value, 10) >>> 0 || 0;
			last = 0;
		},
	};
}

/** Assigning it changes $0. */
function nameOfShell(shell: Shell): DynamicValue {
	return {
		host: shell,
		forHost: (host) => nameOfShell(host as Shell),
		get: () => shell.name,
		set: (value) => {
			if (value !== '') shell.name = value;
		},
	};
}

const SPECIAL: readonly (readonly [string, Maker, { readonly?: boolean; integer?: boolean }?])[] = [
	['_', text((shell) => shell.lastArgument)],
	['BASH_ALIASES', liveAliases],
	['BASH_CMDS', liveCommands],
	['BASHPID', text((shell) => String(shell.process.pid)), { integer: true }],
	['BASH_ARGV0', nameOfShell],
	[
		'BASH_COMMAND',
		text((shell) => shell.commandText ?? (shell.current === undefined ? '' : printWithDocuments(shell.current))),
	],
	['BASH_ARGC', list(argumentCounts)],
	['BASH_ARGV', list(argumentStack)],
	['BASH_LINENO', list(callLines)],
	['BASH_SOURCE', list(sources)],
	['BASH_SUBSHELL', text((shell) => String(shell.subshellDepth))],
	['DIRSTACK', list((shell) => [shell.process.cwd, ...shell.directoryStack])],
	['EPOCHREALTIME', text((shell) => `${Math.floor(shell.process.now() / 1000)}.${micros(shell)}`)],
	['EPOCHSECONDS', text((shell) => String(Math.floor(shell.process.now() / 1000)))],
	['FUNCNAME', list(functionNames)],
	['GROUPS', list((shell) => groups(shell))],
	['HISTCMD', text((shell) => String(shell.history.nextNumber)), { integer: true }],
	['LINENO', text((shell) => String(shell.line))],
	['PIPESTATUS', list((shell) => shell.pipeStatus.map(String))],
	['RANDOM', random, { integer: true }],
	['SECONDS', seconds, { integer: true }],
	['SRANDOM', text((shell) => String(shell.process.randomUint32())), { integer: true }],
];

/** Those of busybox's shell. */
const ASH_SPECIAL: ReadonlySet<string> = new Set(['EPOCHREALTIME', 'EPOCHSECONDS', 'RANDOM']);

/** Of busybox's shell: LINENO counts as its messages do. */
export function defineAshVariables(shell: Shell): void {
	for (const [name, make] of SPECIAL) if (ASH_SPECIAL.has(name)) shell.variables.defineDynamic(name, make(shell));
	shell.variables.defineDynamic('LINENO', text((of) => String(of.messageLine))(shell));
	const inFunction = (of: Shell): string => of.frames.findLast((each) => each.kind === 'function')?.name ?? '';
	shell.variables.defineDynamic('FUNCNAME', text(inFunction)(shell));
}

function micros(shell: Shell): string {
	return `${String(shell.process.now() % 1000).padStart(3, '0')}000`;
}

function groups(shell: Shell): string[] {
	const { gid, groups: others } = shell.process.credentials;
	return [gid, ...others.filter((group) => group !== gid)].map(String);
}
