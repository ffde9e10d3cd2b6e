import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';
import { ULIMIT } from './ulimit.ts';

const UMASK: Builtin = {
	usage: '[-p] [-S] [mode]',
	*run(shell, args) {
		const { flags, rest, problem } = parseOptions(args, shell.isBash ? 'pS' : 'S');
		if (problem !== undefined) return yield* usageError(shell, 'umask', problem, UMASK.usage);
		const mode = rest[0];
		if (mode === undefined) {
			const text = flags.has('S') ? symbolic(shell.process.umask) : shell.process.umask.toString(8).padStart(4, '0');
			const prefix = flags.has('p') ? `umask ${flags.has('S') ? '-S ' : ''}` : '';
			return yield* shell.print('umask', `${prefix}${text}\n`);
		}
		if (/^[0-7]+$/.test(mode) && Number.parseInt(mode, 8) <= 0o7777) {
			shell.process.umask = Number.parseInt(mode, 8) & 0o777;
			if (flags.has('S') && shell.isBash) yield* shell.print('umask', `${symbolic(shell.process.umask)}\n`);
			return 0;
		}
		if (shell.mode.dialect === 'ash' && (/^\d/.test(mode) || parseSymbolic(mode, 0) === undefined))
			return yield* shell.fail('umask', `illegal mode: ${mode}`, 2);
		if (/^\d/.test(mode)) return yield* shell.fail('umask', `${mode}: octal number out of range`);
		const parsed = parseSymbolic(mode, shell.process.umask);
		if (parsed === undefined) {
			return yield* shell.fail('umask', badMode(mode));
		}
		shell.process.umask = parsed;
		if (flags.has('S') && shell.isBash) yield* shell.print('umask', `${symbolic(parsed)}\n`);
		return 0;
	},
};

function symbolic(mask: number): string {
	const part = (shift: number): string => {
		const allowed = ~(mask >> shift) & 7;
		return `${allowed & 4 ? 'r' : ''}${allowed & 2 ? 'w' : ''}${allowed & 1 ? 'x' : ''}`;
	};
	return `u=${part(6)},g=${part(3)},o=${part(0)}`;
}

function parseSymbolic(text: string, mask: number): number | undefined {
	let allowed = ~mask & 0o777;
	for (const clause of text.split(',')) {
		const found = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
		if (found === null) return undefined;
		const who = found[1] === '' || found[1]?.includes('a') === true ? 'ugo' : (found[1] as string);
		let bits = 0;
		for (const c of found[3] as string) bits |= c === 'r' ? 4 : c === 'w' ? 2 : 1;
		for (const [letter, shift] of [
			['u', 6],
			['g', 3],
			['o', 0],
		] as const) {
			if (!who.includes(letter)) continue;
			if (found[2] === '=') allowed = (allowed & ~(7 << shift)) | (bits << shift);
			else if (found[2] === '+') allowed |= bits << shift;
			else allowed &= ~(bits << shift);
		}
	}
	return ~allowed & 0o777;
}

/** Models bash builtins/umask.def parse_symbolic_mode: the first character that fits nowhere. */
function badMode(text: string): string {
	const clauses = text.split(',');
	for (const [index, clause] of clauses.entries()) {
		const who = /^[ugoa]*/.exec(clause)?.[0] as string;
		const operator = clause.slice(who.length, who.length + 1);
		const rest = clause.slice(who.length + 1);
		if (!/^[-+=]$/.test(operator))
			return `\`${operator || (index < clauses.length - 1 ? ',' : '\0')}': invalid symbolic mode operator`;
		const wrong = /[^rwx]/.exec(rest)?.[0];
		if (wrong !== undefined) return `\`${wrong}': invalid symbolic mode character`;
	}
	return `\`${text}': invalid symbolic mode operator`;
}

const TIMES: Builtin = {
	special: true,
	usage: '',
	run(shell, args) {
		const { problem } = parseOptions(shell.isBash ? args : [], '');
		if (problem !== undefined) return usageError(shell, 'times', problem, TIMES.usage);
		const none = shell.mode.dialect === 'dash' ? '0m0.000000s 0m0.000000s\n' : '0m0.000s 0m0.000s\n';
		return shell.print('times', none.repeat(2));
	},
};

const CALLER: Builtin = {
	usage: '[expr]',
	*run(shell, args) {
		const frames = [...shell.frames].reverse();
		if (shell.mode.input !== 'file' && frames.length === 0) return 1;
		if (/^-./.test(args[0] ?? '') && args[0] !== '--') {
			return yield* usageError(shell, 'caller', `${args[0]?.slice(0, 2)}: invalid option`, CALLER.usage);
		}
		const depth = args[0] === undefined ? 0 : Number(args[0]);
		if (args[0] !== undefined && !/^\s*\+?\d+\s*$/.test(args[0])) {
			return yield* usageError(shell, 'caller', `${args[0]}: invalid number`, CALLER.usage);
		}
		const frame = frames[depth];
		if (frame === undefined) {
			return args.length === 0 && shell.mode.input === 'file' ? yield* shell.print('caller', '0 NULL\n') : 1;
		}
		const outer = frames[depth + 1];
		const isFile = shell.mode.input === 'file';
		const source = outer?.source ?? (isFile ? shell.mode.name : 'NULL');
		if (args[0] === undefined) return yield* shell.print('caller', `${frame.callLine} ${source}\n`);
		if (outer === undefined && !isFile) return 1;
		return yield* shell.print('caller', `${frame.callLine} ${outer?.name ?? 'main'} ${source}\n`);
	},
};

const ENABLE_USAGE = '[-a] [-dnps] [-f filename] [name ...]';

/** `enable` and `help`: they list the builtins. */
export function listingBuiltins(all: () => ReadonlyMap<string, Builtin>): Readonly<Record<string, Builtin>> {
	const ENABLE: Builtin = {
		usage: ENABLE_USAGE,
		run: (shell, args) => enable(shell, args, all()),
	};
	const HELP: Builtin = { usage: '[-dms] [pattern ...]', run: (shell, args) => help(shell, args, all()) };
	return { enable: ENABLE, help: HELP };
}

function* enable(shell: Shell, args: readonly string[], all: ReadonlyMap<string, Builtin>): Task<number> {
	const { flags, values, rest, problem } = parseOptions(args, 'adnpsf:');
	if (problem !== undefined) return yield* usageError(shell, 'enable', problem, ENABLE_USAGE);
	const object = values.get('f');
	if (object !== undefined && rest.length > 0) {
		const why = `${object}: cannot open shared object file: No such file or directory`;
		return yield* shell.fail('enable', `cannot open shared object ${object}: ${why}`);
	}
	if (rest.length === 0) return yield* shell.print('enable', listing(shell, all, flags));
	let status = 0;
	for (const name of rest) {
		if (!all.has(name)) status = yield* shell.fail('enable', `${name}: not a shell builtin`);
		else if (flags.has('d')) status = yield* shell.fail('enable', `${name}: not dynamically loaded`);
		else if (flags.has('n')) shell.disabledBuiltins.set(name, true);
		else shell.disabledBuiltins.delete(name);
	}
	return status;
}

function listing(shell: Shell, all: ReadonlyMap<string, Builtin>, flags: ReadonlySet<string>): string {
	let out = '';
	for (const name of [...all.keys()].sort()) {
		const disabled = shell.disabledBuiltins.has(name);
		// dash counts local among them.
		if (flags.has('s') && (all.get(name)?.special !== true || name === 'local')) continue;
		if (!flags.has('a') && disabled !== flags.has('n')) continue;
		out += `enable ${disabled ? '-n ' : ''}${name}\n`;
	}
	return out;
}

/** `help` of busybox's shell: names alone. Models shell/ash.c helpcmd. */
function* busyboxHelp(shell: Shell, all: ReadonlyMap<string, Builtin>): Task<number> {
	const names = ASH_BUILTINS.filter((name) => all.has(name) || name === 'chdir' || name === '[[');
	let out = 'Built-in commands:\n------------------\n';
	let column = 0;
	for (const name of names) {
		out += column === 0 ? `\t${name}` : ` ${name}`;
		column += name.length + 1;
		if (column <= 60) continue;
		out += '\n';
		column = 0;
	}
	return yield* shell.print('help', column > 0 ? `${out}\n` : out);
}

const ASH_BUILTINS: readonly string[] = (
	'. : [ [[ alias bg break cd chdir command continue echo eval exec exit export false fg getopts hash help history jobs ' +
	'kill let local printf pwd read readonly return set shift source test times trap true type ulimit umask unalias ' +
	'unset wait'
).split(' ');

/** Differs: the synopsis only, not the manual's paragraphs. */
function* help(shell: Shell, args: readonly string[], all: ReadonlyMap<string, Builtin>): Task<number> {
	if (!shell.isBash) return yield* busyboxHelp(shell, all);
	const { rest, problem } = parseOptions(args, 'dms');
	if (problem !== undefined) return yield* usageError(shell, 'help', problem, '[-dms] [pattern ...]');
	const names = [...all.keys()].sort();
	if (rest.length === 0) {
		let out = 'GNU bash, version 5.2.21(1)-release (x86_64-pc-linux-gnu)\n';
		out +=
			"These shell commands are defined internally.  Type `help name' to find out more about the function `name'.\n\n";
		for (const name of names) out += ` ${name} ${all.get(name)?.usage ?? ''}`.trimEnd().concat('\n');
		return yield* shell.print('help', out);
	}
	let status = 0;
	for (const pattern of rest) {
		const glob = compileGlob(pattern);
		const matching = names.filter((name) => name === pattern || glob.matches(name));
		if (matching.length === 0) {
			status = yield* shell.fail(
				'help',
				`no help topics match \`${pattern}'.  Try \`help help' or \`man -k ${pattern}' or \`info ${pattern}'.`,
			);
		}
		for (const name of matching) {
			yield* shell.print('help', `${name}: ${name} ${all.get(name)?.usage ?? ''}`.trimEnd().concat('\n'));
		}
	}
	return status;
}

export const ENVIRONMENT_BUILTINS: Readonly<Record<string, Builtin>> = {
	umask: UMASK,
	ulimit: ULIMIT,
	times: TIMES,
	caller: CALLER,
};
