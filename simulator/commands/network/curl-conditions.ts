import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseDate } from '../coreutils/date-parse.ts';
import { readAll, readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import { CurlFailure } from './curl-failure.ts';
import type { CurlOptions } from './curl-options.ts';

/** Headers that options ask for besides -H, each where curl has it. */
export interface RequestExtras {
	/** "bytes=0-4". */
	readonly range: string | undefined;
	/** "If-Modified-Since: …". */
	readonly condition: readonly [string, string] | undefined;
	/** Of -H, those of "@file" among them, and the tag that is compared. */
	readonly lines: readonly string[];
	/** "user:password" by host, of -n and --netrc-file. */
	readonly logins: ReadonlyMap<string, string>;
}

type Warn = (text: string) => Task<void>;

/** What -r, -C, -z, -H and --etag-compare come to. @param resumeAt bytes that are there. Throws CurlFailure. */
export function* conditions(
	process: Process,
	{ values, given }: CurlOptions,
	resumeAt: number,
	warn: Warn,
): Task<RequestExtras> {
	const lines: string[] = [];
	for (const { key, value = '' } of given) {
		if (key !== 'header') continue;
		if (value.startsWith('@')) lines.push(...(yield* headerFile(process, value.slice(1), warn)));
		else lines.push(value);
	}
	if (values.etagCompare !== undefined) lines.push(`If-None-Match: ${yield* storedTag(process, values.etagCompare)}`);
	let range = values.range;
	if (range !== undefined && /^\d+$/.test(range)) {
		yield* warn("A specified range MUST include at least one dash '-'. Appending one for you");
		range += '-';
	}
	range ??= resumeAt > 0 ? `${resumeAt}-` : undefined;
	return {
		range: range === undefined ? undefined : `bytes=${range}`,
		condition: values.timeCond === undefined ? undefined : yield* timeCondition(process, values.timeCond, warn),
		lines,
		logins: yield* netrcLogins(process, values),
	};
}

/** Machines of ~/.netrc or another. */
function* netrcLogins(
	process: Process,
	{ netrc, netrcFile, netrcOptional }: CurlOptions['values'],
): Task<Map<string, string>> {
	const logins = new Map<string, string>();
	if (!netrc && !netrcOptional && netrcFile === undefined) return logins;
	try {
		const path = netrcFile ?? `${process.env.get('HOME') ?? ''}/.netrc`;
		const text = decodeUtf8(yield* readFile(process, path));
		for (const [, host = '', rest = ''] of text.matchAll(
			/\bmachine\s+(\S+)((?:\s+(?:login|password|account)\s+\S+)*)/g,
		)) {
			const [, user = ''] = /\blogin\s+(\S+)/.exec(rest) ?? [];
			const [, password = ''] = /\bpassword\s+(\S+)/.exec(rest) ?? [];
			if (!logins.has(host)) logins.set(host, `${user}:${password}`);
		}
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	return logins;
}

function* headerFile(process: Process, path: string, warn: Warn): Task<readonly string[]> {
	try {
		const text = decodeUtf8(path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path));
		return text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* warn(`Failed to open ${path}!`);
		return [];
	}
}

function* storedTag(process: Process, path: string): Task<string> {
	try {
		const tag =
			decodeUtf8(yield* readFile(process, path))
				.split('\n')[0]
				?.trim() ?? '';
		return tag === '' ? '""' : tag;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new CurlFailure(26, `Failed to open ${path}`);
	}
}

/** A date, or a file's; after "-": the other way round. */
function* timeCondition(process: Process, text: string, warn: Warn): Task<readonly [string, string] | undefined> {
	const date = text.replace(/^[-+=]/, '');
	const atMs = /\d/.test(date) && !/^\d{4}-/.test(date) ? parseDate(date, process.now()) : undefined;
	const found = atMs ?? modified(process, date);
	if (found === undefined) {
		yield* warn('Illegal date format for -z, --time-cond (and not a file name). ');
		yield* warn('Disabling time condition. See curl_getdate(3) for valid date syntax.');
		return undefined;
	}
	const name = text.startsWith('-')
		? 'If-Unmodified-Since'
		: text.startsWith('=')
			? 'Last-Modified'
			: 'If-Modified-Since';
	return [name, strftime('%a, %d %b %Y %H:%M:%S GMT', Math.floor(found / 1000) * 1000)];
}

function modified(process: Process, path: string): number | undefined {
	try {
		return process.stat(path).mtimeMs;
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}
