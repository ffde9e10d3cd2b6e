import { SystemError } from '../../kernel/process-api.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import type { Task } from '../../machinery/task.ts';
import { evaluateArithmetic } from '../expansion/arithmetic.ts';
import { singleQuote } from '../expansion/quote.ts';
import { IndexedArray } from '../state/shell-array.ts';
import { decodeBytes } from '../text.ts';
import { assigned, type Builtin, isIdentifier, parseOptions, usageError } from './builtin.ts';
import { LineSource } from './read-line.ts';

const USAGE = '[-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]';

/** Options that take numbers, and what is said of others. */
const NUMBERS: ReadonlyMap<string, string> = new Map([
	['u', 'invalid file descriptor specification'],
	['n', 'invalid line count'],
	['s', 'invalid line count'],
	['O', 'invalid array origin'],
	['c', 'invalid callback quantum'],
]);

/** What cannot be read, a directory say, is empty. */
function* byteOrEnd(source: LineSource): Task<number> {
	try {
		return yield* source.byte();
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return -1;
	}
}

/** `mapfile` and `readarray`. */
export const MAPFILE: Builtin = {
	usage: USAGE,
	*run(shell, args, name) {
		const { flags, values, given, rest, problem } = parseOptions(args, 'd:n:O:s:tu:C:c:');
		const array = rest[0] ?? 'MAPFILE';
		const number = (letter: string, otherwise: number): number =>
			values.has(letter) ? Number(evaluateArithmetic(shell, values.get(letter) as string)) : otherwise;
		for (const [letter, text] of given) {
			const what = NUMBERS.get(letter);
			const wrong = what !== undefined && (!/^\s*[+-]?\d+\s*$/.test(text) || Number(text) < (letter === 'c' ? 1 : 0));
			if (wrong) return yield* shell.fail(name, `${text}: ${what}`);
			if (letter === 'u' && !shell.process.fileDescriptors().includes(Number(text))) {
				return yield* shell.fail(name, `${Number(text)}: invalid file descriptor: Bad file descriptor`);
			}
		}
		if (problem !== undefined) return yield* usageError(shell, name, problem, USAGE);
		if (!isIdentifier(array)) return yield* shell.fail(name, `\`${array}': not a valid identifier`);
		const fd = number('u', 0);
		const limit = number('n', 0);
		let skip = number('s', 0);
		const quantum = number('c', 5000);
		const delimiter = values.has('d') ? values.get('d')?.charCodeAt(0) || 0 : 10;
		const referred = shell.variables.resolve(array);
		if (referred.index !== undefined)
			return yield* shell.fail(name, `\`${referred.name}[${referred.index}]': not a valid identifier`);
		const writable = yield* assigned(shell, name, () => void shell.variables.writable(array));
		if (writable !== 0) return writable;
		const variable = shell.variables.writable(array);
		if (variable.associative !== undefined) return yield* shell.fail(name, `${array}: not an indexed array`);
		const items = values.has('O') ? variable.makeIndexed() : new IndexedArray();
		variable.value = undefined;
		variable.indexed = items;
		items.assigned = true;
		let index = number('O', 0);
		let read = 0;
		const source = new LineSource(shell, fd);
		let bytes: number[] = [];
		for (;;) {
			const byte = yield* byteOrEnd(source);
			if (byte >= 0) bytes.push(byte);
			if (byte < 0 && bytes.length === 0) break;
			if (byte >= 0 && byte !== delimiter) continue;
			yield* shell.process.tick();
			if (flags.has('t') && bytes.at(-1) === delimiter) bytes.pop();
			const nul = bytes.indexOf(0);
			const line = decodeBytes(Uint8Array.from(nul < 0 ? bytes : bytes.slice(0, nul)));
			bytes = [];
			if (skip > 0) {
				skip--;
				if (byte < 0) break;
				continue;
			}
			read++;
			if (values.has('C') && read % quantum === 0) {
				const text = `${values.get('C')} ${index} ${singleQuote(line)}`;
				yield* shell.interpreter.runText(shell, text, { kind: 'eval', line: shell.line });
			}
			items.set(index++, shell.variables.convert(variable, line));
			if (byte < 0 || (limit > 0 && read >= limit) || read >= DEFAULT_LIMITS.shellWords) break;
		}
		source.done();
		return 0;
	},
};
