import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { concatBytes } from '../../machinery/http/byte-reader.ts';
import type { Url } from '../../machinery/http/url.ts';
import { parseUrl } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { joinPath } from '../coreutils/copy-tree.ts';
import { parseDate } from '../coreutils/date-parse.ts';
import { makeParents } from '../make-parents.ts';
import { readAll, readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';
import { conditions } from './curl-conditions.ts';
import type { CookieJar } from './curl-cookies.ts';
import { CurlFailure } from './curl-failure.ts';
import { globbedName } from './curl-glob.ts';
import type { CurlOptions } from './curl-options.ts';
import { ProgressMeter } from './curl-progress.ts';
import { addedQuery, requestBody } from './curl-request.ts';
import { attachedName, headLines, headText, unzipped } from './curl-response.ts';
import type { Exchange, TransferContext } from './curl-transfer.ts';
import { exchange } from './curl-transfer.ts';
import { allowedSchemes, resolveLocation, urlProblem, urlText, withoutDots } from './curl-url.ts';
import { sizeOf, wrapped } from './curl-words.ts';
import { formatWriteOut, type TransferResult } from './curl-write-out.ts';

/** Of what -w says. */
const PIECES_A_STEP = 64;

/** A URL of the command line, and what -o, -O and -T say of it. */
export interface Assignment {
	readonly url: string;
	/** 'remote' is -O; undefined is standard output. */
	readonly output: { readonly name: string } | 'remote' | undefined;
	readonly upload: string | undefined;
}

/** What a transfer is among those of its command line. */
interface Place {
	readonly index: number;
	/** What braces and ranges came to. */
	readonly parts: readonly string[];
	readonly jar: CookieJar;
}

const REDIRECTS_MAX = 50;
/** The status of a name that nobody knows. */
const UNKNOWN_HOST = 6;

/** One URL of the command line. */
export class Transfer {
	readonly #run: UnixRun;
	readonly #options: CurlOptions;
	readonly #text: string;
	readonly #assignment: Assignment;
	readonly #place: Place;
	#progress: ProgressMeter | undefined;
	/** What was there already. */
	#resumeAt = 0;
	#tries = 0;

	constructor(run: UnixRun, options: CurlOptions, assignment: Assignment, place: Place) {
		this.#run = run;
		this.#options = options;
		this.#text = assignment.url;
		this.#assignment = assignment;
		this.#place = place;
	}

	*run(): Task<number> {
		const { values } = this.#options;
		const retries = Number(values.retry ?? 0);
		let waitMs = values.retryDelay === undefined ? 1000 : Number(values.retryDelay) * 1000;
		for (let attempt = 0; ; attempt++) {
			const result = yield* this.#attempt();
			const left = retries - attempt;
			if (left <= 0 || !this.#isTransient(result)) return yield* this.#finish(result);
			const after = values.retryDelay === undefined ? result.exchange?.head.headers.get('retry-after') : undefined;
			if (after !== undefined && /^\d+$/.test(after)) waitMs = Math.max(waitMs, Number(after) * 1000);
			const seconds = Math.floor(waitMs / 1000);
			const problem =
				result.failure === undefined || result.failure.code === 22
					? ': HTTP error'
					: values.retryAllErrors
						? '(retrying all errors)'
						: `: ${PROBLEMS.get(result.failure.code) ?? 'timeout'}`;
			if (result.failure !== undefined) yield* this.#complain(result.failure);
			yield* this.#warn(`Problem ${problem}. Will retry in ${seconds} seconds. ${left} retries left.`);
			this.#tries++;
			yield* this.#run.process.sleep(waitMs);
			if (values.retryDelay === undefined) waitMs *= 2;
		}
	}

	#isTransient({ failure, status }: TransferResult): boolean {
		const { values } = this.#options;
		if (failure !== undefined && values.retryAllErrors) return true;
		if (failure === undefined || failure.code === 22) return [408, 429, 500, 502, 503, 504].includes(status);
		return failure.code === 28 || failure.code === 6 || (failure.code === 7 && values.retryConnrefused === true);
	}

	*#warn(text: string): Task<void> {
		if (!this.#options.values.silent) for (const line of wrapped(text)) yield* this.#run.say(`Warning: ${line}\n`);
	}

	/** Says what went wrong and prints -w. */
	*#finish(result: TransferResult): Task<number> {
		yield* this.#saveCookies();
		const { values } = this.#options;
		const { failure } = result;
		if (failure !== undefined) yield* this.#complain(failure);
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

	*#complain({ code, message }: CurlFailure): Task<void> {
		const { silent, showError } = this.#options.values;
		if (!silent || showError) yield* this.#run.say(`curl: (${code}) ${message}\n`);
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
			index: this.#place.index,
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
			yield* this.#resume(state.fileName);
			if (this.#place.index === 0) yield* this.#loadCookies();
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

	/** -C: where to go on. */
	*#resume(target: string): Task<void> {
		const { continueAt, range } = this.#options.values;
		if (continueAt === undefined || range !== undefined) return;
		this.#resumeAt = Number(continueAt);
		if (continueAt !== '-') return;
		this.#resumeAt = 0;
		try {
			if (target !== '') this.#resumeAt = this.#run.process.stat(target).size;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
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
		this.#mayUse(url.scheme, values.proto);
		if (values.disallowUser && url.userInfo !== undefined) throw new CurlFailure(67, 'Login denied');
		if (values.proxy !== undefined && values.proxy !== '' && !/^socks/.test(values.proxy))
			throw new CurlFailure(5, `Could not resolve proxy: ${values.proxy.replace(/^\w+:\/\/|:\d+$/g, '')}`);
		let body = yield* requestBody(this.#run.process, this.#options, this.#assignment.upload, (text) =>
			this.#warn(text),
		);
		const query = [
			values.get && body !== undefined ? decodeUtf8(body.bytes) : '',
			...(yield* addedQuery(this.#run.process, this.#options)),
		]
			.filter((each) => each !== '')
			.join('&');
		if (values.get) body = undefined;
		const extras = yield* conditions(this.#run.process, this.#options, this.#resumeAt, (text) => this.#warn(text));
		const usual = this.#assignment.upload !== undefined ? 'PUT' : body !== undefined ? 'POST' : 'GET';
		let method = values.request ?? (values.head ? 'HEAD' : usual);
		if (this.#assignment.upload !== undefined && url.path.endsWith('/'))
			url = { ...url, path: url.path + (this.#assignment.upload.split('/').at(-1) ?? '') };
		yield* this.#startProgress(context);
		const first = url.host;
		let referer = values.referer?.replace(/;auto$/, '');
		for (;;) {
			const cookies = this.#cookies(url);
			const found = yield* exchange(context, url, method, body, {
				...extras,
				query: state.redirects === 0 ? query : '',
				cookies,
				referer: referer === '' ? undefined : referer,
				trusted: url.host === first || values.locationTrusted === true,
			});
			const same = found.address === state.exchange?.address && found.port === state.exchange.port;
			if (!same) state.connects++;
			state.exchange = found;
			state.requestBytes += found.requestBytes;
			state.headerBytes += headText(found).length;
			state.status = found.head.status;
			state.url = urlText(url);
			state.uploaded += body?.bytes.length ?? 0;
			yield* this.#showHead(found);
			this.#keepCookies(found);
			const location = found.head.headers.get('location');
			const redirected = found.head.status >= 300 && found.head.status < 400 && location !== undefined;
			if (!redirected || !(values.location ?? values.locationTrusted)) {
				if (redirected) state.redirectUrl = urlText(resolveLocation(url, location));
				state.downloaded += yield* this.#receive(found);
				state.fileName = this.#target(found.head) ?? '';
				found.close();
				return;
			}
			const most = values.maxRedirs === undefined ? REDIRECTS_MAX : Number(values.maxRedirs);
			if (most >= 0 && state.redirects >= most) throw new CurlFailure(47, `Maximum (${most}) redirects followed`);
			for (let piece = yield* found.body.read(); piece !== undefined; piece = yield* found.body.read());
			found.close();
			state.redirects++;
			state.redirectMs = this.#run.process.now() - context.startedMs;
			if (values.referer?.endsWith(';auto')) referer = urlText(url);
			url = resolveLocation(url, location);
			this.#mayUse(url.scheme, values.protoRedir ?? 'http,https');
			yield* this.#note(`* Issue another request to this URL: '${urlText(url)}'`);
			if (this.#becomesGet(found.head.status, method)) {
				if (values.request === undefined) method = values.head ? 'HEAD' : 'GET';
				body = undefined;
			}
		}
	}

	/** Whether what follows a redirection asks only. Models lib/transfer.c Curl_follow. */
	#becomesGet(status: number, method: string): boolean {
		const { values } = this.#options;
		const posts = this.#assignment.upload === undefined && (method === 'POST' || values.request !== undefined);
		if (status === 301) return posts && !values.post301;
		if (status === 302) return posts && !values.post302;
		return status === 303 && !values.post303;
	}

	/** --proto and --proto-redir. */
	#mayUse(scheme: string, allowed: string | undefined): void {
		if (allowed !== undefined && !allowedSchemes(allowed).has(scheme))
			throw new CurlFailure(1, `Protocol "${scheme}" not supported or disabled in libcurl`);
	}

	/** Cookies are kept once an option speaks of them. */
	get #hasJar(): boolean {
		const { cookie, cookieJar } = this.#options.values;
		return (
			cookieJar !== undefined ||
			this.#options.given.some(({ key, value }) => key === 'cookie' && !value?.includes('=')) ||
			cookie === ''
		);
	}

	#cookies(url: Url): string {
		const { process } = this.#run;
		const own = this.#options.given.filter(({ key, value }) => key === 'cookie' && value?.includes('='));
		const kept = this.#hasJar ? this.#place.jar.header(url, process.now()) : '';
		return [kept, own.map(({ value = '' }) => value).join(';')].filter((each) => each !== '').join('; ');
	}

	#keepCookies(found: Exchange): void {
		if (!this.#hasJar) return;
		for (const text of found.head.headers.all('set-cookie'))
			this.#place.jar.receive(text, found.url, this.#run.process.now());
	}

	*#loadCookies(): Task<void> {
		const { process } = this.#run;
		for (const { key, value = '' } of this.#options.given) {
			if (key !== 'cookie' || value === '' || value.includes('=')) continue;
			try {
				const text = decodeUtf8(value === '-' ? yield* readAll(process, 0) : yield* readFile(process, value));
				this.#place.jar.load(text, this.#parse(this.#text), process.now(), this.#options.values.junkSession === true);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
			}
		}
	}

	*#saveCookies(): Task<void> {
		const { cookieJar } = this.#options.values;
		if (cookieJar !== undefined) yield* this.#put(cookieJar, this.#place.jar.text());
	}

	/** Writes a text to a file; "-" is standard output. */
	*#put(path: string, text: string): Task<void> {
		if (path === '-') {
			yield* this.#run.out.write(text);
			return;
		}
		const { process } = this.#run;
		try {
			const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o666);
			yield* process.write(fd, encodeUtf8(text));
			process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.#warn(`Failed to open ${path}`);
		}
	}

	#parse(text: string): Url {
		const { protoDefault } = this.#options.values;
		const [, scheme] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text) ?? [];
		if (scheme !== undefined && !/^https?$/i.test(scheme))
			throw new CurlFailure(1, `Protocol "${scheme.toLowerCase()}" not supported or disabled in libcurl`);
		const whole = scheme === undefined ? `${protoDefault ?? 'http'}://${text}` : text;
		const url = /[\0-\x20\x7f]/.test(text) ? undefined : parseUrl(whole);
		if (url === undefined) throw new CurlFailure(3, urlProblem(text, whole));
		return this.#options.values.pathAsIs ? url : { ...url, path: withoutDots(url.path) };
	}

	/** The meter is shown when the body does not go to the terminal. */
	*#startProgress(context: TransferContext): Task<void> {
		const { values } = this.#options;
		const { process, say } = this.#run;
		const toFile = this.#target() !== undefined;
		if (values.silent || !values.progressMeter || (!toFile && process.isatty(1))) return;
		this.#progress = new ProgressMeter(say, context.startedMs);
		if (this.#resumeAt > 0) yield* say(`** Resuming transfer from byte position ${this.#resumeAt}\n`);
		yield* this.#progress.start(this.#tries === 0);
	}

	/** The file that the body goes to; undefined for stdout. */
	#target(head?: Exchange['head']): string | undefined {
		const { values } = this.#options;
		const { output } = this.#assignment;
		if (output === undefined) return undefined;
		const [, path = ''] = /^(?:\w+:\/\/)?[^/]*(\/[^?#]*)?/.exec(this.#text) ?? [];
		const remote = path.slice(path.lastIndexOf('/') + 1);
		const asked = output === 'remote' && values.remoteHeaderName ? attachedName(head) : undefined;
		const name = asked ?? (output === 'remote' ? remote : globbedName(output.name, this.#place.parts));
		if (name === '')
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
		const tag = head.headers.get('etag');
		if (values.etagSave !== undefined && tag !== undefined) yield* this.#put(values.etagSave, `${tag}\n`);
		if (values.dumpHeader !== undefined) yield* this.#put(values.dumpHeader, text);
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
		if (values.maxFileSize !== undefined && Number(expected ?? 0) > sizeOf(values.maxFileSize))
			throw new CurlFailure(63, 'Maximum file size exceeded');
		if (this.#resumeAt > 0 && status === 200)
			throw new CurlFailure(33, "HTTP server doesn't seem to support byte ranges. Cannot resume.");
		const target = found.method === 'HEAD' ? undefined : this.#target(found.head);
		let fd: number | undefined;
		let received = 0;
		const isOver = this.#resumeAt > 0 && status === 416;
		const zipped = values.compressed && /^(x-)?gzip$/i.test(headers.get('content-encoding') ?? '');
		const parts: Uint8Array[] = [];
		for (let piece = yield* found.body.read(); piece !== undefined; piece = yield* found.body.read()) {
			if (received === 0 && values.verbose && (target !== undefined || !process.isatty(1))) {
				yield* this.#note(`{ [${piece.length} bytes data]`);
			}
			received += piece.length;
			if (isOver) continue;
			if (zipped) {
				parts.push(piece);
				continue;
			}
			if (target === undefined) {
				yield* out.writeBytes(piece);
				continue;
			}
			fd ??= yield* this.#open(target);
			yield* process.write(fd, piece);
			yield* process.tick();
		}
		if (parts.length > 0) {
			const whole = unzipped(concatBytes(parts));
			if (target === undefined) yield* out.writeBytes(whole);
			else {
				fd = yield* this.#open(target);
				yield* process.write(fd, whole);
			}
		}
		if (fd !== undefined) process.close(fd);
		if (target !== undefined && fd !== undefined && values.remoteTime)
			this.#keepTime(target, headers.get('last-modified'));
		this.#progress?.update(received, Number(expected ?? received));
		const closes = headers.hasToken('connection', 'close') || found.head.version === 'HTTP/1.0';
		yield* this.#endProgress(false);
		yield* this.#note(closes ? '* Closing connection' : `* Connection #0 to host ${found.url.host} left intact`);
		if (status >= 400 && values.failWithBody) throw new CurlFailure(22, `The requested URL returned error: ${status}`);
		return received;
	}

	/** -R */
	#keepTime(path: string, date: string | undefined): void {
		const atMs = date === undefined ? undefined : parseDate(date, this.#run.process.now());
		if (atMs !== undefined) this.#run.process.utimes(path, atMs, atMs);
	}

	*#open(path: string): Task<number> {
		const { process } = this.#run;
		const { values } = this.#options;
		try {
			if (values.createDirs) makeParents(process, path);
			const how = this.#resumeAt > 0 ? { append: true } : { truncate: true };
			const isNew = this.#assignment.output === 'remote' && values.remoteHeaderName === true;
			return yield* process.open(path, { write: true, create: true, exclusive: isNew, ...how }, 0o666);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.#warn(`Failed to open the file ${path}: ${errorMessage(error.errno)}`);
			throw new CurlFailure(23, 'Failure writing output to destination');
		}
	}
}

const PROBLEMS: ReadonlyMap<number, string> = new Map([
	[7, 'connection refused'],
	[6, 'timeout'],
	[28, 'timeout'],
]);
