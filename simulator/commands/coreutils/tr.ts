import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag } from '../options.ts';
import { COREUTILS } from './version.ts';

export const tr = gnuCommand({
	name: 'tr',
	paths: ['/usr/bin/tr'],
	size: 47_552,
	version: `tr ${COREUTILS}`,
	help: `Usage: tr [OPTION]... STRING1 [STRING2]
Translate, squeeze, and/or delete characters from standard input,
writing to standard output.  STRING1 and STRING2 specify arrays of
characters ARRAY1 and ARRAY2 that control the action.

  -c, -C, --complement    use the complement of ARRAY1
  -d, --delete            delete characters in ARRAY1, do not translate
  -s, --squeeze-repeats   replace each sequence of a repeated character
                            that is listed in the last specified ARRAY,
                            with a single occurrence of that character
  -t, --truncate-set1     first truncate ARRAY1 to length of ARRAY2
      --help        display this help and exit
      --version     output version information and exit
`,
	options: {
		complement: flag('c', 'C', 'complement'),
		delete: flag('d', 'delete'),
		squeeze: flag('s', 'squeeze-repeats'),
		truncate: flag('t', 'truncate-set1'),
	},
	stopAtOperand: true,
	*main(run) {
		const { values, operands, process } = run;
		const [first, second] = operands;
		if (first === undefined) throw new Fatal('missing operand', 1, true);
		if (second === undefined && !values.delete && !values.squeeze) {
			throw new Fatal(`missing operand after ‘${first}’\nTwo strings must be given when translating.`, 1, true);
		}
		if (second !== undefined && values.delete && !values.squeeze) {
			throw new Fatal(
				`extra operand ‘${second}’\nOnly one string may be given when deleting without squeezing repeats.`,
				1,
				true,
			);
		}
		const set1 = expandSet(first);
		if (second !== undefined && !values.delete) refuseClasses(first, second);
		const set2 = second === undefined ? [] : expandSet(second, set1.length);
		if (second === '' && !values.delete) throw new Fatal('when not truncating set1, string2 must be non-empty');
		const map = byteMap(set1, set2, values.complement === true, values.delete === true, values.truncate === true);
		const member = new Set(set1);
		const isFirst = (byte: number): boolean => member.has(byte) !== (values.complement === true);
		const lastSet = new Set(set2);
		const squeezes = (byte: number): boolean =>
			values.squeeze === true && (second === undefined ? isFirst(byte) : lastSet.has(byte));
		let previous = -1;
		for (;;) {
			const chunk = yield* chunkOf(process);
			if (chunk.length === 0) return 0;
			const out = new Uint8Array(chunk.length);
			let length = 0;
			for (const byte of chunk) {
				if (values.delete && isFirst(byte)) continue;
				const mapped = map[byte] as number;
				if (mapped === previous && squeezes(mapped)) continue;
				previous = mapped;
				out[length++] = mapped;
			}
			yield* run.out.writeBytes(out.subarray(0, length));
			yield* process.tick();
		}
	},
});

/** Of classes only the two cases can be translated to, and each to the other. */
function refuseClasses(first: string, second: string): void {
	const classes = [...second.matchAll(/\[:(\w+):\]/g)].map((match) => match[1] as string);
	if (classes.some((name) => name !== 'upper' && name !== 'lower')) {
		throw new Fatal("when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'");
	}
	if (classes.length > 0 && !/\[:(?:upper|lower):\]/.test(first))
		throw new Fatal('misaligned [:upper:] and/or [:lower:] construct');
}

function byteMap(
	set1: readonly number[],
	set2: readonly number[],
	complement: boolean,
	deleting: boolean,
	truncate: boolean,
): number[] {
	const map = Array.from({ length: 256 }, (_, byte) => byte);
	if (set2.length === 0 || deleting) return map;
	const member = new Set(set1);
	const from = complement ? map.filter((byte) => !member.has(byte)) : set1;
	from.forEach((byte, index) => {
		const target = set2[index] ?? (truncate ? undefined : set2.at(-1));
		if (target !== undefined) map[byte] = target;
	});
	return map;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const UPPER = range(65, 90);
const LOWER = range(97, 122);
const DIGITS = range(48, 57);
const BLANK = [9, 32];
const SPACE = [9, 10, 11, 12, 13, 32];
const PUNCTUATION = [...range(33, 47), ...range(58, 64), ...range(91, 96), ...range(123, 126)];

const CLASSES: ReadonlyMap<string, readonly number[]> = new Map([
	['alnum', [...DIGITS, ...UPPER, ...LOWER]],
	['alpha', [...UPPER, ...LOWER]],
	['blank', BLANK],
	['cntrl', [...range(0, 31), 127]],
	['digit', DIGITS],
	['graph', range(33, 126)],
	['lower', LOWER],
	['print', range(32, 126)],
	['punct', PUNCTUATION],
	['space', SPACE],
	['upper', UPPER],
	['xdigit', [...DIGITS, ...range(65, 70), ...range(97, 102)]],
]);

const ESCAPES: ReadonlyMap<string, number> = new Map([
	['\\', 92],
	['a', 7],
	['b', 8],
	['f', 12],
	['n', 10],
	['r', 13],
	['t', 9],
	['v', 11],
]);

/** The bytes an ARRAY names: ranges, classes, escapes, `[x*n]` (filled up to `length`). Throws Fatal. */
function expandSet(text: string, length = 0): number[] {
	const out: number[] = [];
	let at = 0;
	const next = (): number[] => {
		if (text[at] !== '\\') {
			const character = String.fromCodePoint(text.codePointAt(at) as number);
			at += character.length;
			return [...encodeUtf8(character)];
		}
		const octal = /^\\([0-7]{1,3})/.exec(text.slice(at));
		if (octal !== null) {
			at += octal[0].length;
			return [Number.parseInt(octal[1] as string, 8) & 255];
		}
		const letter = text[at + 1] ?? '\\';
		at += 2;
		return [ESCAPES.get(letter) ?? letter.charCodeAt(0)];
	};
	while (at < text.length) {
		const bracket = /^\[(?::(\w+):|=(.)=|(.)\*(\d*))\]/.exec(text.slice(at));
		if (bracket !== null) {
			at += bracket[0].length;
			out.push(...bracketBytes(bracket, length - out.length));
			continue;
		}
		const from = next();
		if (text[at] === '-' && at + 1 < text.length && from.length === 1) {
			at++;
			const to = next();
			const [low, high] = [from[0] as number, to[0] as number];
			if (high < low) {
				const shown = `${String.fromCharCode(low)}-${String.fromCharCode(high)}`;
				throw new Fatal(`range-endpoints of '${shown}' are in reverse collating sequence order`);
			}
			out.push(...range(low, high));
		} else out.push(...from);
	}
	return out;
}

function bracketBytes(match: RegExpExecArray, missing: number): readonly number[] {
	const [, className, equivalent, repeated, times] = match;
	if (className !== undefined) {
		const bytes = CLASSES.get(className);
		if (bytes === undefined) throw new Fatal(`invalid character class ‘${className}’`);
		return bytes;
	}
	if (equivalent !== undefined) return [equivalent.charCodeAt(0)];
	const count = times === undefined || times === '' || times === '0' ? Math.max(0, missing) : Number(times);
	return Array.from({ length: Math.min(count, 65_536) }, () => (repeated as string).charCodeAt(0));
}

function* chunkOf(process: Process): Task<Uint8Array> {
	try {
		return yield* process.read(0, 65_536);
	} catch (error) {
		throw new Fatal(`read error: ${reasonOf(error)}`);
	}
}
