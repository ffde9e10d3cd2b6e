import { encodeBase64 } from '../../../machinery/base64.ts';
import { parseUrl, type Url } from '../../../machinery/http/url.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { Exit } from '../../unix-command.ts';

export interface AbOptions {
	readonly requests: number;
	readonly concurrency: number;
	readonly limitMs: number;
	readonly timeoutMs: number;
	readonly method: string;
	/** Of POST and PUT: where the data is. */
	readonly dataFile: string | undefined;
	readonly contentType: string;
	readonly keepAlive: boolean;
	readonly verbosity: number;
	readonly isHead: boolean;
	/** Lines of the request, each with its end. */
	readonly cookie: string;
	readonly authorization: string;
	readonly headers: string;
	readonly anyLength: boolean;
	readonly goesOn: boolean;
	readonly quiet: boolean;
	readonly percentiles: boolean;
	readonly confidence: boolean;
	readonly csvFile: string | undefined;
	readonly gnuplotFile: string | undefined;
	readonly url: Url;
}

const REQUESTS_MAX = 50_000;
const CONCURRENCY_MAX = 20_000;
const WITH_VALUE = 'nctsbBpuTvxyzCHAPXgemZfE';
const FLAGS = 'wikdSqlrhIV';

export const USAGE_STATUS = 22;

/** Throws Exit. Models support/ab.c main. */
export function abOptions(program: string, args: readonly string[]): AbOptions | 'help' | 'version' {
	const reader = new Reader(program);
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (!/^-./.test(word)) return reader.finish(args.slice(at));
		for (let letter = 1; letter < word.length; letter++) {
			const name = word.charAt(letter);
			if (FLAGS.includes(name)) {
				if (name === 'h') return 'help';
				if (name === 'V') return 'version';
				reader.flag(name);
				continue;
			}
			if (!WITH_VALUE.includes(name)) throw reader.refusal(`illegal option -- ${name}`);
			const value = word.slice(letter + 1) || args[++at];
			if (value === undefined) throw reader.refusal(`option requires an argument -- ${name}`);
			reader.value(name, value);
			break;
		}
	}
	return reader.finish([]);
}

class Reader {
	readonly #program: string;
	readonly #flags = new Set<string>();
	readonly #values = new Map<string, string>();
	#requests = 1;
	#concurrency = 1;
	#limitMs = Number.POSITIVE_INFINITY;
	#cookie = '';
	#authorization = '';
	#headers = '';
	#method: string | undefined;

	constructor(program: string) {
		this.#program = program;
	}

	/** In getopt's words, above the usage. */
	refusal(text: string): Exit {
		const fault = `${this.#program}: wrong number of arguments\n${usage(this.#program)}`;
		return new Exit(USAGE_STATUS, `${baseName(this.#program)}: ${text}\n${fault}`);
	}

	flag(name: string): void {
		this.#flags.add(name);
	}

	value(name: string, value: string): void {
		const number = Number.parseInt(value, 10);
		switch (name) {
			case 'n':
				this.#requests = number;
				if (!(number > 0)) throw new Exit(1, 'Invalid number of requests\n\n');
				return;
			case 'c':
				this.#concurrency = Number.isNaN(number) ? 0 : number;
				return;
			case 't':
				this.#limitMs = number * 1000;
				this.#requests = REQUESTS_MAX;
				return;
			case 'C':
				this.#cookie += `Cookie: ${value}\r\n`;
				return;
			case 'A':
				this.#authorization += `Authorization: Basic ${encodeBase64(encodeUtf8(value.trimStart()))}\r\n`;
				return;
			case 'H':
				this.#headers += `${value}\r\n`;
				return;
			case 'm':
				this.#method = value;
				return;
			case 'p':
			case 'u':
				this.#method = name === 'p' ? 'POST' : 'PUT';
				this.#values.set('data', value);
				return;
			default:
				this.#values.set(name, value);
		}
	}

	finish(words: readonly string[]): AbOptions {
		const [url] = words;
		if (url === undefined || words.length !== 1) throw this.#fault('wrong number of arguments');
		const rest = url.replace(/^https?:\/\//, '');
		const target = /^[^/]+\//.test(rest) ? parseUrl(rest === url ? `http://${url}` : url) : undefined;
		if (target === undefined) throw this.#fault('invalid URL');
		if (this.#concurrency < 0 || this.#concurrency > CONCURRENCY_MAX) {
			throw this.#fault(`Invalid Concurrency [Range 0..${CONCURRENCY_MAX}]`);
		}
		if (this.#concurrency > this.#requests) {
			throw this.#fault('Cannot use concurrency level greater than total number of requests');
		}
		const isHead = this.#flags.has('i');
		return {
			requests: this.#requests,
			concurrency: Math.max(1, this.#concurrency),
			limitMs: this.#limitMs,
			timeoutMs: Number(this.#values.get('s') ?? 30) * 1000,
			method: this.#method ?? (isHead ? 'HEAD' : 'GET'),
			dataFile: this.#values.get('data'),
			contentType: this.#values.get('T') ?? 'text/plain',
			keepAlive: this.#flags.has('k'),
			verbosity: Number.parseInt(this.#values.get('v') ?? '0', 10) || 0,
			isHead,
			cookie: this.#cookie,
			authorization: this.#authorization,
			headers: this.#headers,
			anyLength: this.#flags.has('l'),
			goesOn: this.#flags.has('r'),
			quiet: this.#flags.has('q'),
			percentiles: !this.#flags.has('d'),
			confidence: !this.#flags.has('S'),
			csvFile: this.#values.get('e'),
			gnuplotFile: this.#values.get('g'),
			url: target,
		};
	}

	#fault(text: string): Exit {
		return new Exit(USAGE_STATUS, `${this.#program}: ${text}\n${usage(this.#program)}`);
	}
}

function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

export function usage(program: string): string {
	return `Usage: ${program} [options] [http[s]://]hostname[:port]/path
Options are:
    -n requests     Number of requests to perform
    -c concurrency  Number of multiple requests to make at a time
    -t timelimit    Seconds to max. to spend on benchmarking
                    This implies -n 50000
    -s timeout      Seconds to max. wait for each response
                    Default is 30 seconds
    -b windowsize   Size of TCP send/receive buffer, in bytes
    -B address      Address to bind to when making outgoing connections
    -p postfile     File containing data to POST. Remember also to set -T
    -u putfile      File containing data to PUT. Remember also to set -T
    -T content-type Content-type header to use for POST/PUT data, eg.
                    'application/x-www-form-urlencoded'
                    Default is 'text/plain'
    -v verbosity    How much troubleshooting info to print
    -w              Print out results in HTML tables
    -i              Use HEAD instead of GET
    -x attributes   String to insert as table attributes
    -y attributes   String to insert as tr attributes
    -z attributes   String to insert as td or th attributes
    -C attribute    Add cookie, eg. 'Apache=1234'. (repeatable)
    -H attribute    Add Arbitrary header line, eg. 'Accept-Encoding: gzip'
                    Inserted after all normal header lines. (repeatable)
    -A attribute    Add Basic WWW Authentication, the attributes
                    are a colon separated username and password.
    -P attribute    Add Basic Proxy Authentication, the attributes
                    are a colon separated username and password.
    -X proxy:port   Proxyserver and port number to use
    -V              Print version number and exit
    -k              Use HTTP KeepAlive feature
    -d              Do not show percentiles served table.
    -S              Do not show confidence estimators and warnings.
    -q              Do not show progress when doing more than 150 requests
    -l              Accept variable document length (use this for dynamic pages)
    -g filename     Output collected data to gnuplot format file.
    -e filename     Output CSV file with percentages served
    -r              Don't exit on socket receive errors.
    -m method       Method name
    -h              Display usage information (this message)
    -I              Disable TLS Server Name Indication (SNI) extension
    -Z ciphersuite  Specify SSL/TLS cipher suite (See openssl ciphers)
    -f protocol     Specify SSL/TLS protocol
                    (SSL2, TLS1, TLS1.1, TLS1.2, TLS1.3 or ALL)
    -E certfile     Specify optional client certificate chain and private key
`;
}
