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
			const names = [...shell.aliases.keys()];
			const sorted = shell.mode.dialect === 'dash' ? inTableOrder(names) : names.sort();
			const lines = sorted.map((name) => line(shell, name));
			return yield* shell.print('alias', lines.join(''));
		}
		let status = 0;
		for (const arg of rest) {
			const at = arg.indexOf('=');
			if (at > 0) {
				const name = arg.slice(0, at);
				if (/[\s/$`"'\\|&;()<>]/.test(name)) status = yield* shell.fail('alias', `\`${name}': invalid alias name`);
				else shell.aliases.set(name, arg.slice(at + 1));
			} else if (shell.aliases.has(arg)) yield* shell.print('alias', line(shell, arg));
			else if (shell.isBash) status = yield* shell.fail('alias', `${arg}: not found`);
			else {
				yield* shell.say(`alias: ${arg} not found\n`);
				status = 1;
			}
		}
		return status;
	},
};

/** Models dash alias.c hashalias: a table of 39 places. */
function inTableOrder(names: readonly string[]): string[] {
	const place = (name: string): number => {
		const bytes = encodeText(name);
		return bytes.reduce((sum, byte) => sum + byte, (bytes[0] ?? 0) << 4) % 39;
	};
	return [...names].sort((a, b) => place(a) - place(b));
}

/** dash closes single quotes for a quote in double ones. */
export function listQuote(shell: Shell, text: string): string {
	return shell.isBash ? singleQuote(text) : posixQuote(text);
}

function line(shell: Shell, name: string): string {
	const value = listQuote(shell, shell.aliases.get(name) as string);
	return shell.isBash && !shell.options.set.posix ? `alias ${name}=${value}\n` : `${name}=${value}\n`;
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
