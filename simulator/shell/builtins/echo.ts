import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { decodeEscapesInSteps } from '../syntax/escapes.ts';
import type { Builtin } from './builtin.ts';

const FLAVOURS = { bash: 'echo', dash: 'posix', ash: 'busybox' } as const;

/** So many words are joined at once. */
const MANY = 20_000;

/** A million words: others have their turn meanwhile. */
function* echoSlowly(shell: Shell, args: readonly string[], first: number, newline: boolean): Task<number> {
	const parts: string[] = [];
	for (let at = first; at < args.length; at += MANY) {
		parts.push(args.slice(at, at + MANY).join(' '));
		yield* shell.process.tick(MANY / 20);
	}
	return yield* shell.print('echo', `${parts.join(' ')}${newline ? '\n' : ''}`);
}

/** Models bash builtins/echo.def; dash's always interprets escapes and knows only -n. */
export const ECHO: Builtin = {
	usage: '[-neE] [arg ...]',
	run(shell, args) {
		let newline = true;
		let escapes = shell.options.shopt.xpg_echo || shell.mode.dialect === 'dash';
		let first = 0;
		for (; first < args.length; first++) {
			const arg = args[first] as string;
			if (!(shell.mode.dialect === 'dash' ? arg === '-n' : /^-[neE]+$/.test(arg))) break;
			for (const letter of arg.slice(1)) {
				if (letter === 'n') newline = false;
				else escapes = letter === 'e';
			}
			if (shell.mode.dialect === 'dash') {
				first++;
				break;
			}
		}
		if (args.length > MANY && !escapes) return echoSlowly(shell, args, first, newline);
		const text = args.slice(first).join(' ');
		if (escapes) return echoDecoded(shell, text, newline);
		return shell.print('echo', newline ? `${text}\n` : text);
	},
};

function* echoDecoded(shell: Shell, text: string, newline: boolean): Task<number> {
	const steps = decodeEscapesInSteps(text, FLAVOURS[shell.mode.dialect]);
	let next = steps.next();
	for (; next.done !== true; next = steps.next()) yield* shell.process.tick(PIECE_STEPS);
	const { text: decoded, stopped } = next.value;
	return yield* shell.print('echo', newline && !stopped ? `${decoded}\n` : decoded);
}

/** What decoding a piece of a long text takes. */
const PIECE_STEPS = 400;
