import { SystemError } from '../../../kernel/process-api.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { type FlagTable, stringArray, stringSlice } from '../../flags.ts';
import { goErrno } from '../../kubectl/errors.ts';
import { readAll, readFile } from '../../stdio.ts';
import { readValues } from '../chart/read-yaml.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { download } from '../repo/download.ts';
import { mergeMaps } from './coalesce.ts';
import { parseSet, parseSetJson, parseSetLiteral, parseSetString, parseSetWith, StrvalsError } from './strvals.ts';

export const VALUE_FLAGS: FlagTable = {
	set: stringArray(
		'set values on the command line (can specify multiple or separate values with commas: key1=val1,key2=val2)',
	),
	'set-file': stringArray(
		'set values from respective files specified via the command line (can specify multiple or separate values with commas: key1=path1,key2=path2)',
	),
	'set-json': stringArray(
		'set JSON values on the command line (can specify multiple or separate values with commas: key1=jsonval1,key2=jsonval2)',
	),
	'set-literal': stringArray('set a literal STRING value on the command line'),
	'set-string': stringArray(
		'set STRING values on the command line (can specify multiple or separate values with commas: key1=val1,key2=val2)',
	),
	values: stringSlice('specify values in a YAML file or a URL (can specify multiple)', { shorthand: 'f' }),
};

/** What a user gives, later flags over earlier ones, kind by kind. @throws HelmError. Models cli/values Options.MergeValues. */
export function* givenValues(helm: HelmSession): Task<Dict> {
	const { list } = helm.run;
	let values = newDict();
	for (const path of list('values')) {
		const text = yield* readSource(helm, path);
		try {
			values = mergeMaps(values, yield* readValues(text, (nodes) => helm.process.tick(nodes)));
		} catch (error) {
			throw wrapError(error, `failed to parse ${path}`);
		}
	}
	for (const text of list('set-json')) {
		try {
			parseSetJson(text, values);
		} catch (error) {
			if (!(error instanceof StrvalsError)) throw error;
			throw new HelmError(`failed parsing --set-json data ${text}`);
		}
	}
	apply(list('set'), 'set', (text) => parseSet(text, values));
	apply(list('set-string'), 'set-string', (text) => parseSetString(text, values));
	for (const text of list('set-file')) yield* setFiles(helm, text, values);
	apply(list('set-literal'), 'set-literal', (text) => parseSetLiteral(text, values));
	return values;
}

function apply(texts: readonly string[], flag: string, parse: (text: string) => void): void {
	for (const text of texts) {
		try {
			parse(text);
		} catch (error) {
			if (!(error instanceof StrvalsError)) throw error;
			throw new HelmError(`failed parsing --${flag} data: ${error.message}`);
		}
	}
}

/** The paths are found first, then read, then put in their places: who parses does not wait. */
function* setFiles(helm: HelmSession, text: string, values: Dict): Task<void> {
	const contents = new Map<string, string>();
	const paths: string[] = [];
	apply([text], 'set-file', () => parseSetWith(text, newDict(), (path) => paths.push(path)));
	for (const path of paths) {
		try {
			contents.set(path, yield* readSource(helm, path));
		} catch (error) {
			throw wrapError(error, 'failed parsing --set-file data');
		}
	}
	apply([text], 'set-file', () => parseSetWith(text, values, (path) => contents.get(path) as string));
}

/** "-" is standard input; URLs are fetched. */
function* readSource(helm: HelmSession, path: string): Task<string> {
	if (path.trim() === '-') return decodeUtf8(yield* readAll(helm.process, 0));
	if (/^https?:\/\//.test(path)) return decodeUtf8(yield* download(helm.process, path));
	try {
		return decodeUtf8(yield* readFile(helm.process, path));
	} catch (error) {
		if (error instanceof SystemError && error.errno !== 'EINTR') {
			throw new HelmError(`open ${path}: ${goErrno(error)}`);
		}
		throw error;
	}
}
