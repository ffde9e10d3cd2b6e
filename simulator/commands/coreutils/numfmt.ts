import type { Task } from '../../machinery/task.ts';
import { fixedText } from '../c-format.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, mayHaveValue, type OptionTable, withValue } from '../options.ts';
import { LineReader } from '../stdio.ts';
import { coreutilsHelp } from './coreutils-help.ts';
import { COREUTILS } from './version.ts';

const options = {
	debug: flag('debug'),
	delimiter: withValue('d', 'delimiter'),
	field: withValue('field'),
	format: withValue('format'),
	from: withValue('from'),
	fromUnit: withValue('from-unit'),
	grouping: flag('grouping'),
	header: mayHaveValue('header'),
	invalid: withValue('invalid'),
	padding: withValue('padding'),
	round: withValue('round'),
	suffix: withValue('suffix'),
	to: withValue('to'),
	toUnit: withValue('to-unit'),
	zero: flag('z', 'zero-terminated'),
} satisfies OptionTable;

const OPTION_LINES = `      --debug          warn about input that is not right
  -d, --delimiter=X    X between fields instead of blanks
      --field=FIELDS   the fields to convert, as cut(1) says them (1)
      --format=FORMAT  a printf format with one %f
      --from=UNIT      unit of what is read: none, auto, si, iec, iec-i
      --from-unit=N    size of a unit of what is read (1)
      --grouping       group digits as the locale does
      --header[=N]     pass the first N lines (1) on
      --invalid=MODE   what is no number: abort, fail, warn, ignore
      --padding=N      fill up to N characters; left-aligned where N is negative
      --round=METHOD   up, down, from-zero, towards-zero, nearest
      --suffix=SUFFIX  put SUFFIX behind numbers, accept it there
      --to=UNIT        unit of what is written: none, si, iec, iec-i
      --to-unit=N      size of a unit of what is written (1)
  -z, --zero-terminated    lines end with NUL
`;

export const numfmt = gnuCommand({
	name: 'numfmt',
	paths: ['/usr/bin/numfmt'],
	size: 64_112,
	version: `numfmt ${COREUTILS}`,
	help: coreutilsHelp(
		'numfmt [OPTION]... [NUMBER]...',
		'Converts numbers to and from units that people read.',
		OPTION_LINES,
	),
	options,
	*main(run) {
		const plan = planOf(run);
		const { debug, from = 'none', to = 'none', padding, format, grouping } = run.values;
		if (debug && from === 'none' && to === 'none' && !padding && !format && !grouping)
			yield* run.complain('no conversion option specified');
		if (debug && grouping) yield* run.complain('grouping has no effect in this locale');
		let status = 0;
		const convert = (line: string): string => {
			const { text, before, failed } = converted(line, plan);
			if (failed !== undefined) status = 2;
			plan.failure = failed;
			plan.done = before;
			return text;
		};
		if (run.operands.length > 0) {
			for (const word of run.operands) {
				const text = convert(word);
				yield* tell(run, plan);
				yield* run.out.write(text + plan.end);
			}
			return plan.mode === 'warn' || plan.mode === 'ignore' ? 0 : status;
		}
		const reader = new LineReader(run.process, 0, plan.end);
		for (let number = 0; ; number++) {
			const line = yield* reader.next();
			if (line === undefined) break;
			const text = number < plan.header ? line : convert(line);
			yield* tell(run, plan);
			yield* run.out.write(text + (reader.terminated ? plan.end : ''));
		}
		return plan.mode === 'warn' || plan.mode === 'ignore' ? 0 : status;
	},
});

function* tell(run: Run<typeof options>, plan: Plan): Task<void> {
	const { failure } = plan;
	plan.failure = undefined;
	if (failure === undefined || plan.mode === 'ignore') return;
	if (plan.mode === 'abort') {
		yield* run.out.write(plan.done);
		throw new Fatal(failure, 2);
	}
	yield* run.complain(failure);
}

const UNITS: ReadonlySet<string> = new Set(['none', 'auto', 'si', 'iec', 'iec-i']);
const ROUNDINGS: ReadonlySet<string> = new Set(['up', 'down', 'from-zero', 'towards-zero', 'nearest']);
const MODES: ReadonlySet<string> = new Set(['abort', 'fail', 'warn', 'ignore']);
const LETTERS = 'KMGTPEZYRQ';

interface Plan {
	readonly delimiter: string | undefined;
	readonly fields: (number: number) => boolean;
	readonly before: string;
	readonly after: string;
	readonly width: number;
	readonly zeros: boolean;
	readonly precision: number | undefined;
	readonly from: string;
	readonly to: string;
	readonly fromUnit: number;
	readonly toUnit: number;
	readonly round: string;
	readonly suffix: string;
	readonly header: number;
	readonly padding: number;
	readonly autoPad: boolean;
	readonly mode: string;
	readonly end: string;
	failure: string | undefined;
	/** What of its line stands before it. */
	done: string;
}

function oneOf(name: string, value: string, valid: ReadonlySet<string>): string {
	const found = [...valid].filter((each) => each.startsWith(value));
	if (valid.has(value)) return value;
	if (found.length === 1 && value !== '') return found[0] as string;
	const list = [...valid].map((each) => `\n  - ‘${each}’`).join('');
	throw new Fatal(
		`${found.length > 1 ? 'ambiguous' : 'invalid'} argument ‘${value}’ for ‘--${name}’\nValid arguments are:${list}`,
		1,
		true,
	);
}

function planOf(run: Run<typeof options>): Plan {
	const { values } = run;
	const from = oneOf('from', values.from ?? 'none', UNITS);
	const to = oneOf('to', values.to ?? 'none', new Set([...UNITS].filter((each) => each !== 'auto')));
	const { before, after, width, zeros, precision } = formatOf(values.format);
	if (values.grouping && values.format !== undefined) {
		throw new Fatal('--grouping cannot be combined with --format');
	}
	if (values.grouping && to !== 'none') throw new Fatal('grouping cannot be combined with --to');
	const asked = values.padding === undefined ? 0 : Number(values.padding);
	const padding = width === 0 ? asked : width;
	if (values.padding !== undefined && (!/^-?\d+$/.test(values.padding) || asked === 0)) {
		throw new Fatal(`invalid padding value ‘${values.padding}’`);
	}
	if (values.delimiter !== undefined && [...values.delimiter].length > 1) {
		throw new Fatal('the delimiter must be a single character');
	}
	const header =
		values.header === undefined
			? 0
			: values.header === ('' as string) || (values.header as unknown) === true
				? 1
				: Number(values.header);
	if (!Number.isInteger(header) || (header < 1 && values.header !== undefined))
		throw new Fatal(`invalid header value ‘${values.header}’`);
	return {
		delimiter: values.delimiter,
		fields: fieldsOf(values.field ?? '1'),
		before,
		after,
		width,
		zeros,
		precision,
		from,
		to,
		fromUnit: unitOf(values.fromUnit),
		toUnit: unitOf(values.toUnit),
		round: oneOf('round', values.round ?? 'from-zero', ROUNDINGS),
		suffix: values.suffix ?? '',
		header,
		padding,
		autoPad: padding === 0 && values.delimiter === undefined,
		mode: oneOf('invalid', values.invalid ?? 'abort', MODES),
		end: values.zero ? '\0' : '\n',
		failure: undefined,
		done: '',
	};
}

function unitOf(text: string | undefined): number {
	if (text === undefined) return 1;
	const match = /^(\d*)([KMGTPEZYRQ]?)(i?)$/.exec(text);
	if (match === null || text === '' || text === 'i' || (match[1] !== '' && Number(match[1]) === 0))
		throw new Fatal(`invalid unit size: ‘${text}’`);
	const power = match[2] === '' ? 0 : LETTERS.indexOf(match[2] as string) + 1;
	return Number(match[1] || 1) * (match[3] === 'i' ? 1024 : 1000) ** power;
}

function formatOf(format: string | undefined): Pick<Plan, 'before' | 'after' | 'width' | 'zeros' | 'precision'> {
	if (format === undefined) return { before: '', after: '', width: 0, zeros: false, precision: undefined };
	const match = /^((?:[^%]|%%)*)%([ '0-]*)(-?\d*)(?:\.(\d*))?(.?)(.*)$/s.exec(format);
	if (match === null) throw new Fatal(`format ‘${format}’ has no % directive`);
	const [, before = '', flags = '', width = '', precision, letter, after = ''] = match;
	if (letter === '') throw new Fatal(`format ‘${format}’ ends in %`);
	if (letter !== 'f') throw new Fatal(`invalid format ‘${format}’, directive must be %[0]['][-][N][.][N]f`);
	if (/(^|[^%])(%%)*%(?!%)/.test(after.replaceAll('%%', '')))
		throw new Fatal(`format ‘${format}’ has too many % directives`);
	const sign = flags.includes('-') ? -1 : 1;
	return {
		before: before.replaceAll('%%', '%'),
		after: after.replaceAll('%%', '%'),
		width: sign * Number(width),
		zeros: flags.includes('0'),
		precision: precision === undefined ? undefined : Number(precision),
	};
}

function fieldsOf(text: string): (number: number) => boolean {
	const ranges = text.split(',').map((range) => {
		const match = /^(\d*)(?:(-)(\d*))?$/.exec(range)?.map((each) => each ?? '') ?? null;
		if (match === null || range === '') throw new Fatal(`invalid field value ‘${range}’`, 1, true);
		const [, low = '', dash = '', high = ''] = match;
		if (low !== '' && high !== '' && Number(low) > Number(high)) throw new Fatal('invalid decreasing range', 1, true);
		if (low === '0' || high === '0') throw new Fatal('fields are numbered from 1', 1, true);
		return [
			low === '' ? 1 : Number(low),
			dash === '' ? Number(low) : high === '' ? Number.POSITIVE_INFINITY : Number(high),
		];
	});
	return (number) => ranges.some(([low, high]) => number >= (low as number) && number <= (high as number));
}

/** @returns the line with its numbers converted, or how it was up to the one that is none. */
function converted(line: string, plan: Plan): { text: string; before: string; failed: string | undefined } {
	const pieces =
		plan.delimiter === undefined ? (line.match(/[ \t\n]*[^ \t\n]+|[ \t\n]+$/g) ?? ['']) : line.split(plan.delimiter);
	let out = '';
	for (const [at, piece] of pieces.entries()) {
		// Of the blanks between two fields the first one is their delimiter.
		const field = at > 0 && plan.delimiter === undefined ? piece.slice(1) : piece;
		if (at > 0) out += plan.delimiter ?? ' ';
		if (!plan.fields(at + 1)) {
			out += field;
			continue;
		}
		const word = field.replace(/^[ \t\n]+/, '');
		const result = convertWord(word, plan, plan.autoPad && (at > 0 || word !== field) ? field.length : 0);
		if (typeof result !== 'string') {
			const rest = pieces.slice(at + 1).join(plan.delimiter ?? '');
			return {
				text: out + field + (rest === '' ? '' : (plan.delimiter ?? '') + rest),
				before: out,
				failed: result.problem,
			};
		}
		out += result;
	}
	return { text: out, before: out, failed: undefined };
}

/** @param width that it had, where it is to keep it. */
function convertWord(word: string, plan: Plan, width: number): string | { problem: string } {
	const bare = plan.suffix !== '' && word.endsWith(plan.suffix) ? word.slice(0, -plan.suffix.length) : word;
	const parsed = parseNumber(bare, plan.from);
	if (typeof parsed === 'string') return { problem: parsed };
	let value = parsed.value * plan.fromUnit;
	if (plan.toUnit !== 1) value /= plan.toUnit;
	if (plan.to === 'none' && Math.abs(value) >= 1e19 && plan.precision === undefined) {
		return {
			problem: `value too large to be printed: '${value.toExponential(5).replace(/\.?0+e/, 'e')}' (consider using --to)`,
		};
	}
	if (plan.to === 'none' && plan.precision !== undefined && exponentOf(value) + plan.precision > PRINTED_DIGITS) {
		const number = value.toExponential(5).replace(/\.?0+e/, 'e');
		return { problem: `value/precision too large to be printed: '${number}/${plan.precision}' (consider using --to)` };
	}
	const decimals = plan.precision ?? parsed.decimals;
	const number =
		plan.to === 'none'
			? rounded(
					value,
					plan.precision ?? (plan.fromUnit === 1 && plan.toUnit === 1 && plan.from === 'none' ? decimals : 0),
					plan.round,
				)
			: scaled(value, plan);
	const text = number + plan.suffix;
	const filled =
		plan.zeros && plan.width > 0
			? zeroFilled(text, plan.width)
			: padded(text, plan.padding === 0 ? width : plan.padding);
	return plan.before + filled + plan.after;
}

/** What a long double holds. */
const PRINTED_DIGITS = 18;

function exponentOf(value: number): number {
	return value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
}

function zeroFilled(text: string, width: number): string {
	const sign = text.startsWith('-') ? '-' : '';
	return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

function padded(text: string, padding: number): string {
	return padding < 0 ? text.padEnd(-padding) : text.padStart(padding);
}

const DIGITS_MAX = 33;

function parseNumber(text: string, from: string): { value: number; decimals: number } | string {
	const match = /^(-?(?:\d+|(?=\.\d)))(?:\.(\d*))?(.*)$/s.exec(text);
	if (match === null) return `invalid number: ‘${text}’`;
	const [, whole = '', fraction, rest = ''] = match;
	if (fraction === '') return `invalid number: ‘${text}’`;
	if (whole.replace('-', '').length > DIGITS_MAX) return `value too large to be converted: ‘${text}’`;
	const number = Number(`${whole}.${fraction ?? '0'}`);
	const decimals = fraction?.length ?? 0;
	if (rest === '') {
		return { value: number, decimals };
	}
	const letter = rest[0] as string;
	const power = LETTERS.indexOf(letter) + 1;
	if (power === 0) return `invalid suffix in input: ‘${text}’`;
	if (from === 'none') return `rejecting suffix in input: ‘${text}’ (consider using --from)`;
	let base = from === 'si' || from === 'auto' ? 1000 : 1024;
	let tail = rest.slice(1);
	if (from === 'auto' && tail.startsWith('i')) {
		base = 1024;
		tail = tail.slice(1);
	} else if (from === 'iec-i') {
		if (!tail.startsWith('i')) return `missing 'i' suffix in input: ‘${text}’ (e.g Ki/Mi/Gi)`;
		tail = tail.slice(1);
	}
	if (tail !== '') return `invalid suffix in input ‘${text}’: ‘${tail}’`;
	return { value: number * base ** power, decimals };
}

function roundWhole(value: number, round: string): number {
	switch (round) {
		case 'up':
			return Math.ceil(value);
		case 'down':
			return Math.floor(value);
		case 'towards-zero':
			return Math.trunc(value);
		case 'nearest':
			return value < 0 ? -Math.round(-value) : Math.round(value);
		default:
			return value < 0 ? Math.floor(value) : Math.ceil(value);
	}
}

function rounded(value: number, decimals: number, round: string): string {
	const power = 10 ** decimals;
	const product = value * power;
	const near = Math.round(product);
	const whole = Math.abs(product - near) < 1e-9 * Math.max(1, Math.abs(product)) ? near : roundWhole(product, round);
	return fixedText(whole / power, decimals);
}

/** Models coreutils numfmt.c double_to_human. */
function scaled(value: number, { to, round, precision }: Plan): string {
	const base = to === 'si' ? 1000 : 1024;
	let power = 0;
	let number = value;
	while (Math.abs(number) >= base && power < LETTERS.length) {
		number /= base;
		power++;
	}
	let shown: number;
	if (precision !== undefined) {
		const shift = 10 ** precision;
		shown = roundWhole(number * shift, round) / shift;
	} else {
		const few = Math.abs(number) < 10;
		shown = few
			? roundWhole(Number((number * 10).toPrecision(14)), round) / 10
			: roundWhole(Number(number.toPrecision(15)), round);
	}
	if (Math.abs(shown) >= base && power < LETTERS.length) {
		shown /= base;
		power++;
	}
	const decimals = precision ?? (shown !== 0 && Math.abs(shown) < 10 && power > 0 ? 1 : 0);
	const unit = power === 0 ? '' : LETTERS[power - 1] + (to === 'iec-i' ? 'i' : '');
	return fixedText(shown, decimals) + unit;
}
