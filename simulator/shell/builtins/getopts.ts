import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { assigned, type Builtin, isIdentifier, usageError } from './builtin.ts';

/** Models bash builtins/getopt.c sh_getopt. */
export const GETOPTS: Builtin = {
	usage: 'optstring name [arg ...]',
	*run(shell, args) {
		if (shell.isBash && /^-./.test(args[0] ?? '') && args[0] !== '--') {
			return yield* usageError(shell, 'getopts', `${args[0]?.slice(0, 2)}: invalid option`, GETOPTS.usage);
		}
		const [letters, name, ...given] = args;
		if (letters === undefined || name === undefined) {
			if (shell.mode.dialect === 'ash') return yield* shell.fail('getopts', 'usage: getopts optstring var [arg]', 2);
			if (!shell.isBash) return yield* shell.fail('getopts', 'Usage: getopts optstring var [arg...]', 2);
			yield* shell.say(`getopts: usage: getopts ${GETOPTS.usage}\n`);
			return 2;
		}
		const words = args.length > 2 ? given : shell.positional;
		const index = Number(shell.variables.get('OPTIND') ?? '1') || 1;
		// Each OPTIND has its place: a function's own does not disturb its caller's.
		const offset = shell.variables.find('OPTIND')?.optionOffset ?? 1;
		if (shell.isBash) shell.optionIndex = { argument: index, offset };
		else if (index !== shownIndex(shell)) shell.optionIndex = { argument: index, offset: 1 };
		// There may be fewer words than at the last time.
		if (shell.isBash && shell.optionIndex.argument > words.length + 1) {
			shell.optionIndex = { argument: words.length + 1, offset: 1 };
		}
		const next = yield* step(shell, letters.replace(/^:/, ''), letters.startsWith(':'), words);
		shell.variables.set('OPTIND', String(shownIndex(shell)));
		const place = shell.variables.find('OPTIND');
		if (place !== undefined) place.optionOffset = shell.optionIndex.offset;
		if (!isIdentifier(name)) {
			if (next.argument !== undefined && shell.isBash) shell.variables.set('OPTARG', next.argument);
			return yield* shell.fail('getopts', `\`${name}': not a valid identifier`);
		}
		const status = yield* assigned(shell, 'getopts', () => shell.variables.set(name, next.letter));
		if (status !== 0) return next.done || shell.warnings.length > 0 ? 1 : 2;
		if (next.argument === undefined && !shell.isBash && next.letter !== '?') {
			shell.variables.set('OPTARG', '');
		} else if (next.argument === undefined) shell.variables.unset('OPTARG');
		else shell.variables.set('OPTARG', next.argument);
		return next.done ? 1 : 0;
	},
};

/** Within an argument, dash is at the next one already. */
function shownIndex({ optionIndex, isBash }: Shell): number {
	return optionIndex.argument + (!isBash && optionIndex.offset > 1 ? 1 : 0);
}

interface Step {
	readonly letter: string;
	readonly argument: string | undefined;
	readonly done: boolean;
}

function* step(shell: Shell, letters: string, silent: boolean, words: readonly string[]): Task<Step> {
	const at = shell.optionIndex;
	const word = words[at.argument - 1];
	if (at.offset === 1) {
		if (word === '--') {
			shell.optionIndex = { argument: at.argument + 1, offset: 1 };
			return { letter: '?', argument: undefined, done: true };
		}
		if (word === undefined || !/^-./.test(word)) return { letter: '?', argument: undefined, done: true };
	}
	const text = word as string;
	const letter = text[at.offset] as string;
	const last = at.offset + 1 >= text.length;
	const advance = (): void => {
		shell.optionIndex = last
			? { argument: at.argument + 1, offset: 1 }
			: { argument: at.argument, offset: at.offset + 1 };
	};
	const known = letter === ':' ? -1 : letters.indexOf(letter);
	const quiet = silent || shell.variables.get('OPTERR') === '0';
	if (known < 0) {
		advance();
		if (!quiet) yield* say(shell, `illegal option -- ${letter}`);
		return { letter: '?', argument: silent ? letter : undefined, done: false };
	}
	if (letters[known + 1] !== ':') {
		advance();
		return { letter, argument: undefined, done: false };
	}
	if (!last) {
		shell.optionIndex = { argument: at.argument + 1, offset: 1 };
		return { letter, argument: text.slice(at.offset + 1), done: false };
	}
	const argument = words[at.argument];
	shell.optionIndex = { argument: at.argument + 2, offset: 1 };
	if (argument !== undefined) return { letter, argument, done: false };
	shell.optionIndex = { argument: at.argument + 1, offset: 1 };
	if (silent) return { letter: ':', argument: letter, done: false };
	if (!quiet) yield* say(shell, `option requires an argument -- ${letter}`);
	return { letter: '?', argument: undefined, done: false };
}

function* say(shell: Shell, message: string): Task<void> {
	if (shell.isBash) yield* shell.say(`${shell.name}: ${message}\n`);
	else
		yield* shell.say(
			message.startsWith('illegal') ? `Illegal option -${message.at(-1)}\n` : `No arg for -${message.at(-1)} option\n`,
		);
}
