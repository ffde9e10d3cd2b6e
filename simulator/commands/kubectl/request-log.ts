import type { ClientRequest, ClientResponse, Transport } from '../../client/transport.ts';
import { formatJson } from '../../machinery/format-json.ts';
import { reasonPhrase } from '../../machinery/http/http-message.ts';
import { formatQuery, pathEscape } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { UpgradedConnection, UpgradeProtocols, UpgradingTransport } from './remote/remote-session.ts';
import { userAgent } from './version.ts';

/** What `-v=6` and more tells of requests: 6 answers, 7 headers of requests, 8 bodies, 9 curl commands. */
export interface RequestLogOptions {
	readonly level: number;
	readonly server: string;
	readonly now: () => number;
	/** Of the program that asks. */
	readonly release: string | undefined;
	/** Writes a line of klog's. */
	readonly log: (source: string, text: string) => Task<void>;
}

/** Another transport, and what passes through it told. Models client-go transport debuggingRoundTripper. */
export class LoggingTransport implements Transport, UpgradingTransport {
	readonly #inner: Transport & UpgradingTransport;
	readonly #options: RequestLogOptions;

	constructor(inner: Transport & UpgradingTransport, options: RequestLogOptions) {
		this.#inner = inner;
		this.#options = options;
	}

	*request(request: ClientRequest): Task<ClientResponse> {
		// What the server serves is asked anew each time here; the real one has it in ~/.kube/cache and asks nothing.
		if (request.path === '/api' || request.path === '/apis') return yield* this.#inner.request(request);
		const { level, log, now } = this.#options;
		const text = formatQuery([...(request.query ?? [])].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)));
		const url = `${this.#options.server}${pathEscape(request.path)}${text === '' ? '' : `?${text}`}`;
		const headers = headerLines({ 'user-agent': userAgent(this.#options.release), ...request.headers });
		if (level >= 8) yield* log('helper.go:219', `"Request Body" body=${value(bodyText(request.body, level))}`);
		if (level >= 9) {
			yield* log('round_trippers.go:527', `"Request" curlCommand=${value(curl(request.method, url, headers))}`);
		} else if (level >= 7) {
			yield* log(
				'round_trippers.go:527',
				`"Request" verb="${request.method}" url="${url}" headers=${value(`${headers.join('\n')}\n`)}`,
			);
		}
		const startedAt = now();
		const response = yield* this.#inner.request(request);
		const about = level >= 7 && level < 9 ? '' : ` verb="${request.method}" url="${url}"`;
		const told =
			level >= 8 ? ` headers=${value(`${headerLines(Object.fromEntries(response.headers)).join('\n')}\n`)}` : '';
		yield* log(
			'round_trippers.go:632',
			`"Response"${about} status="${response.status} ${reasonPhrase(response.status)}"${told} milliseconds=${Math.floor(now() - startedAt)}`,
		);
		if (level >= 8 && response.stream === undefined)
			yield* log('helper.go:219', `"Response Body" body=${value(bodyText(response.body, level))}`);
		return response;
	}

	upgrade(
		path: string,
		query: readonly (readonly [string, string])[],
		headers: { readonly [name: string]: string },
		protocols: UpgradeProtocols,
	): Task<UpgradedConnection> {
		return this.#inner.upgrade(path, query, headers, protocols);
	}
}

function headerLines(headers: { readonly [name: string]: string | readonly string[] }): string[] {
	return Object.keys(headers)
		.map((name) => ({ name: name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()), value: headers[name] }))
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.map((each) => `${each.name}: ${each.name === 'Authorization' ? masked(String(each.value)) : each.value}`);
}

/** Credentials are not shown. */
function masked(authorization: string): string {
	return authorization.replace(/ .*/, ' <masked>');
}

function curl(method: string, url: string, headers: readonly string[]): string {
	const flags = headers.map((line) => `-H ${JSON.stringify(line)}`).join(' ');
	return `curl -v -X${method}  ${flags} '${url}'\n`;
}

const BODY_MAX: ReadonlyMap<number, number> = new Map([
	[8, 1024],
	[9, 10240],
]);

function bodyText(body: unknown, level: number): string {
	if (body === undefined || body === null) return '';
	const text =
		typeof body === 'string'
			? body
			: body instanceof Uint8Array
				? decodeUtf8(body)
				: `${formatJson(body, { keepOrder: true })}\n`;
	const max = BODY_MAX.get(level);
	if (max === undefined || text.length <= max) return text;
	return `${text.slice(0, max)} [truncated ${text.length - max} chars]`;
}

/** A value of a structured log line: text of several lines stands indented on lines of its own. */
function value(text: string): string {
	if (!text.includes('\n')) return JSON.stringify(text);
	const lines = text.replace(/\n$/, '').split('\n');
	return `<\n${lines.map((line) => `\t${line}\n`).join('')} >`;
}
