import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../options.ts';
import { readAll } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { type Capability, isCapability, type Terminal, terminalNamed } from './capabilities.ts';
import { fillParameters, parameterCount } from './fill-parameters.ts';

export const tput = unixCommand({
	name: 'tput',
	paths: ['/usr/bin/tput'],
	size: 26_936,
	*main(run) {
		const { values, operands } = options(run.args);
		if (values.version) {
			yield* run.out.write('ncurses 6.4.20240113\n');
			return 0;
		}
		const name = values.terminal ?? run.process.env.get('TERM') ?? '';
		if (name === '') throw new Exit(2, 'tput: No value for $TERM and no -T specified\n');
		const terminal = terminalNamed(name);
		if (terminal === undefined) throw new Exit(3, `tput: unknown terminal "${name}"\n`);
		const asked = { run, terminal, keepsScrollBack: values.keepsScrollBack === true };
		if (values.fromInput) return yield* showLines(asked);
		if (operands.length === 0) throw new Exit(2, USAGE);
		return yield* showAll(asked, operands);
	},
});

interface Asked {
	readonly run: UnixRun;
	readonly terminal: Terminal;
	/** `-x`. */
	readonly keepsScrollBack: boolean;
}

const USAGE = `Usage: tput [options] [command]

Options:
  -S <<       read commands from standard input
  -T TERM     use this instead of $TERM
  -V          print curses-version
  -x          do not try to clear scrollback

Commands:
  clear       clear the screen
  init        initialize the terminal
  reset       reinitialize the terminal
  capname     unlike clear/init/reset, print value for capability "capname"
`;

const OPTIONS = {
	fromInput: flag('S'),
	terminal: withValue('T'),
	version: flag('V'),
	keepsScrollBack: flag('x'),
};

function options(args: readonly string[]): ParsedOptions<typeof OPTIONS> {
	try {
		// It has no long ones.
		const end = args.indexOf('--');
		if (args.some((each, index) => /^--./.test(each) && (end < 0 || index < end))) {
			throw new OptionError("invalid option -- '-'");
		}
		return parseOptions(args, OPTIONS);
	} catch (error) {
		if (error instanceof OptionError) throw new Exit(2, `tput: ${error.message}\n${USAGE}`);
		throw error;
	}
}

/** A line of standard input is what an argument list would be. */
function* showLines(asked: Asked): Task<number> {
	let failed = 0;
	for (const line of decodeUtf8(yield* readAll(asked.run.process, 0)).split('\n')) {
		const words = line.split(/[ \t]+/).filter((word) => word !== '');
		if (words.length > 0) failed += (yield* showAll(asked, words)) === 0 ? 0 : 1;
	}
	return failed;
}

/** One capability after the other, each with as many parameters as it takes. */
function* showAll(asked: Asked, words: readonly string[]): Task<number> {
	for (let at = 0; at < words.length; ) {
		const name = words[at] as string;
		const value = capabilityOf(asked, name);
		const count = typeof value === 'string' ? parameterCount(value) : 0;
		const parameters = words.slice(at + 1, at + 1 + count);
		at += 1 + parameters.length;
		if (value === undefined && !isCapability(name)) {
			throw new Exit(4, `tput: unknown terminfo capability '${name}'\n`);
		}
		const status = yield* show(asked, name, value, parameters);
		if (status !== 0) return status;
	}
	return 0;
}

function* show(
	{ run, terminal }: Asked,
	name: string,
	value: Capability | undefined,
	parameters: readonly string[],
): Task<number> {
	if (NUMBERS.has(name)) {
		yield* run.out.write(`${value ?? -1}\n`);
		return 0;
	}
	if (name === 'longname') yield* run.out.write(terminal.longName);
	else if (value === undefined) return name === 'clear' ? 2 : 1;
	else if (typeof value === 'string') {
		// Without any it is shown as it is.
		yield* run.out.write(parameters.length === 0 ? value : fillParameters(value, parameters.map(integer)));
	}
	return 0;
}

const NUMBERS: ReadonlySet<string> = new Set([
	'cols',
	'lines',
	'colors',
	'pairs',
	'it',
	'ncv',
	'xmc',
	'lm',
	'vt',
	'wsl',
]);

function capabilityOf({ run, terminal, keepsScrollBack }: Asked, name: string): Capability | undefined {
	const { capabilities } = terminal;
	const textOf = (each: string): string => `${capabilities.get(each) ?? ''}`;
	switch (name) {
		case 'cols':
		case 'lines':
			return sizeOf(run.process)?.[name === 'cols' ? 'columns' : 'rows'] ?? capabilities.get(name) ?? USUAL_SIZE[name];
		case 'clear': {
			const clear = capabilities.get('clear');
			return clear === undefined || keepsScrollBack ? clear : `${clear}${textOf('E3')}`;
		}
		case 'longname':
			return true;
		case 'init':
		case 'reset':
			if (![0, 1, 2].some((fd) => run.process.isatty(fd))) {
				throw new Exit(10, 'tput: terminal attributes: No such device or address\n\n');
			}
			return name === 'init' ? textOf('is2') : `${textOf('rs1')}${textOf('rs2')}`;
		default:
			return capabilities.get(name);
	}
}

const USUAL_SIZE = { cols: 80, lines: 24 };

function sizeOf(process: Process): { readonly columns: number; readonly rows: number } | undefined {
	const fd = [1, 2, 0].find((each) => process.isatty(each));
	return fd === undefined ? undefined : process.terminalSize(fd);
}

/** As strtol reads it; what is no number is none. */
function integer(text: string): number {
	const [, sign = '', hex, octal, decimal] = /^\s*([-+]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]+)|(\d+))/.exec(text) ?? [];
	const size =
		hex !== undefined
			? Number.parseInt(hex, 16)
			: octal !== undefined
				? Number.parseInt(octal, 8)
				: Number(decimal ?? 0);
	return (sign === '-' ? -size : size) | 0;
}
