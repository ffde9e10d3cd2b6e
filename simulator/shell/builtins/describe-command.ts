import type { Task } from '../../machinery/task.ts';
import { quoteIfNeeded, singleQuote } from '../expansion/quote.ts';
import { forgetOldPath, isDirectory, isExecutable, searchPath } from '../interpreter/external.ts';
import { report } from '../interpreter/fork.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { HashedCommand, Shell } from '../state/shell.ts';
import { inHashOrder } from '../state/shell-array.ts';
import { isReserved } from '../syntax/dialect.ts';
import { printFunction } from '../syntax/print.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';

export type IsBuiltin = (shell: Shell, name: string) => boolean;

interface Meaning {
	readonly kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'file';
	readonly path: string;
	readonly hashed: boolean;
}

const COMMAND_USAGE = '[-pVv] command [arg ...]';

/** `type`, `command` and `hash`. They need to know the builtins, which are listed elsewhere. */
export function describeBuiltins(isBuiltin: IsBuiltin): Readonly<Record<string, Builtin>> {
	const COMMAND: Builtin = {
		usage: COMMAND_USAGE,
		run: (shell, args) => runCommand(shell, args, isBuiltin),
	};
	const TYPE: Builtin = {
		usage: '[-afptP] name [name ...]',
		run: (shell, args) => runType(shell, args, isBuiltin),
	};
	return { command: COMMAND, type: TYPE, hash: hashBuiltin(isBuiltin) };
}

/** What ends other shells than bash ends nothing behind `command`. Models dash eval.c evalcommand. */
function* withoutEnding(shell: Shell, words: readonly string[]): Task<number> {
	const { depth } = shell;
	try {
		return yield* shell.interpreter.runWords(shell, words, 'functions');
	} catch (error) {
		if (!(error instanceof ShellFailure)) throw error;
		yield* report(shell, error);
		shell.depth = depth;
		return error.status === 1 ? 2 : error.status;
	}
}

function* runCommand(shell: Shell, args: readonly string[], isBuiltin: IsBuiltin): Task<number> {
	const { flags, rest, problem } = parseOptions(args, 'pvV');
	if (problem !== undefined) return yield* usageError(shell, 'command', problem, COMMAND_USAGE);
	if (rest.length === 0) return 0;
	const short = [...flags].findLast((flag) => flag !== 'p') === 'v';
	const standard = flags.has('p') ? STANDARD_PATH : undefined;
	if (!flags.has('v') && !flags.has('V')) {
		const [name = ''] = rest;
		const known = standard === undefined || isBuiltin(shell, name) || searchPath(shell, name).length > 0;
		const path = known ? undefined : searchPath(shell, name, standard)[0];
		const words = path === undefined ? rest : rest.with(0, path);
		return shell.isBash
			? yield* shell.interpreter.runWords(shell, words, 'functions')
			: yield* withoutEnding(shell, words);
	}
	let status = 0;
	let known = false;
	for (const name of rest) {
		const usual = meanings(shell, name, isBuiltin, false)[0];
		const meaning = standard === undefined ? usual : standardMeaning(shell, name, usual, standard);
		known ||= meaning !== undefined;
		if (meaning === undefined) {
			status = shell.isBash ? 1 : 127;
			if (!short) yield* missing(shell, 'command', name);
		} else {
			const text = short ? terse(shell, name, meaning) : verbose(shell, name, meaning);
			yield* shell.print('command', text);
		}
		if (!shell.isBash) break;
	}
	// bash is content with one that it finds.
	return known && shell.isBash ? 0 : status;
}

/** Where `command -p` looks. */
const STANDARD_PATH = '/bin:/usr/bin';

/** What a name means where files are looked for in `path`, if it is not known by heart. */
function standardMeaning(shell: Shell, name: string, usual: Meaning | undefined, path: string): Meaning | undefined {
	if ((usual !== undefined && usual.kind !== 'file') || name.includes('/')) return usual;
	if (usual?.kind === 'file' && usual.hashed && shell.isBash) return usual;
	const found = searchPath(shell, name, path)[0];
	return found === undefined ? undefined : { kind: 'file', path: found, hashed: false };
}

function* runType(shell: Shell, args: readonly string[], isBuiltin: IsBuiltin): Task<number> {
	const { flags, rest, problem } = parseOptions(args, 'afptP');
	if (problem !== undefined) return yield* usageError(shell, 'type', problem, '[-afptP] name [name ...]');
	let status = 0;
	forgetOldPath(shell);
	// The last of them says how.
	const shown = [...flags].findLast((flag) => 'tpP'.includes(flag));
	for (const name of rest) {
		const all = flags.has('a');
		let found = flags.has('P')
			? fileMeanings(shell, name, all && !shell.hash.has(name))
			: meanings(shell, name, isBuiltin, all, flags.has('f'));
		if (!flags.has('a')) found = found.slice(0, 1);
		if (found.length === 0) {
			status = shell.isBash ? 1 : 127;
			if (shown === undefined) yield* missing(shell, 'type', name);
		}
		for (const meaning of found) {
			if (shown === 't') yield* shell.print('type', `${meaning.kind}\n`);
			else if (shown !== undefined) {
				if (meaning.kind === 'file') yield* shell.print('type', `${meaning.path}\n`);
			} else yield* shell.print('type', verbose(shell, name, meaning));
		}
	}
	return status;
}

function* missing(shell: Shell, builtin: string, name: string): Task<void> {
	if (shell.isBash) yield* shell.fail(builtin, `${name}: not found`);
	else yield* shell.print(builtin, `${name}: not found\n`);
}

function meanings(shell: Shell, name: string, isBuiltin: IsBuiltin, all: boolean, noFunctions = false): Meaning[] {
	const out: Meaning[] = [];
	const add = (kind: Meaning['kind']): void => {
		out.push({ kind, path: '', hashed: false });
	};
	const aliases = shell.options.shopt.expand_aliases || !shell.isBash;
	if (aliases && shell.aliases.has(name)) add('alias');
	if (isReserved(name, shell.mode.dialect)) add('keyword');
	if (shell.functions.has(name) && !noFunctions) add('function');
	if (isBuiltin(shell, name)) add('builtin');
	if (out.length > 0 && !all) return out;
	return [...out, ...fileMeanings(shell, name, all)];
}

/** @param all every executable, else the first, which bash takes what is no executable for where there is none. */
function fileMeanings(shell: Shell, name: string, all: boolean): Meaning[] {
	if (name.includes('/')) return isExecutable(shell, name) ? [{ kind: 'file', path: name, hashed: false }] : [];
	forgetOldPath(shell);
	const hashed = shell.hash.get(name);
	if (hashed !== undefined && !all) {
		shell.hash.set(name, { path: hashed.path, hits: hashed.hits + 1 });
		return [{ kind: 'file', path: hashed.path, hashed: true }];
	}
	const paths = searchPath(shell, name);
	const found = all || !shell.isBash ? paths.filter((path) => isExecutable(shell, path)) : paths.slice(0, 1);
	return found.map((path) => ({ kind: 'file', path, hashed: false }));
}

function terse(shell: Shell, name: string, meaning: Meaning): string {
	if (meaning.kind === 'file') return `${meaning.path}\n`;
	if (meaning.kind === 'alias') return `alias ${name}=${singleQuote(shell.aliases.get(name) as string)}\n`;
	return `${name}\n`;
}

function verbose(shell: Shell, name: string, meaning: Meaning): string {
	const bash = shell.isBash;
	switch (meaning.kind) {
		case 'alias':
			return bash
				? `${name} is aliased to \`${shell.aliases.get(name)}'\n`
				: `${name} is an alias for ${shell.aliases.get(name)}\n`;
		case 'keyword':
			return `${name} is a shell keyword\n`;
		case 'function': {
			const body = shell.functions.get(name)?.definition.body;
			if (shell.mode.dialect === 'ash') return `${name} is a function\n`;
			if (!bash || body === undefined) return `${name} is a shell function\n`;
			return `${name} is a function\n${printFunction(name, body)}\n`;
		}
		case 'builtin':
			return `${name} is a ${(!bash || shell.options.set.posix) && SPECIAL.has(name) ? 'special ' : ''}shell builtin\n`;
		case 'file':
			if (meaning.hashed && shell.mode.dialect === 'dash') return `${name} is a tracked alias for ${meaning.path}\n`;
			return meaning.hashed && bash ? `${name} is hashed (${meaning.path})\n` : `${name} is ${meaning.path}\n`;
	}
}

const SPECIAL: ReadonlySet<string> = new Set(
	'break : . continue eval exec exit export readonly return set shift source times trap unset'.split(' '),
);

const HASH_USAGE = '[-lr] [-p pathname] [-dt] [name ...]';

function hashBuiltin(isBuiltin: IsBuiltin): Builtin {
	return { usage: HASH_USAGE, run: (shell, args) => runHash(shell, args, isBuiltin) };
}

function* runHash(shell: Shell, args: readonly string[], isBuiltin: IsBuiltin): Task<number> {
	const { flags, values, rest, problem } = parseOptions(args, 'dlp:rt');
	if (!shell.options.set.hashall && shell.isBash) return yield* shell.fail('hash', 'hashing disabled');
	if (problem !== undefined) return yield* usageError(shell, 'hash', problem, HASH_USAGE);
	if (rest.length === 0 && (flags.has('d') || flags.has('t')) && shell.isBash) {
		return yield* shell.fail('hash', `-${flags.has('d') ? 'd' : 't'}: option requires an argument`);
	}
	forgetOldPath(shell);
	if (flags.has('r')) shell.hash.clear();
	if (rest.length === 0) {
		if (flags.has('r')) return 0;
		return yield* listHash(shell, flags.has('l'));
	}
	if (flags.has('t')) return yield* hashTargets(shell, rest, flags.has('l'));
	let status = 0;
	for (const name of rest) {
		if (shell.isBash && name.includes('/')) continue;
		if (values.has('p')) {
			const path = values.get('p') as string;
			if (!isDirectory(shell, path)) shell.hash.set(name, { path, hits: 0 });
			else status = yield* shell.fail('hash', `${path}: Is a directory`);
		} else if (flags.has('d')) {
			// Without a table there is nothing to miss.
			if (shell.hash.wasUsed && !shell.hash.delete(name)) status = yield* shell.fail('hash', `${name}: not found`);
		} else if (name.includes('/') || isBuiltin(shell, name) || shell.functions.has(name)) {
			// There is nothing to remember of them.
		} else {
			const path = searchPath(shell, name)[0];
			const isFound = path !== undefined && (!shell.isBash || isExecutable(shell, path));
			if (!isFound) status = yield* shell.fail('hash', `${name}: not found`);
			else shell.hash.set(name, { path, hits: 0 });
		}
	}
	return status;
}

/** `hash -t`: where each is. */
function* hashTargets(shell: Shell, names: readonly string[], reusable: boolean): Task<number> {
	let status = 0;
	for (const name of names) {
		const known = shell.hash.get(name);
		if (known === undefined) {
			status = yield* shell.fail('hash', `${name}: not found`);
			continue;
		}
		const { path, hits } = known;
		shell.hash.set(name, { path, hits: hits + 1 });
		const short = names.length > 1 ? `${name}\t${path}\n` : `${path}\n`;
		yield* shell.print('hash', reusable ? `builtin hash -p ${quoteIfNeeded(path)} ${quoteIfNeeded(name)}\n` : short);
	}
	return status;
}

function* listHash(shell: Shell, reusable: boolean): Task<number> {
	if (shell.hash.size === 0) {
		if (shell.isBash && !shell.options.set.posix && !reusable) yield* shell.print('hash', 'hash: hash table empty\n');
		return 0;
	}
	if (!shell.isBash) {
		const paths = hashed(shell).map(([, { path }]) => `${path}\n`);
		return yield* shell.print('hash', paths.join(''));
	}
	let out = reusable ? '' : 'hits\tcommand\n';
	for (const [name, { path, hits }] of hashed(shell)) {
		out += reusable
			? `builtin hash -p ${quoteIfNeeded(path)} ${quoteIfNeeded(name)}\n`
			: `${String(hits).padStart(4)}\t${path}\n`;
	}
	return yield* shell.print('hash', out);
}

/** What is remembered, in the order of bash's table. */
function hashed(shell: Shell): (readonly [string, HashedCommand])[] {
	const names = shell.isBash ? inHashOrder([...shell.hash.keys()], 256) : [...shell.hash.keys()];
	return names.map((name) => [name, shell.hash.get(name) as HashedCommand]);
}
