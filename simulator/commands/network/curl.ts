import { SystemError } from '../../kernel/process-api.ts';
import type { Url } from '../../machinery/http/url.ts';
import { parseUrl } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { joinPath } from '../coreutils/copy-tree.ts';
import type { UnixRun } from '../unix-command.ts';
import { unixCommand } from '../unix-command.ts';
import { CurlFailure } from './curl-failure.ts';
import type { CurlOptions } from './curl-options.ts';
import { CurlUsageError, parseCurlOptions } from './curl-options.ts';
import { ProgressMeter } from './curl-progress.ts';
import { requestBody } from './curl-request.ts';
import type { Exchange, TransferContext } from './curl-transfer.ts';
import { exchange } from './curl-transfer.ts';
import { formatWriteOut, type TransferResult } from './curl-write-out.ts';

/** Of what -w says. */
const PIECES_A_STEP = 64;

const TRY_HELP = "curl: try 'curl --help' or 'curl --manual' for more information\n";

/** curl 8.5.0: HTTP/1.1 only; no proxies. */
export const curl = unixCommand({
	name: 'curl',
	paths: ['/usr/bin/curl'],
	size: 301_584,
	*main(run) {
		let options: CurlOptions;
		try {
			options = parseCurlOptions(run.args);
		} catch (error) {
			if (!(error instanceof CurlUsageError)) throw error;
			yield* run.say(`curl: ${error.message}\n${TRY_HELP}`);
			return 2;
		}
		if (options.values.version) {
			yield* run.out.write(VERSION);
			return 0;
		}
		if (options.values.help) {
			yield* run.out.write(HELP);
			return 0;
		}
		const urls = options.given.filter(({ key }) => key === 'url').map(({ value = '' }) => value);
		urls.push(...options.operands);
		if (urls.length === 0) {
			yield* run.say(run.args.length === 0 ? TRY_HELP : `curl: (2) no URL specified\n${TRY_HELP}`);
			return 2;
		}
		let status = 0;
		for (const [at, url] of urls.entries()) status = yield* new Transfer(run, options, url, at).run();
		return status;
	},
});

const VERSION = `curl 8.5.0 (x86_64-pc-linux-gnu) libcurl/8.5.0 OpenSSL/3.0.13 zlib/1.3 brotli/1.1.0 zstd/1.5.5 libidn2/2.3.7 libpsl/0.21.2 (+libidn2/2.3.7) libssh/0.10.6/openssl/zlib nghttp2/1.59.0 librtmp/2.3 OpenLDAP/2.6.7
Release-Date: 2023-12-06, security patched: 8.5.0-2ubuntu10.6
Protocols: http https
Features: alt-svc AsynchDNS HTTPS-proxy IDN IPv6 Largefile SSL
`;

const HELP = `Usage: curl [options...] <url>
 -d, --data <data>          HTTP POST data
 -f, --fail                 Fail fast with no output on HTTP errors
 -h, --help <category>      Get help for commands
 -i, --include              Include protocol response headers in the output
 -o, --output <file>        Write to file instead of stdout
 -O, --remote-name          Write output to a file named as the remote file
 -s, --silent               Silent mode
 -T, --upload-file <file>   Transfer local FILE to destination
 -u, --user <user:password> Server user and password
 -A, --user-agent <name>    Send User-Agent <name> to server
 -v, --verbose              Make the operation more talkative
 -V, --version              Show version number and quit

This is not the full help, this menu is stripped into categories.
Use "--help category" to get an overview of all categories.
For all options use the manual or "--help all".
`;

const REDIRECTS_MAX = 50;
/** The status of a name that nobody knows. */
const UNKNOWN_HOST = 6;

/** One URL of the command line. */
class Transfer {
	readonly #run: UnixRun;
	readonly #options: CurlOptions;
	readonly #text: string;
	readonly #index: number;
	#progress: ProgressMeter | undefined;

	constructor(run: UnixRun, options: CurlOptions, text: string, index: number) {
		this.#run = run;
		this.#options = options;
		this.#text = text;
		this.#index = index;
	}

	*run(): Task<number> {
		const { values } = this.#options;
		const retries = Number(values.retry ?? 0);
		let waitMs = values.retryDelay === undefined ? 1000 : Number(values.retryDelay) * 1000;
		for (let attempt = 0; ; attempt++) {
			const result = yield* this.#attempt();
			const left = retries - attempt;
			if (left <= 0 || !this.#isTransient(result)) return yield* this.#finish(result);
			const seconds = Math.floor(waitMs / 1000);
			const problem = result.failure === undefined ? `HTTP error` : (PROBLEMS.get(result.failure.code) ?? 'timeout');
			yield* this.#warn(
				`Problem: ${problem}. Will retry in ${seconds} second${seconds === 1 ? '' : 's'}. ${left} ${left === 1 ? 'retry' : 'retries'} left.`,
			);
			yield* this.#run.process.sleep(waitMs);
			if (values.retryDelay === undefined) waitMs *= 2;
		}
	}

	#isTransient({ failure, status }: TransferResult): boolean {
		const { values } = this.#options;
		if (failure === undefined || failure.code === 22) return [408, 429, 500, 502, 503, 504].includes(status);
		if (values.retryAllErrors) return true;
		return failure.code === 28 || failure.code === 6 || (failure.code === 7 && values.retryConnrefused === true);
	}

	*#warn(text: string): Task<void> {
		if (!this.#options.values.silent) yield* this.#run.say(`Warning: ${text}\n`);
	}

	/** Says what went wrong and prints -w. */
	*#finish(result: TransferResult): Task<number> {
		const { values } = this.#options;
		const { failure } = result;
		if (failure !== undefined && (!values.silent || values.showError)) {
			yield* this.#run.say(`curl: (${failure.code}) ${failure.message}\n`);
		}
		if (values.writeOut !== undefined) {
			const format = values.writeOut.startsWith('@') ? yield* this.#file(values.writeOut.slice(1)) : values.writeOut;
			let pieces = 0;
			for (const { to, text } of formatWriteOut(format, result)) {
				if (++pieces % PIECES_A_STEP === 0) yield* this.#run.process.tick(PIECES_A_STEP);
				if (text === '') continue;
				if (to === 'stdout') yield* this.#run.out.write(text);
				else yield* this.#run.say(text);
			}
		}
		return failure?.code ?? 0;
	}

	*#file(path: string): Task<string> {
		const { process } = this.#run;
		const fd = path === '-' ? 0 : yield* process.open(path, { read: true });
		return decodeUtf8(yield* process.read(fd, 65_536));
	}

	*#attempt(): Task<TransferResult> {
		const { process } = this.#run;
		const { values } = this.#options;
		const startedMs = process.now();
		const base: TransferResult = {
			url: this.#text,
			status: 0,
			exchange: undefined,
			failure: undefined,
			downloaded: 0,
			uploaded: 0,
			redirects: 0,
			totalMs: 0,
			redirectUrl: '',
			connects: 0,
			headerBytes: 0,
			requestBytes: 0,
			redirectMs: 0,
			fileName: '',
			index: this.#index,
			referer: values.referer ?? '',
		};
		const context: TransferContext = {
			process,
			options: this.#options,
			startedMs,
			deadlineMs:
				values.maxTime === undefined ? Number.POSITIVE_INFINITY : startedMs + Number(values.maxTime) * 1000 + 1,
			note: (text) => this.#note(text),
		};
		const state: { -readonly [K in keyof TransferResult]: TransferResult[K] } = { ...base };
		try {
			state.fileName = this.#target() ?? '';
			yield* this.#follow(context, state);
		} catch (error) {
			if (!(error instanceof CurlFailure)) throw error;
			state.failure = error;
		}
		state.totalMs = process.now() - startedMs;
		// Without an address there was no connection, whose end ends the meter's line.
		if (state.failure?.code !== UNKNOWN_HOST) yield* this.#endProgress(state.failure !== undefined);
		return state;
	}

	*#endProgress(failed: boolean): Task<void> {
		if (this.#progress !== undefined) yield* this.#progress.finish(this.#run.process.now(), failed);
	}

	*#note(text: string): Task<void> {
		if (!this.#options.values.verbose) return;
		const carriage = text.startsWith('>') || text.startsWith('<') ? '\r' : '';
		yield* this.#run.say(`${text}${carriage}\n`);
	}

	*#follow(context: TransferContext, state: { -readonly [K in keyof TransferResult]: TransferResult[K] }): Task<void> {
		const { values } = this.#options;
		let url = this.#parse(this.#text);
		if (values.proxy !== undefined && values.proxy !== '' && !/^socks/.test(values.proxy))
			throw new CurlFailure(5, `Could not resolve proxy: ${values.proxy.replace(/^\w+:\/\/|:\d+$/g, '')}`);
		let body = yield* requestBody(this.#run.process, this.#options, (text) => this.#warn(text));
		const query = values.get && body !== undefined ? decodeUtf8(body.bytes) : '';
		if (values.get) body = undefined;
		let method =
			values.request ??
			(values.head ? 'HEAD' : values.upload !== undefined ? 'PUT' : body !== undefined ? 'POST' : 'GET');
		yield* this.#startProgress(context);
		for (;;) {
			const found = yield* exchange(context, url, method, body, state.redirects === 0 ? query : '');
			const same = found.address === state.exchange?.address && found.port === state.exchange.port;
			if (!same) state.connects++;
			state.exchange = found;
			state.requestBytes += found.requestBytes;
			state.headerBytes += headText(found).length;
			state.status = found.head.status;
			state.url = urlText(url);
			state.uploaded += body?.bytes.length ?? 0;
			yield* this.#showHead(found);
			const location = found.head.headers.get('location');
			const redirected = found.head.status >= 300 && found.head.status < 400 && location !== undefined;
			if (!redirected || !(values.location ?? values.locationTrusted)) {
				if (redirected) state.redirectUrl = urlText(resolveLocation(url, location));
				state.downloaded += yield* this.#receive(found);
				found.close();
				return;
			}
			const most = values.maxRedirs === undefined ? REDIRECTS_MAX : Number(values.maxRedirs);
			if (most >= 0 && state.redirects >= most) throw new CurlFailure(47, `Maximum (${most}) redirects followed`);
			for (let piece = yield* found.body.read(); piece !== undefined; piece = yield* found.body.read());
			found.close();
			state.redirects++;
			state.redirectMs = this.#run.process.now() - context.startedMs;
			url = resolveLocation(url, location);
			yield* this.#note(`* Issue another request to this URL: '${urlText(url)}'`);
			const drops = [301, 302, 303].includes(found.head.status) && method === 'POST';
			if (drops && values.request === undefined) {
				method = 'GET';
				body = undefined;
			}
		}
	}

	#parse(text: string): Url {
		const [, scheme] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text) ?? [];
		if (scheme !== undefined && !/^https?$/i.test(scheme)) {
			throw new CurlFailure(1, `Protocol "${scheme.toLowerCase()}" not supported or disabled in libcurl`);
		}
		const url = /[\s\0-\x1f]/.test(text) ? undefined : parseUrl(scheme === undefined ? `http://${text}` : text);
		if (url === undefined) throw new CurlFailure(3, 'URL using bad/illegal format or missing URL');
		return url;
	}

	/** The meter is shown when the body does not go to the terminal. */
	*#startProgress(context: TransferContext): Task<void> {
		const { values } = this.#options;
		const { process, say } = this.#run;
		const toFile = this.#target() !== undefined;
		if (values.silent || (!toFile && process.isatty(1))) return;
		this.#progress = new ProgressMeter(say, context.startedMs);
		yield* this.#progress.start();
	}

	/** The file that the body goes to; undefined for stdout. */
	#target(): string | undefined {
		const { values, given } = this.#options;
		const outputs = given.filter(({ key }) => key === 'output' || key === 'remoteName');
		const own = outputs[this.#index] ?? (values.remoteNameAll ? { key: 'remoteName', value: true } : undefined);
		if (own === undefined) return undefined;
		const [, path = ''] = /^(?:\w+:\/\/)?[^/]*(\/[^?#]*)?/.exec(this.#text) ?? [];
		const remote = path.slice(path.lastIndexOf('/') + 1);
		const name = own.key === 'output' ? (own.value as string) : remote;
		if (own.key === 'remoteName' && remote === '')
			throw new CurlFailure(23, 'Failed to extract a sensible file name from the URL to use for storage');
		if (name === '-') return undefined;
		return values.outputDir === undefined ? name : joinPath(values.outputDir, name);
	}

	*#showHead({ head }: Exchange): Task<void> {
		const { values } = this.#options;
		const lines = [...headLines(head)];
		for (const line of lines) yield* this.#note(`< ${line}`);
		const text = headText({ head });
		if (values.include || values.head) yield* this.#run.out.write(text);
		if (values.dumpHeader === undefined) return;
		if (values.dumpHeader === '-') {
			yield* this.#run.out.write(text);
			return;
		}
		const { process } = this.#run;
		const fd = yield* process.open(values.dumpHeader, { write: true, create: true, truncate: true }, 0o666);
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
	}

	/** Writes the body to where it belongs. Returns its length. */
	*#receive(found: Exchange): Task<number> {
		const { process, out } = this.#run;
		const { values } = this.#options;
		const { status, headers } = found.head;
		const expected = headers.get('content-length');
		if (status >= 400 && values.fail && !values.failWithBody) {
			this.#progress?.update(0, Number(expected ?? 0));
			throw new CurlFailure(22, `The requested URL returned error: ${status}`);
		}
		const target = found.method === 'HEAD' ? undefined : this.#target();
		let fd: number | undefined;
		let received = 0;
		for (let piece = yield* found.body.read(); piece !== undefined; piece = yield* found.body.read()) {
			if (received === 0 && values.verbose && (target !== undefined || !process.isatty(1))) {
				yield* this.#note(`{ [${piece.length} bytes data]`);
			}
			received += piece.length;
			if (target === undefined) {
				yield* out.writeBytes(piece);
				continue;
			}
			fd ??= yield* this.#open(target);
			yield* process.write(fd, piece);
			yield* process.tick();
		}
		if (fd !== undefined) process.close(fd);
		this.#progress?.update(received, Number(expected ?? received));
		const closes = headers.hasToken('connection', 'close') || found.head.version === 'HTTP/1.0';
		yield* this.#endProgress(false);
		yield* this.#note(closes ? '* Closing connection' : `* Connection #0 to host ${found.url.host} left intact`);
		if (status >= 400 && values.failWithBody) throw new CurlFailure(22, `The requested URL returned error: ${status}`);
		return received;
	}

	*#open(path: string): Task<number> {
		try {
			return yield* this.#run.process.open(path, { write: true, create: true, truncate: true }, 0o666);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new CurlFailure(23, 'Failure writing output to destination');
		}
	}
}

function headLines({ version, status, reason, headers }: Exchange['head']): string[] {
	return [`${version} ${status} ${reason}`, ...headers.entries().map(([name, value]) => `${name}: ${value}`), ''];
}

function headText({ head }: Pick<Exchange, 'head'>): string {
	return headLines(head)
		.map((line) => `${line}\r\n`)
		.join('');
}

const PROBLEMS: ReadonlyMap<number, string> = new Map([
	[7, 'connection refused'],
	[6, 'timeout'],
	[28, 'timeout'],
]);

function urlText(url: Url): string {
	const port = url.port === undefined ? '' : `:${url.port}`;
	return `${url.scheme}://${url.host}${port}${url.path}${url.query === '' ? '' : `?${url.query}`}`;
}

function resolveLocation(base: Url, location: string): Url {
	const authority = `${base.scheme}://${base.host}${base.port === undefined ? '' : `:${base.port}`}`;
	const absolute = location.includes('://')
		? location
		: location.startsWith('//')
			? `${base.scheme}:${location}`
			: location.startsWith('/')
				? authority + location
				: authority + base.path.slice(0, base.path.lastIndexOf('/') + 1) + location;
	const url = parseUrl(absolute);
	if (url === undefined) throw new CurlFailure(3, 'URL using bad/illegal format or missing URL');
	return url;
}
