import type { OptionTable } from '../options.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';

/** What curl knows of its options; those that change nothing here are accepted. */
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
	help: flag('h', 'help'),
	version: flag('V', 'version'),
	unixSocket: withValue('unix-socket'),
	http10: flag('0', 'http1.0'),
	ignored: flag(
		'#',
		'N',
		'4',
		'6',
		'g',
		'q',
		'n',
		'J',
		'R',
		'a',
		'Z',
		'2',
		'1',
		'progress-bar',
		'no-buffer',
		'ipv4',
		'ipv6',
		'globoff',
		'disable',
		'netrc',
		'remote-header-name',
		'http1.1',
		'http2',
		'http2-prior-knowledge',
		'compressed',
		'no-progress-meter',
		'tcp-nodelay',
		'no-keepalive',
		'path-as-is',
		'tlsv1',
		'ssl-no-revoke',
		'styled-output',
		'no-sessionid',
		'no-alpn',
		'raw',
		'remote-time',
		'basic',
		'anyauth',
		'tr-encoding',
		'parallel',
	),
	tls10: flag('tlsv1.0'),
	tls11: flag('tlsv1.1'),
	tls12: flag('tlsv1.2'),
	tls13: flag('tlsv1.3'),
	tlsMax: withValue('tls-max'),
	ciphers: withValue('ciphers'),
	ignoredValue: withValue(
		'interface',
		'keepalive-time',
		'limit-rate',
		'speed-limit',
		'speed-time',
		'cert-type',
		'key-type',
		'pass',
		'config',
		'K',
		'Y',
		'y',
		'expect100-timeout',
		'happy-eyeballs-timeout-ms',
		'dns-servers',
		'r',
		'range',
	),
} satisfies OptionTable;

export type CurlOptions = ReturnType<typeof parseCurlOptions>;

/** A usage error in curl's words, without "curl: ". */
export class CurlUsageError extends Error {}

export function parseCurlOptions(args: readonly string[]) {
	try {
		return parseOptions(args.map(negated), TABLE);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new CurlUsageError(inCurlWords(error.message));
	}
}

/** "--no-silent" and the like undo what is not set here anyway. */
function negated(word: string): string {
	return /^--no-(silent|show-error|location|fail|include|verbose)$/.test(word) ? '--no-buffer' : word;
}

function inCurlWords(message: string): string {
	const [, short] = /^invalid option -- '(.)'$/.exec(message) ?? [];
	if (short !== undefined) return `option -${short}: is unknown`;
	const [, long] = /^unrecognized option '(.*)'$/.exec(message) ?? [];
	if (long !== undefined) return `option ${long}: is unknown`;
	const [, missing] = /^option requires an argument -- '(.)'$/.exec(message) ?? [];
	if (missing !== undefined) return `option -${missing}: requires parameter`;
	const [, missingLong] = /^option '(.*)' requires an argument$/.exec(message) ?? [];
	if (missingLong !== undefined) return `option ${missingLong}: requires parameter`;
	const [, ambiguous] = /^option '(.*)' is ambiguous/.exec(message) ?? [];
	return `option ${ambiguous ?? message}: is ambiguous`;
}
