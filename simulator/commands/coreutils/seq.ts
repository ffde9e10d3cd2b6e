import type { Task } from '../../machinery/task.ts';
import { fixedText, formatReal } from '../c-format.ts';
import type { RunContext } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { COREUTILS } from './version.ts';

export const seq = gnuCommand({
	name: 'seq',
	paths: ['/usr/bin/seq'],
	size: 51_648,
	version: `seq ${COREUTILS}`,
	help: `Usage: seq [OPTION]... LAST
  or:  seq [OPTION]... FIRST LAST
  or:  seq [OPTION]... FIRST INCREMENT LAST
Print numbers from FIRST to LAST, in steps of INCREMENT.

Mandatory arguments to long options are mandatory for short options too.
  -f, --format=FORMAT      use printf style floating-point FORMAT
  -s, --separator=STRING   use STRING to separate numbers (default: \\n)
  -w, --equal-width        equalize width by padding with leading zeroes
      --help        display this help and exit
      --version     output version information and exit
`,
	options: {
		format: withValue('f', 'format'),
		separator: withValue('s', 'separator'),
		equalWidth: flag('w', 'equal-width'),
	},
	// A negative number is an operand, not an option.
	rewrite: (argv) => {
		const at = argv.findIndex((word) => /^-[\d.]/.test(word));
		return at < 0 ? argv : [...argv.slice(0, at), '--', ...argv.slice(at)];
	},
	*main(run) {
		const { operands, values, process } = run;
		if (operands.length === 0) throw new Fatal('missing operand', 1, true);
		if (operands.length > 3) throw new Fatal(`extra operand ‘${operands[3]}’`, 1, true);
		const numbers = operands.map((text) => {
			const number = /^[-+]?inf(?:inity)?$/i.test(text)
				? text.startsWith('-')
					? Number.NEGATIVE_INFINITY
					: Number.POSITIVE_INFINITY
				: Number(text);
			if (text.trim() === '' || Number.isNaN(number))
				throw new Fatal(`invalid floating point argument: ‘${text}’`, 1, true);
			return number;
		});
		const first = operands.length > 1 ? (numbers[0] as number) : 1;
		const step = operands.length > 2 ? (numbers[1] as number) : 1;
		const last = numbers.at(-1) as number;
		if (step === 0) throw new Fatal(`invalid Zero increment value: ‘${operands[1]}’`, 1, true);
		if (values.format === undefined && operands.every(isWhole) && numbers.some((each) => Math.abs(each) >= 2 ** 53)) {
			return yield* countWhole(run, operands, values.separator, values.equalWidth === true);
		}
		const places = Math.max(...(operands.length === 1 ? [] : operands.slice(0, -1)).map(decimals), 0);
		const width = values.equalWidth
			? Math.max(
					fixedText(first, places).length,
					fixedText(last, Math.max(places, decimals(operands.at(-1) as string))).length,
				)
			: 0;
		const separator = values.separator ?? '\n';
		for (let index = 0; ; index++) {
			const value = first + index * step;
			if (step > 0 ? value > last + 1e-9 * Math.abs(step) : value < last - 1e-9 * Math.abs(step)) {
				if (index > 0) yield* run.out.write('\n');
				return 0;
			}
			const text =
				values.format === undefined ? padded(fixedText(value, places), width) : formatted(values.format, value);
			yield* run.out.write(index === 0 ? text : separator + text);
			yield* process.tick();
		}
	},
});

const isWhole = (text: string): boolean => /^\+?\d+$/.test(text);

/** Numbers of any length, counted up digit by digit. */
function* countWhole(run: RunContext, operands: readonly string[], separator = '\n', equalWidth = false): Task<number> {
	const first = operands.length > 1 ? BigInt(operands[0] as string) : 1n;
	const step = operands.length > 2 ? BigInt(operands[1] as string) : 1n;
	const last = BigInt(operands.at(-1) as string);
	const width = equalWidth ? Math.max(String(first).length, String(last).length) : 0;
	for (let value = first; value <= last; value += step) {
		yield* run.out.write((value === first ? '' : separator) + String(value).padStart(width, '0'));
		yield* run.process.tick();
	}
	if (first <= last) yield* run.out.write('\n');
	return 0;
}

function decimals(text: string): number {
	return /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
}

function padded(text: string, width: number): string {
	return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
}

function formatProblem(format: string): string {
	const directives = format.replaceAll('%%', '').match(/%[-+ 0#']*\d*(?:\.\d*)?(.?)/g) ?? [];
	if (directives.length === 0) return `format ‘${format}’ has no % directive`;
	const letter = (directives[0] as string).at(-1) as string;
	if (letter === '%') return `format ‘${format}’ ends in %`;
	if (!/[aefgAEFG]/.test(letter)) return `format ‘${format}’ has unknown %${letter} directive`;
	return `format ‘${format}’ has too many % directives`;
}

/** One %g, %f or %e directive with flags, width and precision. Throws Fatal. */
function formatted(format: string, value: number): string {
	const match = /^((?:[^%]|%%)*)%([-+ 0#']*)(\d*)(?:\.(\d+))?([efgEFG])((?:[^%]|%%)*)$/.exec(format);
	if (match === null) throw new Fatal(formatProblem(format));
	const [, before = '', flags = '', width = '', precision, conversion = 'g', after = ''] = match;
	const text = formatReal(value, {
		flags,
		width: Number(width || 0),
		precision: precision === undefined ? undefined : Number(precision),
		letter: conversion,
	});
	return before.replaceAll('%%', '%') + text + after.replaceAll('%%', '%');
}
