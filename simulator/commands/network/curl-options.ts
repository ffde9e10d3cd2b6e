import type { OptionTable } from '../options.ts';
import { flag, withValue } from '../options.ts';
import { CURL_OPTION_NAMES } from './curl-help.ts';

/** Options that something here follows; the others that curl has are accepted. */
const TABLE = {
	silent: flag('s', 'silent'),
	showError: flag('S', 'show-error'),
	fail: flag('f', 'fail'),
	failWithBody: flag('fail-with-body'),
	failEarly: flag('fail-early'),
	include: flag('i', 'include'),
	head: flag('I', 'head'),
	verbose: flag('v', 'verbose'),
	output: withValue('o', 'output'),
	remoteName: flag('O', 'remote-name'),
	remoteNameAll: flag('remote-name-all'),
	outputDir: withValue('output-dir'),
	createDirs: flag('create-dirs'),
	writeOut: withValue('w', 'write-out'),
	request: withValue('X', 'request'),
	header: withValue('H', 'header'),
	data: withValue('d', 'data', 'data-ascii'),
	dataRaw: withValue('data-raw'),
	dataBinary: withValue('data-binary'),
	dataUrlencode: withValue('data-urlencode'),
	json: withValue('json'),
	get: flag('G', 'get'),
	form: withValue('F', 'form'),
	formString: withValue('form-string'),
	user: withValue('u', 'user'),
	bearer: withValue('oauth2-bearer'),
	insecure: flag('k', 'insecure'),
	cacert: withValue('cacert'),
	capath: withValue('capath'),
	cert: withValue('E', 'cert'),
	key: withValue('key'),
	location: flag('L', 'location'),
	locationTrusted: flag('location-trusted'),
	maxRedirs: withValue('max-redirs'),
	maxTime: withValue('m', 'max-time'),
	connectTimeout: withValue('connect-timeout'),
	resolve: withValue('resolve'),
	connectTo: withValue('connect-to'),
	retry: withValue('retry'),
	retryDelay: withValue('retry-delay'),
	retryMaxTime: withValue('retry-max-time'),
	retryConnrefused: flag('retry-connrefused'),
	retryAllErrors: flag('retry-all-errors'),
	proxy: withValue('x', 'proxy'),
	socks4: withValue('socks4'),
	socks4a: withValue('socks4a'),
	socks5: withValue('socks5'),
	socks5Hostname: withValue('socks5-hostname'),
	preproxy: withValue('preproxy'),
	noproxy: withValue('noproxy'),
	agent: withValue('A', 'user-agent'),
	referer: withValue('e', 'referer'),
	cookie: withValue('b', 'cookie'),
	cookieJar: withValue('c', 'cookie-jar'),
	upload: withValue('T', 'upload-file'),
	dumpHeader: withValue('D', 'dump-header'),
	url: withValue('url'),
	help: withValue('h', 'help'),
	version: flag('V', 'version'),
	unixSocket: withValue('unix-socket'),
	http10: flag('0', 'http1.0'),
	http11: flag('http1.1'),
	globoff: flag('g', 'globoff'),
	disable: flag('q', 'disable'),
	config: withValue('K', 'config'),
	remoteHeaderName: flag('J', 'remote-header-name'),
	remoteTime: flag('R', 'remote-time'),
	continueAt: withValue('C', 'continue-at'),
	range: withValue('r', 'range'),
	timeCond: withValue('z', 'time-cond'),
	junkSession: flag('j', 'junk-session-cookies'),
	compressed: flag('compressed'),
	netrc: flag('n', 'netrc'),
	netrcFile: withValue('netrc-file'),
	netrcOptional: flag('netrc-optional'),
	progressMeter: flag('progress-meter'),
	progressBar: flag('#', 'progress-bar'),
	pathAsIs: flag('path-as-is'),
	parallel: flag('Z', 'parallel'),
	next: flag(':', 'next'),
	proto: withValue('proto'),
	protoRedir: withValue('proto-redir'),
	protoDefault: withValue('proto-default'),
	post301: flag('post301'),
	post302: flag('post302'),
	post303: flag('post303'),
	urlQuery: withValue('url-query'),
	requestTarget: withValue('request-target'),
	maxFileSize: withValue('max-filesize'),
	etagSave: withValue('etag-save'),
	etagCompare: withValue('etag-compare'),
	disallowUser: flag('disallow-username-in-url'),
	stderr: withValue('stderr'),
	tls10: flag('tlsv1.0'),
	tls11: flag('tlsv1.1'),
	tls12: flag('tlsv1.2'),
	tls13: flag('tlsv1.3'),
	tlsMax: withValue('tls-max'),
	ciphers: withValue('ciphers'),
} satisfies OptionTable;

type Key = keyof typeof TABLE;

/** One operation of a command line: what stands between two --next. */
export interface CurlOptions {
	/** The last value given; true for options without one. */
	readonly values: { readonly [K in Key]: ((typeof TABLE)[K]['value'] extends 'none' ? true : string) | undefined };
	readonly given: readonly GivenOption[];
}

export interface GivenOption {
	readonly key: Key | undefined;
	readonly value: string | undefined;
	/** "--no-silent". */
	readonly isOff: boolean;
}

/** A usage error in curl's words, without "curl: ". */
export class CurlUsageError extends Error {}

interface Known {
	readonly key: Key | undefined;
	readonly takesValue: boolean;
}

const BY_NAME: ReadonlyMap<string, Known> = new Map<string, Known>([
	...CURL_OPTION_NAMES.flatMap(({ names, takesValue }) =>
		names.map((name) => [name.replace(/^no-/, ''), { key: undefined, takesValue }] as const),
	),
	...Object.entries(TABLE).flatMap(([key, { names, value }]) =>
		names.map((name) => [name, { key: key as Key, takesValue: value !== 'none' }] as const),
	),
]);

/** Names as curl finds them out: whole, or as much as tells it from all others. */
const LONG_NAMES = [...BY_NAME.keys()].filter((name) => name.length > 1);

const COUNTS: ReadonlySet<string> = new Set<Key>(['maxRedirs', 'retry', 'retryDelay', 'retryMaxTime']);
const SECONDS: ReadonlySet<string> = new Set<Key>(['maxTime', 'connectTimeout']);

/** What every operation of a command line shares. */
const GLOBAL: ReadonlySet<string> = new Set<Key>([
	'silent',
	'showError',
	'verbose',
	'failEarly',
	'parallel',
	'progressMeter',
	'progressBar',
	'stderr',
	'help',
	'version',
]);

/** The options in order; URLs are values of `url`. Throws CurlUsageError. Models curl 8.5.0 src/tool_getparam.c parse_args. */
export function parseCurlWords(args: readonly string[]): readonly GivenOption[] {
	const given: GivenOption[] = [];
	let options = true;
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (!options || !word.startsWith('-') || word === '-') given.push({ key: 'url', value: word, isOff: false });
		else if (word === '--') options = false;
		else if (word.startsWith('--')) at += parseLong(word, args[at + 1], given);
		else at += parseCluster(word.slice(1), args[at + 1], given);
	}
	return given;
}

/** Returns how many further words it took. */
function parseLong(word: string, next: string | undefined, given: GivenOption[]): number {
	const typed = word.slice(2);
	const isOff = typed.startsWith('no-');
	const name = isOff ? typed.slice(3) : typed;
	const known = (name.length > 1 ? BY_NAME.get(name) : undefined) ?? abbreviated(name, word);
	if (!known.takesValue || (known.key === 'help' && next === undefined)) {
		given.push({ key: known.key, value: undefined, isOff });
		return 0;
	}
	if (isOff) throw new CurlUsageError(`option ${word}: used '--no-' for option that isn't a boolean`);
	if (next === undefined) throw new CurlUsageError(`option ${word}: requires parameter`);
	given.push({ key: known.key, value: checked(known.key, next, word), isOff });
	return 1;
}

function abbreviated(name: string, word: string): Known {
	const candidates = LONG_NAMES.filter((each) => each.startsWith(name));
	if (candidates.length === 0) throw new CurlUsageError(`option ${word}: is unknown`);
	if (candidates.length > 1) throw new CurlUsageError(`option ${word}: is ambiguous`);
	return BY_NAME.get(candidates[0] as string) as Known;
}

function parseCluster(letters: string, next: string | undefined, given: GivenOption[]): number {
	for (let at = 0; at < letters.length; at++) {
		const known = BY_NAME.get(letters[at] as string);
		if (known === undefined) throw new CurlUsageError(`option -${letters}: is unknown`);
		if (!known.takesValue || (known.key === 'help' && next === undefined)) {
			given.push({ key: known.key, value: undefined, isOff: false });
			continue;
		}
		const rest = letters.slice(at + 1);
		const value = rest === '' ? next : rest;
		if (value === undefined) throw new CurlUsageError(`option -${letters}: requires parameter`);
		given.push({ key: known.key, value: checked(known.key, value, `-${letters}`), isOff: false });
		return rest === '' ? 1 : 0;
	}
	return 0;
}

function checked(key: Key | undefined, value: string, word: string): string {
	if (key === undefined) return value;
	const isNumber = /^[+-]?\d+$/.test(value) || (SECONDS.has(key) && /^\s*\d*(?:\.\d*)?$/.test(value));
	if ((COUNTS.has(key) || SECONDS.has(key)) && !isNumber)
		throw new CurlUsageError(`option ${word}: expected a proper numerical parameter`);
	if (SECONDS.has(key) && value.startsWith('-'))
		throw new CurlUsageError(`option ${word}: expected a positive numerical parameter`);
	return value;
}

/** Operations, as --next parts them. */
export function curlOperations(given: readonly GivenOption[]): readonly CurlOptions[] {
	const shared = given.filter(({ key }) => key !== undefined && GLOBAL.has(key));
	const groups: GivenOption[][] = [[]];
	for (const each of given) {
		if (each.key === 'next') groups.push([]);
		else (groups.at(-1) as GivenOption[]).push(each);
	}
	return groups.map((group) => {
		const values: { [key: string]: string | true | undefined } = Object.create(null);
		values.progressMeter = true;
		for (const { key, value, isOff } of [...group, ...shared]) {
			if (key !== undefined) values[key] = isOff ? undefined : (value ?? true);
		}
		return { values: values as CurlOptions['values'], given: group };
	});
}
