import type { Task } from '../../machinery/task.ts';
import type { CompletionSpec } from '../completion/completions.ts';
import { type BuiltinNames, generate } from '../completion/generate.ts';
import { quoteIfNeeded, singleQuote } from '../expansion/quote.ts';
import type { Shell } from '../state/shell.ts';
import { inHashOrder } from '../state/shell-array.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';

const LETTER_ACTIONS: { readonly [letter: string]: string } = {
	a: 'alias',
	b: 'builtin',
	c: 'command',
	d: 'directory',
	e: 'export',
	f: 'file',
	g: 'group',
	j: 'job',
	k: 'keyword',
	s: 'service',
	u: 'user',
	v: 'variable',
};

const LONG_ACTIONS: readonly string[] =
	'arrayvar binding disabled enabled function helptopic hostname running setopt shopt signal stopped'.split(' ');

const ACTIONS = new Set([...Object.values(LETTER_ACTIONS), ...LONG_ACTIONS]);

const OPTIONS = ['bashdefault', 'default', 'dirnames', 'filenames', 'noquote', 'nosort', 'nospace', 'plusdirs'];

interface Parsed {
	readonly spec: CompletionSpec;
	readonly flags: ReadonlySet<string>;
	readonly rest: readonly string[];
}

/** The options that `complete` and `compgen` share; a status when they are wrong. */
function* parse(shell: Shell, name: string, args: readonly string[], usage: string): Task<Parsed | number> {
	const actions: string[] = [];
	const options = new Set<string>();
	const parsed = parseOptions(args, `abcdefgjksuv${name === 'complete' ? 'prDEI' : ''}o:A:F:G:W:P:S:X:C:`);
	for (const [letter, value] of parsed.given) {
		if (letter === 'A' && !ACTIONS.has(value)) return yield* shell.fail(name, `${value}: invalid action name`, 2);
		if (letter === 'o' && !OPTIONS.includes(value)) return yield* shell.fail(name, `${value}: invalid option name`, 2);
		if (letter === 'A') actions.push(value);
		if (letter === 'o') options.add(value);
	}
	if (parsed.problem !== undefined) return yield* usageError(shell, name, parsed.problem, usage);
	for (const [letter, action] of Object.entries(LETTER_ACTIONS)) if (parsed.flags.has(letter)) actions.push(action);
	const spec: CompletionSpec = {
		actions,
		wordlist: parsed.values.get('W'),
		functionName: parsed.values.get('F'),
		command: parsed.values.get('C'),
		glob: parsed.values.get('G'),
		filter: parsed.values.get('X'),
		prefix: parsed.values.get('P') ?? '',
		suffix: parsed.values.get('S') ?? '',
		options,
	};
	return { spec, flags: parsed.flags, rest: parsed.rest };
}

const COMPLETE_USAGE =
	'[-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] ' +
	'[-X filterpat] [-P prefix] [-S suffix] [name ...]';
const COMPGEN_USAGE =
	'[-abcdefgjksuv] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] ' +
	'[-P prefix] [-S suffix] [word]';

const COMPLETE: Builtin = {
	usage: COMPLETE_USAGE,
	*run(shell, args) {
		const parsed = yield* parse(shell, 'complete', args, COMPLETE_USAGE);
		if (typeof parsed === 'number') return parsed;
		const { spec, flags, rest } = parsed;
		const special = flags.has('D') ? 'default' : flags.has('E') ? 'empty' : flags.has('I') ? 'initial' : undefined;
		if (flags.has('r')) return yield* remove(shell, special, rest);
		if (flags.has('p') || args.length === 0 || (args[0] === '--' && args.length === 1))
			return yield* print(shell, special, rest);
		if (special !== undefined) {
			shell.completions.special.set(special, spec);
			return 0;
		}
		if (rest.length === 0) {
			yield* shell.say(`complete: usage: complete ${COMPLETE_USAGE}\n`);
			return 2;
		}
		for (const name of rest) shell.completions.byCommand.set(name, spec);
		return 0;
	},
};

/** What bash calls them in its table, and messages. */
const SPECIAL_NAMES = { default: '_DefaultCmD_', empty: '_EmptycmD_', initial: '_InitialWorD_' } as const;
const SPECIAL_FLAGS = { default: '-D', empty: '-E', initial: '-I' } as const;

function* remove(
	shell: Shell,
	special: 'default' | 'empty' | 'initial' | undefined,
	names: readonly string[],
): Task<number> {
	if (special !== undefined) {
		const known = shell.completions.special.delete(special);
		return known ? 0 : yield* shell.fail('complete', `${SPECIAL_NAMES[special]}: no completion specification`);
	}
	if (names.length === 0) {
		shell.completions.byCommand.clear();
		shell.completions.special.clear();
	}
	let status = 0;
	for (const name of names) {
		if (!shell.completions.byCommand.delete(name)) {
			status = yield* shell.fail('complete', `${name}: no completion specification`);
		}
	}
	return status;
}

function* print(
	shell: Shell,
	special: 'default' | 'empty' | 'initial' | undefined,
	names: readonly string[],
): Task<number> {
	const { byCommand, special: specials } = shell.completions;
	if (special !== undefined) {
		const spec = specials.get(special);
		if (spec !== undefined) return yield* shell.print('complete', `${specText(spec)} ${SPECIAL_FLAGS[special]}\n`);
		return yield* shell.fail('complete', `${SPECIAL_NAMES[special]}: no completion specification`);
	}
	let status = 0;
	let out = '';
	const all = new Map(byCommand.entries());
	const flagOf = new Map<string, string>();
	for (const [kind, spec] of specials.entries()) {
		all.set(SPECIAL_NAMES[kind], spec);
		flagOf.set(SPECIAL_NAMES[kind], SPECIAL_FLAGS[kind]);
	}
	for (const name of names.length > 0 ? names : inHashOrder([...all.keys()], 512)) {
		const spec = all.get(name);
		if (spec === undefined) status = yield* shell.fail('complete', `${name}: no completion specification`);
		else out += `${specText(spec)} ${flagOf.get(name) ?? quoteIfNeeded(name)}\n`;
	}
	yield* shell.print('complete', out);
	return status;
}

function specText(spec: CompletionSpec): string {
	let out = 'complete';
	for (const option of OPTIONS) if (spec.options.has(option)) out += ` -o ${option}`;
	for (const [letter, action] of Object.entries(LETTER_ACTIONS))
		if (spec.actions.includes(action)) out += ` -${letter}`;
	for (const action of LONG_ACTIONS) if (spec.actions.includes(action)) out += ` -A ${action}`;
	if (spec.glob !== undefined) out += ` -G ${singleQuote(spec.glob)}`;
	if (spec.wordlist !== undefined) out += ` -W ${singleQuote(spec.wordlist)}`;
	if (spec.prefix !== '') out += ` -P ${singleQuote(spec.prefix)}`;
	if (spec.suffix !== '') out += ` -S ${singleQuote(spec.suffix)}`;
	if (spec.filter !== undefined) out += ` -X ${singleQuote(spec.filter)}`;
	if (spec.command !== undefined) out += ` -C ${singleQuote(spec.command)}`;
	if (spec.functionName !== undefined) out += ` -F ${spec.functionName}`;
	return out;
}

const SPECIAL_OF_FLAG: { readonly [flag: string]: keyof typeof SPECIAL_NAMES } = {
	'-D': 'default',
	'-E': 'empty',
	'-I': 'initial',
};

function optionsText(spec: CompletionSpec): string {
	return `compopt ${OPTIONS.map((option) => `${spec.options.has(option) ? '-o' : '+o'} ${option}`).join(' ')}`;
}

const COMPOPT: Builtin = {
	usage: '[-o|+o option] [-DEI] [name ...]',
	*run(shell, args) {
		const on: string[] = [];
		const off: string[] = [];
		const names: string[] = [];
		let special: keyof typeof SPECIAL_NAMES | undefined;
		for (let i = 0; i < args.length; i++) {
			const arg = args[i] as string;
			if (arg === '--' && names.length === 0) {
				names.push(...args.slice(i + 1));
				break;
			}
			if (arg !== '-o' && arg !== '+o') {
				if (/^-[DEI]$/.test(arg)) special = SPECIAL_OF_FLAG[arg];
				else if (/^-./.test(arg) && names.length === 0) {
					return yield* usageError(shell, 'compopt', `${arg.slice(0, 2)}: invalid option`, COMPOPT.usage);
				} else names.push(arg);
				continue;
			}
			const option = args[++i];
			if (option === undefined) {
				return yield* usageError(shell, 'compopt', `${arg}: option requires an argument`, COMPOPT.usage);
			}
			if (!OPTIONS.includes(option)) return yield* shell.fail('compopt', `${option}: invalid option name`, 2);
			(arg === '-o' ? on : off).push(option);
		}
		const change = (options: ReadonlySet<string>): Set<string> =>
			new Set([...options, ...on].filter((option) => !off.includes(option)));
		const { byCommand, special: specials } = shell.completions;
		if (special !== undefined) {
			const spec = specials.get(special);
			if (spec === undefined) {
				return yield* shell.fail('compopt', `${SPECIAL_NAMES[special]}: no completion specification`);
			}
			if (on.length + off.length > 0) specials.set(special, { ...spec, options: change(spec.options) });
			else yield* shell.print('compopt', `${optionsText(spec)} ${SPECIAL_FLAGS[special]}\n`);
			return 0;
		}
		if (names.length === 0) {
			if (shell.completions.current === undefined) {
				return yield* shell.fail('compopt', 'not currently executing completion function');
			}
			shell.completions.current = change(shell.completions.current);
			return 0;
		}
		let status = 0;
		for (const name of names) {
			const spec = byCommand.get(name);
			if (spec === undefined) status = yield* shell.fail('compopt', `${name}: no completion specification`);
			else if (on.length + off.length === 0) yield* shell.print('compopt', `${optionsText(spec)} ${name}\n`);
			else {
				// What was said of several commands at once is theirs together.
				const changed = { ...spec, options: change(spec.options) };
				for (const [each, other] of [...byCommand.entries()]) if (other === spec) byCommand.set(each, changed);
			}
		}
		return status;
	},
};

/** `complete`, `compgen`, `compopt`. */
export function completionBuiltins(builtins: BuiltinNames): Readonly<Record<string, Builtin>> {
	const COMPGEN: Builtin = {
		usage: COMPGEN_USAGE,
		run: (shell, args) => compgen(shell, args, builtins),
	};
	return { complete: COMPLETE, compgen: COMPGEN, compopt: COMPOPT };
}

function* compgen(shell: Shell, args: readonly string[], builtins: BuiltinNames): Task<number> {
	if (args.length === 0) return 0;
	const parsed = yield* parse(shell, 'compgen', args, COMPGEN_USAGE);
	if (typeof parsed === 'number') return parsed;
	const word = parsed.rest[0] ?? '';
	const offers = ['F', 'C', 'W', 'G', 'A'].some((letter) => parsed.flags.has(letter)) || parsed.spec.actions.length > 0;
	if (!offers && parsed.rest.length === 0) return 0;
	for (const letter of ['F', 'C']) {
		if (parsed.flags.has(letter)) yield* shell.fail('compgen', `warning: -${letter} option may not work as you expect`);
	}
	// A function is called as if for a command `compgen`, with nothing before the word.
	const words = ['compgen', word];
	const request = { word, rawWord: word, words, previous: '', wordIndex: 1, line: [], point: 0, type: 9, key: 9 };
	const { matches } = yield* generate(shell, parsed.spec, request, builtins);
	yield* shell.print('compgen', matches.map((match) => `${match}\n`).join(''));
	return matches.length > 0 ? 0 : 1;
}
