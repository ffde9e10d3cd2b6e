import type { Task } from '../../machinery/task.ts';
import { changeCompatibility } from '../state/compatibility.ts';
import { listedVariables } from '../state/listed-variables.ts';
import { SET_OPTIONS, type SetOption, SHOPT_DEFAULTS, type Shopt } from '../state/options.ts';
import type { Shell } from '../state/shell.ts';
import { noteFirstParameters } from '../state/special-variables.ts';
import type { Variable } from '../state/variable.ts';
import { printFunction } from '../syntax/print.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';
import { isListed, plainAssignment } from './declare-print.ts';

const SET_USAGE = '[-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]';

export const SET: Builtin = { special: true, usage: SET_USAGE, run: set };

function* set(shell: Shell, args: readonly string[]): Task<number> {
	if (args.length === 0) return yield* listVariables(shell);
	const wrong = firstInvalid(args);
	if (wrong !== undefined && shell.isBash) {
		const status = yield* usageError(shell, 'set', `${wrong}: invalid option`, SET_USAGE);
		if (wrong[1] !== '?') return status;
		shell.misused = false;
		return 0;
	}
	for (let i = 0; i < args.length; i++) {
		const arg = args[i] as string;
		if (arg === '--') {
			shell.positional = args.slice(i + 1);
			return 0;
		}
		if (arg === '-') {
			setOption(shell, 'xtrace', false);
			setOption(shell, 'verbose', false);
			if (i + 1 < args.length) shell.positional = args.slice(i + 1);
			return 0;
		}
		if (arg === '+' && shell.isBash) continue;
		if (!/^[-+]/.test(arg) || arg === '+') {
			shell.positional = args.slice(i);
			return 0;
		}
		const on = arg[0] === '-';
		for (const letter of arg.slice(1)) {
			if (letter === 'o') {
				const name = args[i + 1];
				if (name === undefined || /^[-+]/.test(name)) {
					yield* listOptions(shell, on);
					continue;
				}
				i++;
				if (!isSetOption(name)) {
					if (!shell.isBash) return yield* shell.fail('set', `Illegal option -o ${name}`, 2);
					shell.misused = true;
					return yield* shell.fail('set', `${name}: invalid option name`, 2);
				}
				setOption(shell, name, on);
				yield* checkControl(shell, name);
				continue;
			}
			if (letter === 'r' && shell.isBash) {
				// Once restricted, a shell stays so.
				if (!on && shell.options.restricted) {
					yield* usageError(shell, 'set', '+r: invalid option', SET_USAGE);
					return 1;
				}
				if (on) shell.options.restricted = true;
				continue;
			}
			const option = SET_OPTIONS.find((each) => each[1] === letter && letter !== '')?.[0];
			if (option === undefined) {
				if (!shell.isBash) return yield* shell.fail('set', `Illegal option -${letter}`, 2);
				return yield* usageError(shell, 'set', `${arg[0]}${letter}: invalid option`, SET_USAGE);
			}
			setOption(shell, option, on);
			yield* checkControl(shell, option);
		}
	}
	return 0;
}

/** Shells other than bash control no jobs without a terminal. Models dash jobs.c setjobctl. */
function* checkControl(shell: Shell, name: SetOption): Task<void> {
	if (shell.isBash || name !== 'monitor' || !shell.options.set.monitor) return;
	const { process } = shell;
	if ([0, 1, 2].some((fd) => process.fileDescriptors().includes(fd) && process.isatty(fd))) return;
	const told = "can't access tty; job control turned off";
	if (shell.mode.dialect === 'dash') yield* shell.complain(`set: ${told}`);
	else yield* shell.fail('set', told);
	setOption(shell, 'monitor', false);
}

/** Nothing is set when one of the letters is none. */
function firstInvalid(args: readonly string[]): string | undefined {
	for (let i = 0; i < args.length; i++) {
		const arg = args[i] as string;
		if (arg === '--' || arg.length < 2 || !/^[-+]/.test(arg)) return undefined;
		for (const letter of arg.slice(1)) {
			if (letter === 'o') i += args[i + 1] === undefined || /^[-+]/.test(args[i + 1] as string) ? 0 : 1;
			else if (letter === 'r') continue;
			else if (!SET_OPTIONS.some((each) => each[1] === letter)) return `${arg[0]}${letter}`;
		}
	}
	return undefined;
}

export function isSetOption(name: string): name is SetOption {
	return SET_OPTIONS.some((option) => option[0] === name);
}

/** Changes a `set -o` option and what hangs from it. */
export function setOption(shell: Shell, name: SetOption, on: boolean): void {
	if (name === 'posix' && on !== shell.options.set.posix) changePosix(shell, on);
	shell.options.set[name] = on;
	if (name === 'allexport') shell.variables.exportAll = on;
	if (name === 'posix' && shell.isBash) {
		if (!on) shell.variables.unset('POSIXLY_CORRECT');
		else if (shell.variables.get('POSIXLY_CORRECT') === undefined) shell.variables.set('POSIXLY_CORRECT', 'y');
	}
	if (name === 'emacs' && on) shell.options.set.vi = false;
	if (name === 'vi' && on) shell.options.set.emacs = false;
	if ((name === 'vi' || name === 'emacs') && on && shell.keyBindings !== undefined) {
		shell.keyBindings.target = name === 'vi' ? 'vi-insert' : 'emacs';
	}
	shellOptsChanged(shell);
}

/** What POSIX mode turns on; not all of it goes with it. */
function changePosix({ isBash, options, mode }: Shell, on: boolean): void {
	const { shopt } = options;
	shopt.expand_aliases = on || mode.interactive;
	if (!isBash) return;
	shopt.shift_verbose = on;
	if (on) Object.assign(shopt, { inherit_errexit: true, interactive_comments: true, sourcepath: true });
}

/** Keeps SHELLOPTS and BASHOPTS true. */
export function shellOptsChanged(shell: Shell): void {
	if (!shell.isBash) return;
	const on = SET_OPTIONS.filter(([name]) => shell.options.set[name]).map(([name]) => name);
	assignReadonly(shell, 'SHELLOPTS', on.join(':'));
	const shopts = (Object.keys(SHOPT_DEFAULTS) as Shopt[]).filter((name) => shell.options.shopt[name]);
	assignReadonly(shell, 'BASHOPTS', shopts.join(':'));
	// Where they are exported, the next command is to hear of it.
	shell.variables.attributesChanged();
}

function assignReadonly(shell: Shell, name: string, value: string): void {
	const variable = shell.variables.declare(name, 'global');
	variable.readonly = true;
	variable.value = value;
}

/** The options that dash has, in its order. */
const POSIX_OPTIONS: readonly (SetOption | 'interactive' | 'stdin' | 'debug')[] = [
	'errexit',
	'noglob',
	'ignoreeof',
	'interactive',
	'monitor',
	'noexec',
	'stdin',
	'xtrace',
	'verbose',
	'vi',
	'emacs',
	'noclobber',
	'allexport',
	'notify',
	'nounset',
	'privileged',
	'nolog',
	'debug',
];

function* listOptions(shell: Shell, readable: boolean): Task<number> {
	if (!shell.isBash) {
		const { mode } = shell;
		const isDash = shell.mode.dialect === 'dash';
		const lines = (isDash ? POSIX_OPTIONS : ASH_OPTIONS).map((name) => {
			const own = { interactive: mode.interactive, stdin: mode.input === 'stdin', debug: false };
			const on = { ...shell.options.set, ...own }[name];
			return readable ? `${name.padEnd(16)}${on ? 'on' : 'off'}\n` : `set ${on ? '-' : '+'}o ${name}\n`;
		});
		return yield* shell.print('set', (readable && isDash ? 'Current option settings\n' : '') + lines.join(''));
	}
	const lines = SET_OPTIONS.map(([name]) => {
		const on = shell.options.set[name];
		return readable ? `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n` : `set ${on ? '-' : '+'}o ${name}\n`;
	});
	return yield* shell.print('set', lines.join(''));
}

/** In the order of busybox's shell. */
const ASH_OPTIONS: readonly string[] =
	'errexit noglob ignoreeof monitor noexec xtrace verbose noclobber allexport notify nounset errtrace vi pipefail'.split(
		' ',
	);

function* listVariables(shell: Shell): Task<number> {
	let out = '';
	for (const variable of listedVariables(shell)) {
		if (!isListed(variable) || isUnlisted(shell, variable)) continue;
		out += shell.isBash
			? `${yield* plainAssignment(shell, variable, shell.options.set.posix)}\n`
			: `${variable.name}='${(variable.scalar() ?? '').replaceAll("'", `'"'"'`)}'\n`;
	}
	if (shell.isBash && !shell.options.set.posix) {
		for (const name of [...shell.functions.keys()].sort()) {
			const body = shell.functions.get(name)?.definition.body;
			if (body !== undefined) out += `${printFunction(name, body)}\n`;
		}
	}
	return yield* shell.print('set', out);
}

/** What busybox's shell makes when it is asked for it. */
function isUnlisted(shell: Shell, { name, dynamic }: Variable): boolean {
	return shell.mode.dialect === 'ash' && dynamic !== undefined && /^(EPOCH|RANDOM)/.test(name);
}

export const SHOPT: Builtin = {
	usage: '[-pqsu] [-o] [optname ...]',
	*run(shell, args) {
		const { flags, rest, problem } = parseOptions(args, 'pqsuo');
		if (problem !== undefined) return yield* usageError(shell, 'shopt', problem, SHOPT.usage);
		if (flags.has('s') && flags.has('u')) {
			return yield* shell.fail('shopt', 'cannot set and unset shell options simultaneously');
		}
		const names = rest.length > 0 ? rest : allNames(shell, flags);
		let status = 0;
		for (const name of names) {
			const known = flags.has('o') ? isSetOption(name) : isShopt(name);
			if (!known) {
				const kind = flags.has('o') ? 'invalid option name' : 'invalid shell option name';
				status = yield* shell.fail('shopt', `${name}: ${kind}`);
			} else if (rest.length > 0 && (flags.has('s') || flags.has('u')))
				change(shell, name, flags.has('s'), flags.has('o'));
			else if (!(yield* show(shell, name, flags, rest.length > 0))) status = 1;
		}
		// What is wrong with an option of `set` is only said.
		return rest.length === 0 || (flags.has('o') && (flags.has('s') || flags.has('u'))) ? 0 : status;
	},
};

function allNames(shell: Shell, flags: ReadonlySet<string>): string[] {
	const names: readonly string[] = flags.has('o') ? SET_OPTIONS.map(([name]) => name) : Object.keys(SHOPT_DEFAULTS);
	const wanted = flags.has('s') ? true : flags.has('u') ? false : undefined;
	return names.filter((name) => wanted === undefined || isOn(shell, name, flags.has('o')) === wanted);
}

function isShopt(name: string): name is Shopt {
	return Object.hasOwn(SHOPT_DEFAULTS, name);
}

function isOn(shell: Shell, name: string, isSet: boolean): boolean {
	return isSet ? shell.options.set[name as SetOption] : shell.options.shopt[name as Shopt];
}

function change(shell: Shell, name: string, on: boolean, isSet: boolean): void {
	if (isSet) setOption(shell, name as SetOption, on);
	else {
		shell.options.shopt[name as Shopt] = on;
		if (name === 'hostcomplete') breakAtHosts(shell, on);
		if (/^compat\d/.test(name)) changeCompatibility(shell, name as Shopt, on);
		if (name === 'extdebug' && on) noteFirstParameters(shell);
		if (name === 'extdebug') Object.assign(shell.options.set, { functrace: on, errtrace: on });
		shellOptsChanged(shell);
	}
}

function* show(shell: Shell, name: string, flags: ReadonlySet<string>, named: boolean): Task<boolean> {
	const on = isOn(shell, name, flags.has('o'));
	if (!flags.has('q')) {
		const reusable = flags.has('o') ? `set ${on ? '-' : '+'}o ${name}\n` : `shopt ${on ? '-s' : '-u'} ${name}\n`;
		yield* shell.print('shopt', flags.has('p') ? reusable : `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n`);
	}
	return on || !named;
}

/** Words break at `@` where names of hosts are completed behind it. Models bash bashline.c enable_hostname_completion. */
function breakAtHosts(shell: Shell, on: boolean): void {
	const breaks = shell.variables.get('COMP_WORDBREAKS') ?? '';
	if (breaks.includes('@') === on) return;
	shell.variables.set('COMP_WORDBREAKS', on ? `@${breaks}` : breaks.replaceAll('@', ''));
}
