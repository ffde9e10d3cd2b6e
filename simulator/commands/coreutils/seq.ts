import type { Task } from '../../machinery/task.ts';
import { type Conversion, formatReal } from '../c-format.ts';
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
	stopAtOperand: true,
	// A negative number is an operand, not an option.
	rewrite: (argv) => {
		let at = 0;
		while (/^-[^\d.-]|^--./.test(argv[at] ?? ''))
			at += /^(-[fs]|--(format|separator))$/.test(argv[at] as string) ? 2 : 1;
		return /^-[\d.]/.test(argv[at] ?? '') ? [...argv.slice(0, at), '--', ...argv.slice(at)] : argv;
	},
	*main(run) {
		const { operands, values, process } = run;
		if (operands.length === 0) throw new Fatal('missing operand', 1, true);
		if (operands.length > 3) throw new Fatal(`extra operand ‘${operands[3]}’`, 1, true);
		const numbers = operands.map(numberOf);
		const first = operands.length > 1 ? (numbers[0] as number) : 1;
		const step = operands.length > 2 ? (numbers[1] as number) : 1;
		const last = numbers.at(-1) as number;
		if (step === 0) throw new Fatal(`invalid Zero increment value: ‘${operands[1]}’`, 1, true);
		if (values.format === undefined && operands.every(isWhole) && numbers.some((each) => Math.abs(each) >= 2 ** 53)) {
			return yield* countWhole(run, operands, values.separator, values.equalWidth === true);
		}
		const own = ownFormat(operands, values.equalWidth === true);
		const separator = values.separator ?? '\n';
		const slack = Number.isFinite(step) ? 1e-9 * Math.abs(step) : 0;
		for (let index = 0; ; index++) {
			const value = index === 0 ? first : first + index * step;
			if (step > 0 ? value > last + slack : value < last - slack) {
				if (index > 0) yield* run.out.write('\n');
				return 0;
			}
			const text = values.format === undefined ? ownText(value, own) : formatted(values.format, value);
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

/** As strtold(3) reads it. Throws Fatal. */
function numberOf(text: string): number {
	const [, sign, word] = /^\s*([-+]?)(inf(?:inity)?|nan)$/i.exec(text) ?? [];
	if (word?.toLowerCase() === 'nan') throw new Fatal(`invalid ‘not-a-number’ argument: ‘${text}’`, 1, true);
	if (word !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	const number = Number(text.replace(/^\s*\+/, ''));
	if (text.trim() === '' || /\s$/.test(text) || Number.isNaN(number)) {
		throw new Fatal(`invalid floating point argument: ‘${text}’`, 1, true);
	}
	return number;
}

interface Shape {
	/** As it would be written without an exponent. */
	readonly width: number;
	/** Undefined where it cannot be told. */
	readonly precision: number | undefined;
}

/** How wide a number is as written. Models coreutils seq.c scan_arg. */
function shapeOf(operand: string): Shape {
	const text = operand.replace(/^[\s+]+/, '');
	if (/[xXpi]/i.test(text)) return { width: 0, precision: /[.p]/i.test(text) ? undefined : 0 };
	const [, sign = '', whole = '', point, fraction = '', power] =
		/^(-?)(\d*)(?:(\.)(\d*))?(?:e([-+]?\d+))?$/i.exec(text) ?? [];
	const exponent = Number(power ?? 0);
	const precision = fraction.length + (exponent < 0 ? -exponent : -Math.min(fraction.length, exponent));
	const digits = sign.length + (whole.length || (point === undefined || fraction === '' ? 0 : 1));
	const decimals = fraction === '' ? 0 : fraction.length + 1;
	const dot = exponent < 0 && fraction === '' ? 1 : 0;
	return { width: digits + decimals + dot + Math.abs(exponent), precision };
}

/** Whole numbers are many. */
function ownText(value: number, own: Conversion): string {
	const isShort = own.precision === 0 && own.width === 0 && Number.isSafeInteger(value) && !Object.is(value, -0);
	return isShort ? String(value) : formatReal(value, own);
}

/** Models coreutils seq.c get_default_format. */
function ownFormat(operands: readonly string[], equalWidth: boolean): Conversion {
	const one: Shape = { width: 1, precision: 0 };
	const shapes = operands.map(shapeOf);
	const [first, step] = [shapes.length > 1 ? shapes[0] : one, shapes.length > 2 ? shapes[1] : one] as [Shape, Shape];
	const last = shapes.at(-1) as Shape;
	if (first.precision === undefined || step.precision === undefined || last.precision === undefined) {
		return { letter: 'g', flags: '', width: 0, precision: undefined };
	}
	const precision = Math.max(first.precision, step.precision);
	const widthOf = (shape: Shape, own: number): number =>
		shape.width + precision - own + (own === 0 && precision > 0 ? 1 : 0) - (own > 0 && precision === 0 ? 1 : 0);
	const width = Math.max(widthOf(first, first.precision), widthOf(last, last.precision));
	return { letter: 'f', flags: '0', width: equalWidth ? width : 0, precision };
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
