import { SystemError } from '../../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../../kernel/serving/http-server.ts';
import { encodeBase64 } from '../../../machinery/base64.ts';
import { reasonPhrase } from '../../../machinery/http/http-message.ts';
import { sha1 } from '../../../machinery/sha1.ts';
import { nothing, type Task, type Wait } from '../../../machinery/task.ts';
import { formatHttpDate } from '../../../machinery/timestamp.ts';
import { type Fetched, fetchHttp } from '../programs/http-fetch.ts';
import { bytesOf } from './js-buffers.ts';
import type { Js } from './js-interpreter.ts';
import { define } from './js-natives.ts';
import { JsArray, JsObject, type JsValue } from './js-values.ts';

const STATUSES =
	'100 101 200 201 202 203 204 205 206 301 302 303 304 307 308 400 401 402 403 404 405 406 407 408 409 410 411 412 413 414 415 416 417 418 422 425 426 428 429 431 451 500 501 502 503 504 505 507 511';

const CLOSES: [string, string] = ['Connection', 'close'];
const KEEPS: readonly [string, string][] = [
	['Connection', 'keep-alive'],
	['Keep-Alive', 'timeout=5'],
];

interface Listener {
	isOpen: boolean;
}

/** What `http` is made of: listening, and one request to others. */
export function httpModule(js: Js): JsObject {
	const module = js.object();
	define(js, module, {
		listen: (_, __, [port, host, accept]) => listen(js, Number(port), host, accept),
		close: (_, __, [address]) => {
			const listener = listeners.get(address as JsObject);
			if (listener?.isOpen === true) js.loop.alive--;
			if (listener !== undefined) listener.isOpen = false;
			return undefined;
		},
		fetch: (_, __, [options, done]) => beginFetch(js, options as JsObject, done),
		etag: (_, __, [data]) => {
			const bytes = bytesOf(data);
			return `W/"${bytes.length.toString(16)}-${encodeBase64(sha1(bytes)).slice(0, 27)}"`;
		},
	});
	const listeners = new Map<JsObject, Listener>();
	const listen = (own: Js, port: number, host: JsValue, accept: JsValue): JsValue => {
		const listener: Listener = { isOpen: true };
		const address = begin(own, listener, port, host, accept);
		listeners.set(address, listener);
		return address;
	};
	module.properties.set(
		'statusCodes',
		js.object(STATUSES.split(' ').map((code) => [code, reasonPhrase(Number(code))] as const)),
	);
	return module;
}

function begin(js: Js, listener: Listener, port: number, host: JsValue, accept: JsValue): JsObject {
	const address = host === 'localhost' ? '127.0.0.1' : host === undefined || host === '::' ? '0.0.0.0' : String(host);
	try {
		serveHttp(js.process, js.loop, address, port, {
			handle: (request) => handle(js, listener, request, accept),
			refuse: () => ({ status: 400, headers: [], body: '', close: true }),
			connectionHeader: true,
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const where = `${host === undefined ? '::' : address}:${port}`;
		const words = error.errno === 'EADDRINUSE' ? 'address already in use' : 'permission denied';
		throw js.error('Error', `listen ${error.errno}: ${words} ${where}`, [
			['code', error.errno],
			['errno', error.errno === 'EADDRINUSE' ? -98 : -13],
			['syscall', 'listen'],
			['address', host === undefined ? '::' : address],
			['port', port],
		]);
	}
	js.loop.alive++;
	js.roots.add(accept);
	return js.object([
		['address', host === undefined ? '::' : address],
		['family', host === undefined ? 'IPv6' : 'IPv4'],
		['port', port],
	]);
}

/** Hands a request to the program, and waits until it has answered. */
function* handle(js: Js, listener: Listener, request: HttpRequest, accept: JsValue): Task<HttpAnswer> {
	if (!listener.isOpen) return { status: 503, headers: [], body: '', close: true };
	let answer: HttpAnswer | undefined;
	let wake: (() => void) | undefined;
	const respond = js.native('', (_, __, [status, reason, headers, body, isChunked]) => {
		const pairs = headersOf(headers);
		const has = (name: string): boolean => pairs.some(([own]) => own.toLowerCase() === name);
		if (!has('date')) pairs.push(['Date', formatHttpDate(js.process.now())]);
		const closes =
			request.headers.hasToken('connection', 'close') ||
			(request.version === 'HTTP/1.0' && !request.headers.hasToken('connection', 'keep-alive'));
		if (!has('connection')) pairs.push(...(closes ? [CLOSES] : KEEPS));
		answer = {
			status: Number(status),
			reason: String(reason),
			headers: pairs,
			body: bytesOf(body),
			chunked: isChunked === true,
		};
		js.loop.job(nothing);
		wake?.();
		return undefined;
	});
	js.loop.job(() => hand(js, accept, request, respond));
	const answered: Wait = {
		arm: (go) => {
			wake = go;
			return () => {
				wake = undefined;
			};
		},
	};
	while (answer === undefined) yield answered;
	return answer;
}

function* hand(js: Js, accept: JsValue, request: HttpRequest, respond: JsValue): Task<void> {
	const headers = js.object();
	for (const [name, value] of request.headers.entries()) {
		const key = name.toLowerCase();
		const old = headers.own(key);
		js.put(headers, key, old === undefined ? value : `${old as string}, ${value}`);
	}
	const fields = js.object([
		['method', request.method],
		['url', request.target],
		['headers', headers],
		['rawHeaders', js.array([...request.headers.entries()].flat())],
		['body', js.buffer(request.body)],
		['remoteAddress', `::ffff:${request.remote.address}`],
		['remotePort', request.remote.port],
		['localPort', request.local.port],
	]);
	yield* js.call(accept, undefined, [fields, respond]);
}

function headersOf(value: JsValue): [string, string][] {
	if (!(value instanceof JsArray)) return [];
	return value.items.flatMap((pair) =>
		pair instanceof JsArray ? [[String(pair.items[0]), String(pair.items[1])] as [string, string]] : [],
	);
}

function beginFetch(js: Js, options: JsObject, done: JsValue): JsValue {
	js.loop.alive++;
	js.loop.add(fetching(js, options, done));
	return undefined;
}

function* fetching(js: Js, options: JsObject, done: JsValue): Task<void> {
	const field = (name: string): string => String(options.properties.get(name) ?? '');
	const own = options.properties.get('headers');
	const headers =
		own instanceof JsObject ? own.keys().map((key) => [key, String(own.properties.get(key))] as const) : [];
	const [host, port] = [field('hostname'), Number(field('port')) || 80];
	const result = yield* fetchHttp(js.process, {
		host,
		port,
		method: field('method'),
		target: field('path'),
		headers,
		body: bytesOf(options.properties.get('body') as JsValue),
	});
	js.loop.job(() => handBack(js, result, { host, port }, done));
}

const FAILURES = {
	'unknown host': ['ENOTFOUND', 'getaddrinfo'],
	refused: ['ECONNREFUSED', 'connect'],
	timeout: ['ETIMEDOUT', 'connect'],
	broken: ['ECONNRESET', 'read'],
} as const;

function* handBack(
	js: Js,
	result: Fetched,
	{ host, port }: { readonly host: string; readonly port: number },
	done: JsValue,
): Task<void> {
	js.loop.alive--;
	if (result.kind !== 'answer') {
		const [code, call] = FAILURES[result.kind];
		const where = call === 'getaddrinfo' ? ` ${host}` : call === 'connect' ? ` ${host}:${port}` : '';
		const text = code === 'ECONNRESET' ? 'socket hang up' : `${call} ${code}${where}`;
		const error = js.error('Error', text, [
			['code', code],
			['syscall', call],
			['hostname', host],
		]);
		yield* js.call(done, undefined, [error.value]);
		return;
	}
	const headers = js.object([...result.headers.entries()].map(([name, value]) => [name.toLowerCase(), value] as const));
	const fields = js.object([
		['statusCode', result.status],
		['statusMessage', reasonPhrase(result.status)],
		['headers', headers],
		['body', js.buffer(result.body)],
	]);
	yield* js.call(done, undefined, [null, fields]);
}
