import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { type HttpHeaders, type HttpRequestHead, reasonPhrase } from '../../../machinery/http/http-message.ts';
import { HttpSyntaxError, readRequestHead, readWholeBody, requestBody } from '../../../machinery/http/http-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { calendarTime, formatHttpDate } from '../../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { fetchHttp } from '../programs/http-fetch.ts';
import type { Python } from './python-interpreter.ts';
import { addressOf, listeningSocket } from './python-socket.ts';
import { accepted } from './python-ssl.ts';
import { nativeClass, PyClass, PyDict, PyError, PyNative, PyObject, PyTuple, type PyValue } from './python-values.ts';

const BODY_BYTES_MAX = 1_048_576;

/** What a handler has of its request, besides its attributes. */
interface Exchange {
	readonly duplex: ByteDuplex;
	readonly head: HttpRequestHead;
	body: Uint8Array;
	lines: string;
}

const exchangeOf = (self: PyValue | undefined): Exchange => (self as PyObject).native as Exchange;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** "02/Mar/2026 09:00:48". */
function logTime(ms: number): string {
	const { day, month, year, hour, minute, second } = calendarTime(ms);
	const two = (value: number): string => String(value).padStart(2, '0');
	return `${two(day)}/${MONTHS[month - 1]}/${year} ${two(hour)}:${two(minute)}:${two(second)}`;
}

function* logRequest(python: Python, self: PyObject, code: PyValue): Task<PyValue> {
	return yield* python.call(yield* python.attribute(self, 'log_message'), [
		'"%s" %s %s',
		String(self.attributes.get('requestline')),
		String(code),
		'-',
	]);
}

function* logMessage(python: Python, self: PyObject, args: readonly PyValue[]): Task<PyValue> {
	const [format = '', ...values] = args;
	let at = 0;
	const text = String(format).replace(/%[sdr]/g, () => String(values[at++]));
	const client = self.attributes.get('client_address');
	const address = client instanceof PyTuple ? client.items[0] : '-';
	yield* python.flush();
	yield* python.process.write(2, encodeUtf8(`${String(address)} - - [${logTime(python.process.now())}] ${text}\n`));
	return null;
}

function* sendResponse(python: Python, self: PyObject, code: PyValue, phrase: PyValue | undefined): Task<PyValue> {
	yield* logRequest(python, self, code);
	const exchange = exchangeOf(self);
	const number = Number(code);
	const version = python.process.env.get('PYTHON_VERSION') ?? '3.12.3';
	exchange.lines = `HTTP/1.0 ${number} ${phrase === undefined ? reasonPhrase(number) : String(phrase)}\r\nServer: BaseHTTP/0.6 Python/${version}\r\nDate: ${formatHttpDate(python.process.now())}\r\n`;
	return null;
}

function* endHeaders(python: Python, self: PyObject): Task<PyValue> {
	const exchange = exchangeOf(self);
	yield* python.system(exchange.duplex.write(encodeUtf8(`${exchange.lines}\r\n`)));
	exchange.lines = '';
	return null;
}

function* sendError(python: Python, self: PyObject, code: PyValue, message: PyValue | undefined): Task<PyValue> {
	const text = message === undefined ? reasonPhrase(Number(code)) : String(message);
	yield* sendResponse(python, self, code, text);
	const exchange = exchangeOf(self);
	const body = `<!DOCTYPE HTML>\n<html lang="en">\n    <head>\n        <meta charset="utf-8">\n        <title>Error response</title>\n    </head>\n    <body>\n        <h1>Error response</h1>\n        <p>Error code: ${Number(code)}</p>\n        <p>Message: ${text}.</p>\n    </body>\n</html>\n`;
	exchange.lines += `Connection: close\r\nContent-Type: text/html;charset=utf-8\r\nContent-Length: ${body.length}\r\n`;
	yield* endHeaders(python, self);
	yield* python.system(exchange.duplex.write(encodeUtf8(body)));
	return null;
}

const HANDLER = nativeClass('BaseHTTPRequestHandler', {
	send_response: (python, [self, code = 200n, phrase]) => sendResponse(python, self as PyObject, code, phrase),
	send_header: (_, [self, name, value]) => {
		exchangeOf(self).lines += `${String(name)}: ${String(value)}\r\n`;
		return null;
	},
	end_headers: (python, [self]) => endHeaders(python, self as PyObject),
	send_error: (python, [self, code = 404n, message]) => sendError(python, self as PyObject, code, message),
	log_message: (python, [self, ...args]) => logMessage(python, self as PyObject, args),
	__init__: () => null,
});

/** rfile and wfile. */
const STREAM = nativeClass('stream', {
	read: (_, [self, count]) => {
		const exchange = exchangeOf(self);
		const most = count === undefined ? exchange.body.length : Number(count);
		const part = exchange.body.subarray(0, most);
		exchange.body = exchange.body.subarray(most);
		return part;
	},
	write: (python, [self, data]) => writeBody(python, self, data),
	flush: () => null,
});

function* writeBody(python: Python, self: PyValue | undefined, data: PyValue | undefined): Task<PyValue> {
	if (!(data instanceof Uint8Array)) throw python.error('TypeError', "a bytes-like object is required, not 'str'");
	yield* python.system(exchangeOf(self).duplex.write(data));
	return BigInt(data.length);
}

function headersObject(headers: HttpHeaders): PyObject {
	const object = new PyObject(HEADERS);
	object.native = headers;
	return object;
}

const header = (self: PyValue | undefined, name: PyValue | undefined): PyValue =>
	((self as PyObject).native as HttpHeaders).get(String(name)) ?? null;

const HEADERS = nativeClass('HTTPMessage', {
	get: (_, [self, name, usual = null]) => header(self, name) ?? usual,
	__getitem__: (_, [self, name]) => header(self, name),
	__contains__: (_, [self, name]) => header(self, name) !== null,
	items: (python, [self]) =>
		python.call(
			python.parts.method(
				python,
				PyDict.of([...((self as PyObject).native as HttpHeaders).entries()]),
				'items',
			) as PyValue,
			[],
		),
});

function* begin(python: Python, self: PyObject, [where, handler = null]: readonly PyValue[]): Task<PyValue> {
	const [host = '', port = 8_000n] = where instanceof PyTuple ? where.items : [];
	const address = yield* addressOf(python, String(host));
	try {
		self.native = python.process.listen(address, Number(port));
	} catch (error) {
		throw python.failure(error);
	}
	self.attributes.set('socket', listeningSocket(self.native as number));
	self.attributes.set('RequestHandlerClass', handler);
	self.attributes.set('server_address', new PyTuple([address, port]));
	self.attributes.set('server_port', port);
	return null;
}

function* serveForever(python: Python, self: PyObject): Task<PyValue> {
	for (;;) {
		const { fd, address, port } = yield* python.system(python.process.accept(self.native as number));
		yield* serveOne(python, self, processDuplex(python.process, fd), new PyTuple([address, BigInt(port)]));
	}
}

function* serveOne(python: Python, server: PyObject, duplex: ByteDuplex, client: PyTuple): Task<void> {
	try {
		const own = yield* accepted(server.attributes.get('socket'), duplex);
		if (own === undefined) return;
		const reader = new ByteReader(own);
		const head = yield* readRequestHead(reader);
		if (head === undefined) return;
		const body = (yield* readWholeBody(requestBody(reader, head), BODY_BYTES_MAX)) ?? new Uint8Array(0);
		yield* handle(python, server, { duplex: own, head, body, lines: '' }, client);
	} catch (error) {
		if (error instanceof ConnectionError || error instanceof HttpSyntaxError) return;
		throw error;
	} finally {
		duplex.close();
	}
}

function* handle(python: Python, server: PyObject, exchange: Exchange, client: PyTuple): Task<void> {
	const type = server.attributes.get('RequestHandlerClass');
	if (!(type instanceof PyClass)) throw python.error('TypeError', 'the handler is no class');
	const { head } = exchange;
	const object = new PyObject(type);
	const stream = new PyObject(STREAM);
	stream.native = exchange;
	object.native = exchange;
	for (const [name, value] of [
		['path', head.target],
		['command', head.method],
		['request_version', head.version],
		['requestline', `${head.method} ${head.target} ${head.version}`],
		['client_address', client],
		['headers', headersObject(head.headers)],
		['rfile', stream],
		['wfile', stream],
		['server', server],
	] as const)
		object.attributes.set(name, value);
	const method = type.find(`do_${head.method}`);
	try {
		if (method === undefined) yield* sendError(python, object, 501n, `Unsupported method ('${head.method}')`);
		else yield* python.call(method, [object]);
	} catch (error) {
		if (
			!(error instanceof PyError) ||
			error.value.type.name === 'SystemExit' ||
			error.value.type.name === 'KeyboardInterrupt'
		)
			throw error;
		// A request that fails does not end the server.
		const address = String(client.items[0]);
		const text = `----------------------------------------\nException occurred during processing of request from ('${address}', ${String(client.items[1])})\n${error.value.type.name}: ${yield* python.str(error.value)}\n----------------------------------------\n`;
		yield* python.process.write(2, encodeUtf8(text));
	}
	yield* python.flush();
}

const SERVER = nativeClass('HTTPServer', {
	__init__: (python, [self, ...args]) => begin(python, self as PyObject, args),
	serve_forever: (python, [self]) => serveForever(python, self as PyObject),
	server_close: () => null,
	shutdown: () => null,
	__enter__: (_, [self]) => self as PyValue,
	__exit__: () => null,
});

export function httpServerModule(): ReadonlyMap<string, PyValue> {
	return new Map<string, PyValue>([
		['HTTPServer', SERVER],
		['ThreadingHTTPServer', SERVER],
		['TCPServer', SERVER],
		['BaseHTTPRequestHandler', HANDLER],
	]);
}

const RESPONSE = nativeClass('http.client.HTTPResponse', {
	read: (_, [self]) => (self as PyObject).attributes.get('_body') as PyValue,
	getcode: (_, [self]) => (self as PyObject).attributes.get('status') as PyValue,
	__enter__: (_, [self]) => self as PyValue,
	__exit__: () => null,
	close: () => null,
});

/** "X-request-id": as urllib writes a header's name. */
const capitalized = (name: PyValue | undefined): string =>
	`${String(name).slice(0, 1).toUpperCase()}${String(name).slice(1).toLowerCase()}`;

const headersOf = (self: PyValue | undefined): PyDict => (self as PyObject).attributes.get('headers') as PyDict;
const dataOf = (self: PyValue | undefined): PyValue => (self as PyObject).attributes.get('data') ?? null;

/** Models Lib/urllib/request.py Request. */
const REQUEST = nativeClass('Request', {
	__init__: (python, [self, target, data = null, given = null, ...more], named) => {
		const request = self as PyObject;
		const url = String(target ?? named.get('url'));
		const [, host, selector = '/'] = /^\w+:\/\/([^/]*)(\/.*)?$/.exec(url) ?? [];
		if (host === undefined) throw python.error('ValueError', `unknown url type: '${url}'`);
		const headers = named.get('headers') ?? given;
		const pairs = headers instanceof PyDict ? [...headers.entries.values()] : [];
		const wanted = named.get('method') ?? more[2] ?? null;
		for (const [name, value] of [
			['full_url', url],
			['host', host],
			['selector', selector],
			['data', named.get('data') ?? data],
			['headers', PyDict.of(pairs.map(([name, value]) => [capitalized(name), value]))],
			['method', wanted],
		] as const)
			request.attributes.set(name, value);
		return null;
	},
	add_header: (_, [self, name, value = null]) => {
		headersOf(self).set(capitalized(name), value);
		return null;
	},
	get_header: (_, [self, name = '', usual = null]) => headersOf(self).get(name) ?? usual,
	has_header: (_, [self, name = '']) => headersOf(self).get(name) !== undefined,
	get_full_url: (_, [self]) => (self as PyObject).attributes.get('full_url') as PyValue,
	get_method: (_, [self]) => methodOf(self as PyObject),
});

function methodOf(request: PyObject): string {
	const wanted = request.attributes.get('method') ?? null;
	return wanted !== null ? String(wanted) : dataOf(request) === null ? 'GET' : 'POST';
}

function* openUrl(
	python: Python,
	asked: PyValue | undefined,
	given: PyValue,
	failures: { url: PyClass; http: PyClass },
): Task<PyValue> {
	const request = asked instanceof PyObject && asked.type === REQUEST ? asked : undefined;
	const target = String(request === undefined ? asked : request.attributes.get('full_url'));
	const data = given ?? (request === undefined ? null : dataOf(request));
	const [, host, port, path = '/'] = /^http:\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(target) ?? [];
	const fail = (type: PyClass, text: string): PyError => {
		const object = new PyObject(type);
		object.attributes.set('args', new PyTuple([text]));
		object.attributes.set('reason', text);
		return new PyError(object);
	};
	if (host === undefined) throw fail(failures.url, '<urlopen error unknown url type>');
	const body = data instanceof Uint8Array ? data : undefined;
	const fetched = yield* fetchHttp(python.process, {
		host,
		port: Number(port ?? '80'),
		target: path,
		method: request === undefined ? (body === undefined ? 'GET' : 'POST') : methodOf(request),
		headers: headersToSend(request),
		...(body === undefined ? {} : { body }),
	});
	if (fetched.kind !== 'answer') {
		const why = {
			'unknown host': '[Errno -2] Name or service not known',
			refused: '[Errno 111] Connection refused',
			timeout: '[Errno 110] Connection timed out',
			broken: '[Errno 104] Connection reset by peer',
		}[fetched.kind];
		throw fail(failures.url, `<urlopen error ${why}>`);
	}
	if (fetched.status >= 400) {
		const error = fail(failures.http, `HTTP Error ${fetched.status}: ${reasonPhrase(fetched.status)}`);
		error.value.attributes.set('code', BigInt(fetched.status));
		throw error;
	}
	const made = new PyObject(RESPONSE);
	made.attributes.set('status', BigInt(fetched.status));
	made.attributes.set('code', BigInt(fetched.status));
	made.attributes.set('_body', fetched.body);
	made.attributes.set('headers', headersObject(fetched.headers));
	return made;
}

function headersToSend(request: PyObject | undefined): [string, string][] {
	const own = request === undefined ? [] : [...headersOf(request).entries.values()];
	const pairs = own.map(([name, value]): [string, string] => [String(name), String(value)]);
	return pairs.some(([name]) => name === 'User-agent') ? pairs : [['User-Agent', 'Python-urllib/3.12'], ...pairs];
}

export function urllibModule(python: Python): ReadonlyMap<string, PyValue> {
	const known = python.modules.get('urllib.request') ?? python.modules.get('urllib.error');
	if (known !== undefined) return known.attributes;
	const url = new PyClass('urllib.error.URLError', [python.errors.get('OSError') as PyClass]);
	const http = new PyClass('urllib.error.HTTPError', [url]);
	return new Map<string, PyValue>([
		['URLError', url],
		['HTTPError', http],
		[
			'urlopen',
			new PyNative('urlopen', (each, [target, data], named) =>
				openUrl(each, target ?? named.get('url'), data ?? named.get('data') ?? null, { url, http }),
			),
		],
		['Request', REQUEST],
	]);
}
