import { errorMessage } from '../../kernel/error-message.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader, concatBytes } from '../../machinery/http/byte-reader.ts';
import type { HttpResponseHead } from '../../machinery/http/http-message.ts';
import { encodeRequestHead, HttpHeaders } from '../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, responseBody } from '../../machinery/http/http-reader.ts';
import type { Url } from '../../machinery/http/url.ts';
import { parseUrl } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { clientHandshake } from '../../machinery/tls/client-handshake.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { exists } from '../coreutils/copy-tree.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal } from '../gnu-command.ts';
import { DeadlineError, TimedDuplex } from '../network/deadline.ts';
import { flag, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import type { AppletProgram } from './applet.ts';
import { applet } from './applet.ts';
import { NETWORK_USAGES } from './usage-network.ts';

const options = {
	resume: flag('c', 'continue'),
	quiet: flag('q', 'quiet'),
	output: withValue('O', 'output-document'),
	log: withValue('o', 'output-file'),
	prefix: withValue('P', 'directory-prefix'),
	server: flag('S', 'server-response'),
	timeout: withValue('T', 'timeout'),
	tries: withValue('t', 'tries'),
	agent: withValue('U', 'user-agent'),
	proxy: withValue('Y', 'proxy'),
	header: withValue('header'),
	postData: withValue('post-data'),
	postFile: withValue('post-file'),
	spider: flag('spider'),
	noCheck: flag('no-check-certificate'),
};

type WgetRun = Run<typeof options>;

const REDIRECTS_MAX = 5;
/** Models busybox's default of 15 minutes. */
const TIMEOUT_SECONDS = 900;

export const wget = wgetApplet(true);

/** Releases up to 1.30 do not say where the file goes. */
export const quietWget = wgetApplet(false);

function wgetApplet(saysWhere: boolean): AppletProgram {
	return applet({
		name: 'wget',
		usage: NETWORK_USAGES.wget,
		options,
		failureStatus: 1,
		main: (run) => downloadAll(run, saysWhere),
	});
}

function* downloadAll(run: Run<typeof options>, saysWhere: boolean): Task<number> {
	if (run.operands.length === 0) throw new Fatal('', 1, true);
	for (const operand of run.operands) yield* new Download(run, operand, saysWhere).run();
	return 0;
}

class Download {
	readonly #run: WgetRun;
	readonly #process: Process;
	readonly #original: string;
	readonly #saysWhere: boolean;

	constructor(run: WgetRun, url: string, saysWhere: boolean) {
		this.#run = run;
		this.#saysWhere = saysWhere;
		this.#process = run.process;
		this.#original = url;
	}

	*run(): Task<void> {
		const { values } = this.#run;
		let url = this.#parse(this.#original);
		const body = yield* this.#body();
		for (let redirects = 0; ; redirects++) {
			const duplex = yield* this.#connect(url);
			try {
				const reader = new ByteReader(duplex);
				const head = yield* this.#exchange(url, duplex, reader, body);
				const location = head.headers.get('location');
				if ([301, 302, 303, 307, 308].includes(head.status) && location !== undefined) {
					if (redirects >= REDIRECTS_MAX) throw new Fatal('too many redirections');
					url = this.#parse(location.includes('://') ? location : `${url.scheme}://${authority(url)}${location}`);
					continue;
				}
				if (head.status !== 200 && head.status !== 204 && !(head.status === 206 && values.resume)) {
					const status = `HTTP/1.${head.version.endsWith('0') ? 0 : 1} ${head.status} ${head.reason}`;
					throw new Fatal(`server returned error: ${status.trimEnd()}`);
				}
				if (values.spider) {
					yield* this.#say('remote file exists\n');
					return;
				}
				yield* this.#save(url, head, reader);
				return;
			} catch (error) {
				if (error instanceof DeadlineError) throw new Fatal('download timed out');
				if (error instanceof ConnectionError || error instanceof HttpSyntaxError) {
					throw new Fatal('error getting response');
				}
				throw error;
			} finally {
				duplex.close();
			}
		}
	}

	#parse(text: string): Url {
		const full = text.includes('://') ? text : `http://${text}`;
		const url = parseUrl(full);
		if (url === undefined || (url.scheme !== 'http' && url.scheme !== 'https')) {
			throw new Fatal(`not an http or ftp url: ${text}`);
		}
		return url;
	}

	*#body(): Task<Uint8Array | undefined> {
		const { postData, postFile } = this.#run.values;
		if (postData !== undefined) return encodeUtf8(postData);
		if (postFile === undefined) return undefined;
		try {
			return yield* readFile(this.#process, postFile);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`can't open '${postFile}': ${errorMessage(error.errno)}`);
		}
	}

	/** Progress and the like, which -q silences. */
	*#say(text: string): Task<void> {
		if (this.#run.values.quiet) return;
		yield* this.#process.write(2, encodeUtf8(text));
	}

	*#connect(url: Url): Task<ByteDuplex> {
		const found = yield* resolveHost(this.#process, url.host);
		if (found.kind !== 'found') throw new Fatal(`bad address '${authority(url)}'`);
		const [address = ''] = found.addresses;
		const port = url.port ?? (url.scheme === 'https' ? 443 : 80);
		yield* this.#say(`Connecting to ${authority(url)} (${address}:${port})\n`);
		const timeoutMs = Number(this.#run.values.timeout ?? TIMEOUT_SECONDS) * 1000;
		const deadlineMs = this.#process.now() + timeoutMs;
		let fd: number;
		try {
			fd = yield* this.#process.connect(address, port, this.#run.values.timeout === undefined ? {} : { timeoutMs });
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			if (error.errno === 'ETIMEDOUT' && this.#process.now() >= deadlineMs) throw new Fatal('download timed out');
			throw new Fatal(`can't connect to remote host (${address}): ${errorMessage(error.errno)}`);
		}
		const duplex = new TimedDuplex(this.#process, fd, deadlineMs);
		return url.scheme === 'https' ? yield* this.#secure(duplex, url.host) : duplex;
	}

	/** Busybox's own TLS does not check certificates. */
	*#secure(duplex: ByteDuplex, host: string): Task<ByteDuplex> {
		if (!this.#run.values.noCheck) yield* this.#note('note: TLS certificate validation not implemented');
		const result = yield* clientHandshake(duplex, {
			serverName: /^[\d.]+$/.test(host) ? '' : host,
			verify: () => undefined,
		});
		if (result.kind === 'open') return result.duplex;
		throw new Fatal('TLS error from peer (alert code 40): handshake failure');
	}

	*#note(text: string): Task<void> {
		yield* this.#process.write(2, encodeUtf8(`wget: ${text}\n`));
	}

	*#exchange(url: Url, duplex: ByteDuplex, reader: ByteReader, body: Uint8Array | undefined): Task<HttpResponseHead> {
		const { values, given } = this.#run;
		const own = given.filter(({ key }) => key === 'header').map(({ value = '' }) => value.split(/:\s*/, 2));
		const headers = new HttpHeaders([['Host', authority(url)]]);
		headers.add('User-Agent', values.agent ?? 'Wget');
		headers.add('Connection', 'close');
		if (url.userInfo !== undefined) headers.add('Authorization', `Basic ${encodeBase64(encodeUtf8(url.userInfo))}`);
		for (const [name = '', value = ''] of own) headers.set(name, value);
		if (body !== undefined) {
			if (!headers.has('content-type')) headers.add('Content-Type', 'application/x-www-form-urlencoded');
			headers.add('Content-Length', String(body.length));
		}
		const target = url.path + (url.query === '' ? '' : `?${url.query}`);
		const method = body === undefined ? (values.spider ? 'HEAD' : 'GET') : 'POST';
		const head = encodeRequestHead({ method, target, version: 'HTTP/1.1', headers });
		yield* duplex.write(body === undefined ? head : concatBytes([head, body]));
		const response = yield* readResponseHead(reader);
		if (response === undefined) throw new Fatal('error getting response');
		if (values.server) {
			const lines = [`${response.version} ${response.status} ${response.reason}`];
			for (const [name, value] of response.headers.entries()) lines.push(`${name}: ${value}`);
			yield* this.#process.write(2, encodeUtf8(`${lines.map((line) => `  ${line}`).join('\n')}\n`));
		}
		return response;
	}

	*#save(url: Url, head: HttpResponseHead, reader: ByteReader): Task<void> {
		const { values } = this.#run;
		const base = url.path.slice(url.path.lastIndexOf('/') + 1);
		const name =
			values.output ?? (values.prefix === undefined ? '' : `${values.prefix}/`) + (base === '' ? 'index.html' : base);
		const toStdout = values.output === '-';
		if (values.output === undefined && exists(this.#process, name) && !values.resume) {
			throw new Fatal(`can't open '${name}': File exists`);
		}
		let fd = 1;
		if (!toStdout) {
			try {
				fd = yield* this.#process.open(name, { write: true, create: true, truncate: !values.resume });
				if (values.resume) this.#process.seek(fd, 0, 'end');
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				throw new Fatal(`can't open '${name}': ${errorMessage(error.errno)}`);
			}
		}
		if (this.#saysWhere) yield* this.#say(toStdout ? 'writing to stdout\n' : `saving to '${name}'\n`);
		const body = responseBody(reader, head, 'GET');
		let length = 0;
		for (let piece = yield* body.read(); piece !== undefined; piece = yield* body.read()) {
			length += piece.length;
			yield* this.#process.write(fd, piece);
			yield* this.#process.tick();
		}
		const label = (toStdout ? '-' : name.slice(name.lastIndexOf('/') + 1)).slice(0, 20).padEnd(20);
		yield* this.#say(`${label} 100% |${'*'.repeat(32)}| ${sizeText(length)}  0:00:00 ETA\n`);
		if (!toStdout) this.#process.close(fd);
		if (this.#saysWhere) yield* this.#say(toStdout ? 'written to stdout\n' : `'${name}' saved\n`);
	}
}

function authority(url: Url): string {
	return url.port === undefined ? url.host : `${url.host}:${url.port}`;
}

/** Five columns: bytes, then k, M. */
function sizeText(bytes: number): string {
	if (bytes < 100_000) return String(bytes).padStart(5);
	const kilo = Math.floor(bytes / 1024);
	return `${kilo < 10_000 ? `${kilo}k` : `${Math.floor(kilo / 1024)}M`}`.padStart(5);
}
