import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { concatBytes } from '../../machinery/http/byte-reader.ts';
import type { HttpResponseHead } from '../../machinery/http/http-message.ts';
import { encodeRequestHead, HttpHeaders } from '../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, responseBody } from '../../machinery/http/http-reader.ts';
import type { Url } from '../../machinery/http/url.ts';
import { parseUrl } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { exists } from '../coreutils/copy-tree.ts';
import type { Run } from '../gnu-command.ts';
import { readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import { DeadlineError } from './deadline.ts';
import type { WgetConnection } from './wget-connection.ts';
import { NETWORK_FAILURE, openConnection, portOf, WgetFailure } from './wget-connection.ts';
import type { WgetLog } from './wget-log.ts';
import type { WGET_OPTIONS } from './wget-options.ts';
import { hasNo } from './wget-options.ts';
import { bar, dots, rateText, sizeText, transferSeconds } from './wget-progress.ts';

const TRIES = 20;
const REDIRECTS = 20;
const READ_SECONDS = 900;
const WAIT_RETRY_SECONDS = 10;
const FILE_FAILURE = 3;
const LOGIN_FAILURE = 6;
const PROTOCOL_FAILURE = 7;
const SERVER_FAILURE = 8;

/** URLs fetched one after the other, over one connection where it can be. */
export class WgetDownload {
	readonly #run: Run<typeof WGET_OPTIONS>;
	readonly #log: WgetLog;
	#kept: WgetConnection | undefined;
	/** -O's file. */
	#document: number | undefined;
	files = 0;
	bytes = 0;
	seconds = 0;

	constructor(run: Run<typeof WGET_OPTIONS>, log: WgetLog) {
		this.#run = run;
		this.#log = log;
	}

	/** Opens what -O names. False when it cannot be, which has been told. */
	*openDocument(): Task<boolean> {
		const { output, resume } = this.#run.values;
		if (output === undefined) return true;
		if (output === '-') {
			this.#document = 1;
			return true;
		}
		try {
			const how = resume ? { append: true } : { truncate: true };
			this.#document = yield* this.#run.process.open(output, { write: true, create: true, ...how });
			return true;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.#run.process.write(2, encodeUtf8(`${output}: ${errorMessage(error.errno)}\n`));
			return false;
		}
	}

	close(): void {
		this.#kept?.duplex.close();
	}

	/** Fetches one URL with its redirections. Returns what it adds to the exit status. */
	*retrieve(text: string): Task<number> {
		const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
		let url = parseUrl(scheme === undefined ? `http://${text}` : text);
		const isOther = scheme !== undefined && scheme !== 'http' && scheme !== 'https';
		if (url === undefined || isOther || /^[/:]/.test(text)) {
			const withoutScheme = /^[/:]/.test(text) ? 'Scheme missing' : 'Invalid host name';
			const why = isOther ? `Unsupported scheme ‘${scheme}’` : withoutScheme;
			yield* this.#log.essential(`${text}: ${why}.\n`);
			return 1;
		}
		const most = Number(this.#run.values.maxRedirect ?? REDIRECTS);
		for (let hops = 0; ; hops++) {
			const outcome: number | string = yield* this.#persist(url);
			if (typeof outcome === 'number') return outcome;
			if (hops >= most) {
				yield* this.#log.essential(`${most} redirections exceeded.\n`);
				return SERVER_FAILURE;
			}
			const next = redirected(url, outcome);
			if (next === undefined) return 1;
			url = next;
		}
	}

	/** Tries until it works, or another try is of no use. */
	*#persist(url: Url): Task<number | string> {
		const { tries, waitRetry } = this.#run.values;
		const most =
			tries === undefined ? TRIES : tries === 'inf' || tries === '0' ? Number.POSITIVE_INFINITY : Number(tries);
		for (let count = 1; ; count++) {
			const note = count === 1 ? '' : `(try:${String(count).padStart(2)})  `;
			yield* this.#log.verbose(`--${this.#now()}--  ${note}${urlText(url)}\n`);
			try {
				return yield* this.#attempt(url);
			} catch (error) {
				if (!(error instanceof WgetFailure)) throw error;
				this.#kept = undefined;
				if (!error.again) return error.status;
				yield* this.#log.verbose(count >= most ? 'Giving up.\n\n' : 'Retrying.\n\n');
				if (count >= most) return error.status;
				yield* this.#run.process.sleep(Math.min(count, Number(waitRetry ?? WAIT_RETRY_SECONDS)) * 1000);
			}
		}
	}

	#now(): string {
		return strftime('%Y-%m-%d %H:%M:%S', this.#run.process.now());
	}

	*#attempt(url: Url): Task<number | string> {
		const name = this.#fileName(url);
		if (this.#keepsOld() && this.#document === undefined && exists(this.#run.process, name)) {
			yield* this.#log.verbose(`File ‘${name}’ already there; not retrieving.\n\n`);
			return 0;
		}
		const offset = this.#run.values.resume && this.#document !== 1 ? this.#sizeOf(this.#run.values.output ?? name) : 0;
		const connection = yield* this.#connection(url);
		const method = yield* this.#send(connection, url, offset);
		const head = yield* this.#head(connection);
		const wait = Number(this.#run.values.readTimeout ?? this.#run.values.timeout ?? READ_SECONDS);
		connection.timed.deadlineMs = wait > 0 ? this.#run.process.now() + wait * 1000 : Number.POSITIVE_INFINITY;
		const location = head.headers.get('location');
		if (location !== undefined && [300, 301, 302, 303, 307, 308].includes(head.status)) {
			yield* this.#log.verbose(`Location: ${location} [following]\n`);
			yield* this.#drain(connection, head, method);
			return location;
		}
		if (head.status >= 400 || head.status < 200 || head.status === 304)
			return yield* this.#refused(connection, url, head, method, offset);
		const length = head.headers.get('content-length');
		if (offset > 0 && head.status === 200 && Number(length) === offset) {
			yield* this.#alreadyThere();
			connection.duplex.close();
			this.#kept = undefined;
			return 0;
		}
		yield* this.#sayLength(head, head.status === 206 ? offset : 0);
		if (this.#run.values.spider) {
			const page = /^text\/html|xhtml/.test(head.headers.get('content-type') ?? '');
			yield* this.#log.verbose(
				page
					? 'Remote file exists and could contain further links,\nbut recursion is disabled -- not retrieving.\n\n'
					: 'Remote file exists.\n\n',
			);
			yield* this.#log.terse(`${this.#now()} URL: ${urlText(url)} ${head.status} ${head.reason}\n`);
			yield* this.#drain(connection, head, method);
			return 0;
		}
		return yield* this.#save(connection, url, head, name, head.status === 206 ? offset : 0, method);
	}

	*#alreadyThere(): Task<void> {
		yield* this.#log.verbose('\n    The file is already fully retrieved; nothing to do.\n\n');
	}

	#keepsOld(): boolean {
		return this.#run.values.noClobber === true || hasNo(this.#run, 'c');
	}

	#sizeOf(path: string): number {
		return exists(this.#run.process, path) ? this.#run.process.stat(path).size : 0;
	}

	*#connection(url: Url): Task<WgetConnection> {
		const kept = this.#kept;
		if (kept !== undefined && kept.host === url.host && kept.port === portOf(url) && kept.scheme === url.scheme) {
			yield* this.#log.verbose(`Reusing existing connection to ${kept.title}.\n`);
			return kept;
		}
		kept?.duplex.close();
		this.#kept = undefined;
		return yield* openConnection(this.#run.process, this.#run, this.#log, url);
	}

	/** Sends the request. Returns its method. */
	*#send(connection: WgetConnection, url: Url, offset: number): Task<string> {
		const { values, given } = this.#run;
		const headers = new HttpHeaders([['Host', url.port === undefined ? url.host : `${url.host}:${url.port}`]]);
		headers.add('User-Agent', values.agent ?? 'Wget/1.21.4');
		headers.add('Accept', '*/*');
		headers.add('Accept-Encoding', 'identity');
		if (values.referer !== undefined) headers.add('Referer', values.referer);
		if (offset > 0) headers.add('Range', `bytes=${offset}-`);
		if (values.noCache) headers.add('Cache-Control', 'no-cache');
		const login = url.userInfo ?? (values.user === undefined ? undefined : `${values.user}:${values.password ?? ''}`);
		if (login !== undefined) headers.add('Authorization', `Basic ${encodeBase64(encodeUtf8(login))}`);
		headers.add('Connection', values.noKeepAlive ? 'Close' : 'Keep-Alive');
		const body = yield* this.#body();
		if (body !== undefined) {
			headers.add('Content-Type', 'application/x-www-form-urlencoded');
			headers.add('Content-Length', String(body.length));
		}
		for (const { key, value = '' } of given) {
			const [, name = '', text = ''] = /^([^:]+):\s*(.*)$/.exec(value) ?? [];
			if (key === 'header' && name !== '') headers.set(name, text);
		}
		const method = values.method?.toUpperCase() ?? (body !== undefined ? 'POST' : values.spider ? 'HEAD' : 'GET');
		const target = url.path + (url.query === '' ? '' : `?${url.query}`);
		const bytes = encodeRequestHead({ method, target, version: 'HTTP/1.1', headers });
		yield* this.#log.verbose('HTTP request sent, awaiting response... ');
		yield* connection.duplex.write(body === undefined ? bytes : concatBytes([bytes, body]));
		return method;
	}

	*#body(): Task<Uint8Array | undefined> {
		const { postData, bodyData, postFile, bodyFile } = this.#run.values;
		const data = postData ?? bodyData;
		if (data !== undefined) return encodeUtf8(data);
		const path = postFile ?? bodyFile;
		if (path === undefined) return undefined;
		try {
			return yield* readFile(this.#run.process, path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.#log.essential(`BODY data file ‘${path}’ missing: ${errorMessage(error.errno)}\n`);
			throw new WgetFailure(FILE_FAILURE);
		}
	}

	*#head(connection: WgetConnection): Task<HttpResponseHead> {
		const { values, process } = this.#run;
		const wait = Number(values.readTimeout ?? values.timeout ?? READ_SECONDS);
		connection.timed.deadlineMs = wait > 0 ? process.now() + wait * 1000 : Number.POSITIVE_INFINITY;
		let head: HttpResponseHead | undefined;
		try {
			head = yield* readResponseHead(connection.reader);
		} catch (error) {
			connection.duplex.close();
			if (error instanceof DeadlineError) yield* this.#log.essential('Read error (Connection timed out) in headers.\n');
			else if (error instanceof ConnectionError)
				yield* this.#log.essential('Read error (Connection reset by peer) in headers.\n');
			else if (error instanceof HttpSyntaxError) yield* this.#log.essential('Malformed status line\n');
			else throw error;
			throw new WgetFailure(error instanceof HttpSyntaxError ? PROTOCOL_FAILURE : NETWORK_FAILURE, true);
		}
		if (head === undefined) {
			connection.duplex.close();
			yield* this.#log.essential('No data received.\n');
			throw new WgetFailure(NETWORK_FAILURE, true);
		}
		yield* this.#log.verbose(values.server ? '\n' : `${head.status} ${head.reason}\n`);
		if (values.server) {
			const lines = [`${head.version} ${head.status} ${head.reason}`];
			for (const [name, value] of head.headers.entries()) lines.push(`${name}: ${value}`);
			yield* this.#log.always(lines.map((line) => `  ${line}\n`).join(''));
		}
		return head;
	}

	/** Reads what nobody wants, so that the connection can be used again. */
	*#drain(connection: WgetConnection, head: HttpResponseHead, method: string): Task<void> {
		if (!keepsAlive(head)) {
			connection.duplex.close();
			this.#kept = undefined;
			return;
		}
		const body = responseBody(connection.reader, head, method);
		try {
			while ((yield* body.read()) !== undefined) yield* this.#run.process.tick();
			this.#kept = connection;
		} catch (error) {
			if (!isBroken(error)) throw error;
			connection.duplex.close();
			this.#kept = undefined;
		}
	}

	/** A status that is no success. Models src/http.c gethttp, http_loop. */
	*#refused(
		connection: WgetConnection,
		url: Url,
		head: HttpResponseHead,
		method: string,
		offset: number,
	): Task<number> {
		if (head.status === 416 && offset > 0) {
			yield* this.#alreadyThere();
			yield* this.#drain(connection, head, method);
			return 0;
		}
		if (this.#run.values.contentOnError && head.status !== 401 && !this.#run.values.spider) {
			yield* this.#save(connection, url, head, this.#fileName(url), 0, method, true);
		} else {
			connection.duplex.close();
			this.#kept = undefined;
		}
		if (head.status === 401) {
			yield* this.#log.essential('\nUsername/Password Authentication Failed.\n');
			return LOGIN_FAILURE;
		}
		yield* this.#log.terse(`${urlText(url)}:\n`);
		if (this.#run.values.spider && head.status === 404) {
			yield* this.#log.essential('Remote file does not exist -- broken link!!!\n');
			yield* this.#log.verbose('\n');
			return SERVER_FAILURE;
		}
		yield* this.#log.essential(`${this.#now()} ERROR ${head.status}: ${head.reason}.\n`);
		yield* this.#log.verbose('\n');
		return SERVER_FAILURE;
	}

	*#sayLength(head: HttpResponseHead, offset: number): Task<void> {
		const length = head.headers.get('content-length');
		const type = head.headers.get('content-type')?.split(';')[0];
		const total = Number(length) + offset;
		const size = (bytes: number): string => `${bytes}${bytes < 1024 ? '' : ` (${sizeText(bytes)})`}`;
		let text = length === undefined ? 'unspecified' : size(total);
		if (length !== undefined && offset > 0) text += `, ${size(Number(length))} remaining`;
		yield* this.#log.verbose(`Length: ${text}${type === undefined ? '' : ` [${type}]`}\n`);
	}

	*#save(
		connection: WgetConnection,
		url: Url,
		head: HttpResponseHead,
		plain: string,
		offset: number,
		method: string,
		isError = false,
	): Task<number> {
		const { process, values } = this.#run;
		const name = this.#document !== undefined || values.resume ? plain : this.#freeName(head, plain);
		let fd = this.#document;
		if (fd === undefined) {
			try {
				if (values.prefix !== undefined) this.#makeFolder(values.prefix);
				const how = offset > 0 ? { append: true } : { truncate: true };
				fd = yield* process.open(name, { write: true, create: true, ...how });
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				const why = errorMessage(error.errno);
				yield* this.#log.essential(`${name}: ${why}\n\nCannot write to ‘${name}’ (${why}).\n`);
				connection.duplex.close();
				throw new WgetFailure(FILE_FAILURE);
			}
		}
		const shown = this.#document === 1 ? 'STDOUT' : (values.output ?? name);
		if (!isError) yield* this.#log.verbose(`Saving to: ‘${shown}’\n`);
		const startedMs = process.now();
		let bytes = 0;
		let complete = true;
		const body = responseBody(connection.reader, head, method);
		try {
			for (let piece = yield* body.read(); piece !== undefined; piece = yield* body.read()) {
				bytes += piece.length;
				yield* process.write(fd, piece);
				yield* process.tick();
			}
		} catch (error) {
			if (!isBroken(error)) throw error;
			complete = false;
		}
		if (this.#document === undefined) process.close(fd);
		if (complete && keepsAlive(head)) this.#kept = connection;
		else {
			connection.duplex.close();
			this.#kept = undefined;
		}
		if (isError) return SERVER_FAILURE;
		const seconds = transferSeconds(bytes, process.now() - startedMs);
		yield* this.#told({ url, head, name: shown, bytes, offset, seconds, complete });
		this.files++;
		this.bytes += bytes;
		this.seconds += seconds;
		return 0;
	}

	/** The progress, and what it came to. */
	*#told(download: {
		readonly url: Url;
		readonly head: HttpResponseHead;
		readonly name: string;
		readonly bytes: number;
		readonly offset: number;
		readonly seconds: number;
		readonly complete: boolean;
	}): Task<void> {
		const { url, head, name, bytes, offset, seconds, complete } = download;
		const { process, values } = this.#run;
		const length = head.headers.get('content-length');
		const total = length === undefined ? undefined : Number(length) + offset;
		if (this.#log.isVerbose || values.showProgress) {
			const drawsBar = process.isatty(this.#log.fd) && !values.progress?.startsWith('dot');
			const columns = drawsBar ? process.terminalSize(this.#log.fd).columns : 0;
			const label = name.slice(name.lastIndexOf('/') + 1);
			yield* this.#log.always(
				drawsBar ? `\n${bar(label, bytes, total, seconds, columns).join('')}\n` : `\n${dots(bytes, total, seconds)}`,
			);
			yield* this.#log.always(this.#log.isVerbose || !drawsBar ? '\n' : '');
		}
		const of = total === undefined ? `[${bytes}]` : `[${bytes + offset}/${total}]`;
		const line = `${this.#now()} (${rateText(bytes, seconds)}) - `;
		if (!complete) {
			yield* this.#log.verbose(`${line}Connection closed at byte ${bytes + offset}. `);
			throw new WgetFailure(NETWORK_FAILURE, true);
		}
		yield* this.#log.verbose(`${line}${this.#document === 1 ? 'written to stdout' : `‘${name}’ saved`} ${of}\n\n`);
		const target = this.#document === 1 ? '-' : name;
		yield* this.#log.terse(`${this.#now()} URL:${urlText(url)} ${of} -> "${target}" [1]\n`);
	}

	#fileName(url: Url): string {
		const base = url.path.slice(url.path.lastIndexOf('/') + 1);
		const name = `${base === '' ? 'index.html' : base}${url.query === '' ? '' : `?${url.query}`}`;
		const { prefix } = this.#run.values;
		return prefix === undefined ? name : `${prefix.replace(/\/$/, '')}/${name}`;
	}

	/** `name`, or with the first number that is free. Models src/utils.c unique_name. */
	#freeName(head: HttpResponseHead, plain: string): string {
		const { contentDisposition, timestamping } = this.#run.values;
		const asked = /filename="?([^";/]+)"?/.exec(head.headers.get('content-disposition') ?? '')?.[1];
		const name = contentDisposition && asked !== undefined ? asked : plain;
		if (timestamping || !exists(this.#run.process, name)) return name;
		let number = 1;
		while (exists(this.#run.process, `${name}.${number}`)) number++;
		return `${name}.${number}`;
	}

	#makeFolder(path: string): void {
		let at = '';
		for (const part of path.split('/')) {
			at += at === '' && !path.startsWith('/') ? part : `/${part}`;
			if (part !== '' && !exists(this.#run.process, at)) this.#run.process.mkdir(at, 0o777);
		}
	}
}

function keepsAlive({ version, headers }: HttpResponseHead): boolean {
	if (headers.get('connection')?.toLowerCase() === 'close') return false;
	return version === 'HTTP/1.1' && (headers.has('content-length') || headers.has('transfer-encoding'));
}

function urlText({ scheme, host, port, path, query }: Url): string {
	return `${scheme}://${host}${port === undefined ? '' : `:${port}`}${path}${query === '' ? '' : `?${query}`}`;
}

/** Where a Location header leads. */
function redirected(from: Url, location: string): Url | undefined {
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return parseUrl(location);
	const site = `${from.scheme}://${from.host}${from.port === undefined ? '' : `:${from.port}`}`;
	if (location.startsWith('//')) return parseUrl(`${from.scheme}:${location}`);
	if (location.startsWith('/')) return parseUrl(site + location);
	return parseUrl(`${site}${from.path.slice(0, from.path.lastIndexOf('/') + 1)}${location}`);
}

/** Whether it ends a connection. */
function isBroken(error: unknown): boolean {
	return error instanceof HttpSyntaxError || error instanceof ConnectionError || error instanceof DeadlineError;
}
