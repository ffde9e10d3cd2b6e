import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, usageError } from './builtin.ts';
import { CD, currentDirectory } from './directories.ts';

function stack(shell: Shell): string[] {
	return [currentDirectory(shell), ...shell.directoryStack];
}

/** `+N` or `-N`. */
interface Place {
	readonly text: string;
	/** Index in a stack of `size`, which may be outside of it. */
	in(size: number): number;
}

/** Undefined when it is no number. */
function placeOf(text: string): Place | undefined {
	const number = /^[+-]\s*\d+\s*$/.test(text) ? Number(text.slice(1)) : undefined;
	if (number === undefined) return undefined;
	return { text, in: (size) => (text[0] === '+' ? number : size - 1 - number) };
}

function* notThere(shell: Shell, name: string, shown: string): Task<number> {
	if (shell.directoryStack.length === 0) return yield* shell.fail(name, 'directory stack empty');
	return yield* shell.fail(name, `${shown}: directory stack index out of range`);
}

function shorten(shell: Shell, path: string): string {
	const home = shell.variables.get('HOME');
	if (home === undefined || home === '' || home === '/') return path;
	return path === home ? '~' : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

const DIRS: Builtin = {
	usage: '[-clpv] [+N] [-N]',
	*run(shell, args) {
		const flags = new Set<string>();
		let place: Place | undefined;
		for (const arg of args) {
			if (arg === '--') break;
			if (/^-[clpv]$/.test(arg)) flags.add(arg[1] as string);
			else {
				place = placeOf(arg);
				if (place === undefined) {
					const kind = /^[-+]/.test(arg) ? 'invalid number' : 'invalid option';
					return yield* usageError(shell, 'dirs', `${arg}: ${kind}`, DIRS.usage);
				}
			}
		}
		if (flags.has('c')) {
			shell.directoryStack = [];
			return 0;
		}
		const all = stack(shell).map((path) => (flags.has('l') ? path : shorten(shell, path)));
		const row = (path: string, index: number): string =>
			flags.has('v') ? `${String(index).padStart(2)}  ${path}` : path;
		if (place !== undefined) {
			const index = place.in(all.length);
			const one = all[index];
			if (one === undefined) return yield* notThere(shell, 'dirs', place.text.slice(1));
			return yield* shell.print('dirs', `${row(one, index)}\n`);
		}
		const separator = flags.has('v') || flags.has('p') ? '\n' : ' ';
		return yield* shell.print('dirs', `${all.map(row).join(separator)}\n`);
	},
};

function* showStack(shell: Shell): Task<number> {
	const outcome = DIRS.run(shell, [], 'dirs');
	return typeof outcome === 'number' ? outcome : yield* outcome;
}

/** Changes the directory; says what is wrong. */
function* enter(shell: Shell, name: string, args: readonly string[]): Task<boolean> {
	const outcome = CD.run(shell, ['--', ...args], name);
	return (typeof outcome === 'number' ? outcome : yield* outcome) === 0;
}

const PUSHD: Builtin = {
	usage: '[-n] [+N | -N | dir]',
	*run(shell, args) {
		let i = 0;
		let stays = false;
		let place: Place | undefined;
		const all = stack(shell);
		for (; i < args.length; i++) {
			const option = args[i] as string;
			if (option === '--') {
				i++;
				break;
			}
			if (option === '-n') stays = true;
			else if (!/^[+-]/.test(option) || option === '-') break;
			else {
				place = placeOf(option);
				if (place === undefined) return yield* usageError(shell, 'pushd', `${option}: invalid number`, PUSHD.usage);
				if (all[place.in(all.length)] === undefined) return yield* notThere(shell, 'pushd', place.text);
			}
		}
		if (place !== undefined) {
			const index = place.in(all.length);
			return yield* arrange(shell, [...all.slice(index), ...all.slice(0, index)], stays);
		}
		const arg = args[i];
		if (arg === undefined) {
			if (stays) return 0;
			if (all.length < 2) return yield* shell.fail('pushd', 'no other directory');
			return yield* arrange(shell, [all[1] as string, all[0] as string, ...all.slice(2)], false);
		}
		if (stays) {
			shell.directoryStack = [arg, ...shell.directoryStack];
			return yield* showStack(shell);
		}
		if (!(yield* enter(shell, 'pushd', args.slice(i)))) return 1;
		shell.directoryStack = all;
		return yield* showStack(shell);
	},
};

/** Makes `next` the stack, its first the current directory unless that stays. */
function* arrange(shell: Shell, next: readonly string[], stays: boolean): Task<number> {
	shell.directoryStack = next.slice(1);
	if (stays) return 0;
	return (yield* enter(shell, 'pushd', [next[0] as string])) ? yield* showStack(shell) : 1;
}

const POPD: Builtin = {
	usage: '[-n] [+N | -N]',
	*run(shell, args) {
		let stays = false;
		let place: Place | undefined;
		for (const arg of args) {
			if (arg === '--' || arg === '') break;
			if (arg === '-n') stays = true;
			else {
				const isNumber = /^[+-]/.test(arg);
				place = isNumber ? placeOf(arg) : undefined;
				if (place === undefined) {
					const kind = isNumber ? 'invalid number' : 'invalid argument';
					return yield* usageError(shell, 'popd', `${arg}: ${kind}`, POPD.usage);
				}
			}
		}
		const all = stack(shell);
		const index = place?.in(all.length) ?? 0;
		if (all.length < 2 || index < 0 || index >= all.length) {
			return yield* notThere(shell, 'popd', place?.text ?? '');
		}
		if (index === 0 && !stays && !(yield* enter(shell, 'popd', [all[1] as string]))) return 1;
		shell.directoryStack = all.filter((_, i) => i !== 0 && i !== Math.max(1, index));
		return yield* showStack(shell);
	},
};

export const DIRECTORY_STACK_BUILTINS: Readonly<Record<string, Builtin>> = { dirs: DIRS, pushd: PUSHD, popd: POPD };
