import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readAll, readFile } from '../stdio.ts';
import { CurlUsageError, type GivenOption, parseCurlWords } from './curl-options.ts';

/** Of files that name files. */
const DEPTH_MAX = 8;

type Warn = (text: string) => Task<void>;

/** The options of a command line with those of -K's files in their place, ~/.curlrc's first. Throws CurlUsageError. */
export function* allOptions(process: Process, args: readonly string[], warn: Warn): Task<readonly GivenOption[]> {
	const own = /^(?:-q|--disable$)/.test(args[0] ?? '') ? [] : yield* startUpOptions(process, warn);
	return [...own, ...(yield* withConfigs(process, parseCurlWords(args), warn, 0))];
}

function* startUpOptions(process: Process, warn: Warn): Task<readonly GivenOption[]> {
	const path = `${process.env.get('HOME') ?? ''}/.curlrc`;
	const text = yield* configText(process, path);
	return text === undefined ? [] : yield* configOptions(process, path, text, warn, 0);
}

function* withConfigs(
	process: Process,
	given: readonly GivenOption[],
	warn: Warn,
	depth: number,
): Task<readonly GivenOption[]> {
	const all: GivenOption[] = [];
	for (const each of given) {
		if (each.key !== 'config' || each.value === undefined) {
			all.push(each);
			continue;
		}
		const text = depth < DEPTH_MAX ? yield* configText(process, each.value) : undefined;
		if (text === undefined) {
			throw new CurlUsageError(
				`cannot read config from '${each.value}'\ncurl: option -K: error encountered when reading a file`,
			);
		}
		all.push(...(yield* configOptions(process, each.value, text, warn, depth)));
	}
	return all;
}

function* configText(process: Process, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* configOptions(
	process: Process,
	path: string,
	text: string,
	warn: Warn,
	depth: number,
): Task<readonly GivenOption[]> {
	const given: GivenOption[] = [];
	for (const [index, line] of text.split('\n').entries()) {
		yield* process.tick();
		const [, option = '', value] = /^\s*(?!#)([^\s=:]+)(?:[\s=:]+(.*?))?\s*$/.exec(line) ?? [];
		if (option === '') continue;
		const word = option.startsWith('-') ? option : `--${option}`;
		const parameter = value === undefined || value === '' ? [] : [unquoted(value)];
		try {
			given.push(...parseCurlWords([word, ...parameter]));
		} catch (error) {
			if (!(error instanceof CurlUsageError)) throw error;
			const why = error.message.replace(/^option \S+: /, '');
			yield* warn(`${path}:${index + 1}: warning: '${option}' ${why}`);
		}
	}
	return yield* withConfigs(process, given, warn, depth + 1);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['v', '\v'],
]);

/** Within quotes a backslash says what follows; without them a value is a word. */
function unquoted(text: string): string {
	if (!text.startsWith('"')) return text.replace(/\s.*$/s, '');
	const inside = /^"((?:[^"\\]|\\.)*)/.exec(text)?.[1] ?? '';
	return inside.replace(/\\(.)/g, (_, letter: string) => ESCAPES.get(letter) ?? letter);
}
