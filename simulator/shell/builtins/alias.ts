import { sortInSteps } from '../../machinery/sort-in-steps.ts';
import { nothing, type Task } from '../../machinery/task.ts';
import { posixQuote, singleQuote } from '../expansion/quote.ts';
import type { Shell } from '../state/shell.ts';
import { encodeText } from '../text.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';

export const ALIAS: Builtin = {
	usage: '[-p] [name[=value] ... ]',
	declares: true,
	*run(shell, args) {
		const { rest, problem } = shell.isBash ? parseOptions(args, 'p') : { rest: args, problem: undefined };
		if (problem !== undefined) return yield* usageError(shell, 'alias', problem, ALIAS.usage);
		if (rest.length === 0) {
			return yield* shell.print('alias', yield* allLines(shell));
		}
		let status = 0;
		for (const arg of rest) {
			const at = arg.indexOf('=');
			if (at > 0) {
				const name = arg.slice(0, at);
				if (/[\s/$`"'\\|&;()<>]/.test(name)) status = yield* shell.fail('alias', `\`${name}': invalid alias name`);
				else shell.aliases.set(name, arg.slice(at + 1));
			} else if (shell.aliases.has(arg))
				yield* shell.print('alias', line(shell, arg, shell.aliases.get(arg) as string));
			else if (shell.isBash) status = yield* shell.fail('alias', `${arg}: not found`);
			else {
				yield* shell.say(`alias: ${arg} not found\n`);
				status = 1;
			}
		}
		return status;
	},
};

/** Of all that there are: of many, some at a time. */
function* allLines(shell: Shell): Task<string> {
	const all = [...shell.aliases.entries()];
	const pause = (count: number): Task<void> =>
		all.length > ALIASES_AT_ONCE ? shell.process.tick(count * ALIAS_STEPS) : nothing();
	const inOrder = shell.mode.dialect === 'dash' ? inTableOrder(all, pause) : sortInSteps(all, compareNames, pause);
	const sorted = yield* inOrder;
	let text = '';
	for (const [at, [name, value]] of sorted.entries()) {
		text += line(shell, name, value);
		if (at % ALIASES_AT_ONCE === ALIASES_AT_ONCE - 1) yield* pause(ALIASES_AT_ONCE);
	}
	return text;
}

const ALIASES_AT_ONCE = 1_000;
const ALIAS_STEPS = 0.2;

type Alias = readonly [name: string, value: string];

function compareNames([a]: Alias, [b]: Alias): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Models dash alias.c hashalias: a table of 39 places. */
function* inTableOrder(aliases: readonly Alias[], pause: (count: number) => Task<void>): Task<readonly Alias[]> {
	const table: Alias[][] = Array.from({ length: TABLE_PLACES }, () => []);
	for (const [at, alias] of aliases.entries()) {
		const bytes = encodeText(alias[0]);
		table[bytes.reduce((sum, byte) => sum + byte, (bytes[0] ?? 0) << 4) % TABLE_PLACES]?.push(alias);
		if (at % ALIASES_AT_ONCE === ALIASES_AT_ONCE - 1) yield* pause(ALIASES_AT_ONCE);
	}
	return table.flat();
}

const TABLE_PLACES = 39;

/** dash closes single quotes for a quote in double ones. */
export function listQuote(shell: Shell, text: string): string {
	return shell.isBash ? singleQuote(text) : posixQuote(text);
}

function line(shell: Shell, name: string, value: string): string {
	const quoted = listQuote(shell, value);
	return shell.isBash && !shell.options.set.posix ? `alias ${name}=${quoted}\n` : `${name}=${quoted}\n`;
}

export const UNALIAS: Builtin = {
	usage: '[-a] name [name ...]',
	*run(shell, args) {
		const { flags, rest, problem } = parseOptions(args, 'a');
		if (problem !== undefined) return yield* usageError(shell, 'unalias', problem, UNALIAS.usage);
		if (flags.has('a')) {
			shell.aliases.clear();
			return 0;
		}
		if (rest.length === 0 && shell.isBash) {
			yield* shell.say(`unalias: usage: unalias ${UNALIAS.usage}\n`);
			return 2;
		}
		let status = 0;
		for (const name of rest) {
			if (shell.aliases.delete(name)) continue;
			if (shell.isBash) status = yield* shell.fail('unalias', `${name}: not found`);
			else {
				yield* shell.say(`unalias: ${name} not found\n`);
				status = 1;
			}
		}
		return status;
	},
};
