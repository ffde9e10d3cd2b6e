import type { StreamInspector, StreamPassage } from '../../../kernel/net/inspection.ts';
import { concatBytes } from '../../../machinery/http/byte-reader.ts';
import { compileRe2, type Regexp, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import { formatHttpDate } from '../../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { HttpRule } from './cilium-policy.ts';

/** Models Envoy's max_request_headers_kb. */
const HEAD_BYTES_MAX = 60 * 1024;
const EMPTY = new Uint8Array();

interface RequestHead {
	readonly method: string;
	readonly target: string;
	/** Names in small letters. */
	readonly headers: ReadonlyMap<string, string>;
}

type HttpTest = (head: RequestHead) => boolean;

/** Why a rule cannot be read: "error parsing regexp: …". */
export function httpRuleProblem({ method = '', path = '', host = '' }: HttpRule): string | undefined {
	for (const pattern of [path, method, host]) {
		try {
			if (pattern !== '') compileRe2(pattern);
		} catch (error) {
			if (!(error instanceof RegexpSyntaxError)) throw error;
			return `error parsing regexp: ${error.message}${error.fragment === '' ? '' : `: \`${error.fragment}\``}`;
		}
	}
	return undefined;
}

/** Models pkg/envoy getHTTPRule. */
export function httpTest(rule: HttpRule): HttpTest {
	const whole = (pattern: string | undefined): Pick<Regexp, 'test'> | undefined =>
		pattern === undefined || pattern === '' ? undefined : wholeMatch(pattern);
	const [method, path, host] = [whole(rule.method), whole(rule.path), whole(rule.host)];
	const wanted = [
		...(rule.headers ?? []).map((text) => {
			const at = text.search(/[: ]/);
			if (at < 0) return { name: text, value: undefined };
			return { name: text.slice(0, at), value: text.slice(at + 1).trim() };
		}),
		// Other ways to deal with a mismatch than to drop let the request pass.
		...(rule.headerMatches ?? []).filter(({ mismatch }) => mismatch === undefined),
	];
	return ({ method: verb, target, headers }) =>
		(method === undefined || method.test(verb)) &&
		(path === undefined || path.test(target)) &&
		(host === undefined || host.test(headers.get('host') ?? '')) &&
		wanted.every(({ name, value }) => {
			const is = headers.get(name.toLowerCase());
			return is !== undefined && (value === undefined || is === value);
		});
}

/** Longer ones match nothing, and nothing longer is matched: nobody may be held up. */
const PATTERN_LENGTH_MAX = 1_024;
const TEXT_LENGTH_MAX = 2_048;

function wholeMatch(pattern: string): Pick<Regexp, 'test'> {
	if (pattern.length > PATTERN_LENGTH_MAX) return { test: () => false };
	const regexp = compileRe2(`^(?:${pattern})$`);
	return { test: (text) => text.length <= TEXT_LENGTH_MAX && regexp.test(text) };
}

/** Where the proxy is in what the client sends. */
type Stage =
	| { readonly kind: 'head' }
	| { readonly kind: 'body'; left: number; readonly passes: boolean }
	| { readonly kind: 'chunks'; left: number; line: string; at: 'size' | 'data' | 'trailer'; readonly passes: boolean }
	/** No longer HTTP, or over. */
	| { readonly kind: 'rest'; readonly passes: boolean };

/**
 * Reads requests as they pass and answers those that no rule allows. Models Envoy with Cilium's L7 filter. Differs: what
 * passes is not rewritten, so that servers' own headers stay.
 */
export class HttpProxy implements StreamInspector {
	readonly #tests: readonly HttpTest[];
	readonly #now: () => number;
	#head: Uint8Array = EMPTY;
	#stage: Stage = { kind: 'head' };
	#toServer: Uint8Array[] = [];
	#toClient: Uint8Array[] = [];
	#swallowedBytes = 0;
	#closes = false;

	/** @param tests one of them must hold. */
	constructor(tests: readonly HttpTest[], now: () => number) {
		this.#tests = tests;
		this.#now = now;
	}

	fromClient(data: Uint8Array): StreamPassage {
		this.#toServer = [];
		this.#toClient = [];
		this.#swallowedBytes = 0;
		this.#closes = false;
		let rest: Uint8Array = data;
		while (rest.length > 0) rest = this.#take(rest);
		return {
			toServer: this.#toServer,
			toClient: this.#toClient,
			swallowedBytes: this.#swallowedBytes,
			closes: this.#closes,
		};
	}

	/** What is left of the data. */
	#take(data: Uint8Array): Uint8Array {
		const stage = this.#stage;
		switch (stage.kind) {
			case 'head':
				return this.#takeHead(data);
			case 'body': {
				const own = data.subarray(0, stage.left);
				this.#put(own, stage.passes);
				stage.left -= own.length;
				if (stage.left === 0) this.#stage = { kind: 'head' };
				return data.subarray(own.length);
			}
			case 'chunks':
				return this.#takeChunks(data, stage);
			case 'rest':
				this.#put(data, stage.passes);
				return EMPTY;
		}
	}

	#put(data: Uint8Array, passes: boolean): void {
		if (passes) this.#toServer.push(data);
		else this.#swallowedBytes += data.length;
	}

	#takeHead(data: Uint8Array): Uint8Array {
		const bytes = this.#head.length === 0 ? data : concatBytes([this.#head, data]);
		const end = endOfHead(bytes);
		if (end < 0) {
			// A client that speaks TLS never ends a line.
			const isOther = bytes.length > 0 && !/^[A-Z]/.test(String.fromCharCode(bytes[0] as number));
			if (isOther || bytes.length > HEAD_BYTES_MAX) return this.#refuse(bytes);
			this.#head = bytes.slice();
			return EMPTY;
		}
		this.#head = EMPTY;
		const own = bytes.subarray(0, end);
		const head = headOf(decodeUtf8(own));
		if (head === undefined) return this.#refuse(bytes);
		const passes = this.#tests.some((test) => test(head));
		this.#put(own.slice(), passes);
		if (!passes) this.#answer(403, 'Forbidden', 'Access denied\r\n');
		this.#stage = stageAfter(head, passes);
		return bytes.subarray(end);
	}

	#takeChunks(data: Uint8Array, stage: Stage & { kind: 'chunks' }): Uint8Array {
		if (stage.at === 'data') {
			const own = data.subarray(0, stage.left);
			this.#put(own, stage.passes);
			stage.left -= own.length;
			if (stage.left === 0) stage.at = 'size';
			return data.subarray(own.length);
		}
		const newline = data.indexOf(10);
		const own = newline < 0 ? data : data.subarray(0, newline + 1);
		this.#put(own, stage.passes);
		stage.line += decodeUtf8(own);
		if (newline >= 0) {
			const line = stage.line.trim();
			stage.line = '';
			if (stage.at === 'trailer') {
				if (line === '') this.#stage = { kind: 'head' };
			} else if (line !== '') {
				const size = Number.parseInt(line, 16);
				if (!(size > 0)) stage.at = 'trailer';
				else {
					// The line's end behind the data belongs to it.
					stage.left = size + 2;
					stage.at = 'data';
				}
			}
		}
		return data.subarray(own.length);
	}

	#refuse(bytes: Uint8Array): Uint8Array {
		this.#head = EMPTY;
		this.#swallowedBytes += bytes.length;
		this.#answer(400, 'Bad Request', 'Bad Request', 'connection: close\r\n');
		this.#closes = true;
		this.#stage = { kind: 'rest', passes: false };
		return EMPTY;
	}

	#answer(status: number, reason: string, body: string, more = ''): void {
		const head = `HTTP/1.1 ${status} ${reason}\r\ncontent-length: ${body.length}\r\ncontent-type: text/plain\r\ndate: ${formatHttpDate(this.#now())}\r\nserver: envoy\r\n${more}\r\n`;
		this.#toClient.push(encodeUtf8(head + body));
	}
}

/** Behind the empty line; −1 when it has not come. */
function endOfHead(bytes: Uint8Array): number {
	for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
		if (bytes[at + 1] === 10) return at + 2;
		if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3;
	}
	return -1;
}

function headOf(text: string): RequestHead | undefined {
	const [first = '', ...lines] = text.split(/\r?\n/);
	const match = /^([A-Za-z]+) (\S+) HTTP\/1\.[01]$/.exec(first);
	if (match === null) return undefined;
	const headers = new Map<string, string>();
	for (const line of lines) {
		const colon = line.indexOf(':');
		if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
	}
	const target = (match[2] as string).replace(/^https?:\/\/[^/]*/, '');
	return { method: match[1] as string, target: target === '' ? '/' : target, headers };
}

function stageAfter({ method, headers }: RequestHead, passes: boolean): Stage {
	if (headers.get('transfer-encoding')?.toLowerCase().includes('chunked')) {
		return { kind: 'chunks', left: 0, line: '', at: 'size', passes };
	}
	const left = Number(headers.get('content-length') ?? '0');
	if (left > 0) return { kind: 'body', left, passes };
	if (passes && (method === 'CONNECT' || headers.has('upgrade'))) return { kind: 'rest', passes };
	return { kind: 'head' };
}
