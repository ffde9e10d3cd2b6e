import { encodeUtf8 } from '../utf8.ts';

/** Header fields in the order and spelling in which they are sent; names are compared without case. */
export class HttpHeaders {
	readonly #fields: [string, string][];

	constructor(fields: Iterable<readonly [string, string]> = []) {
		this.#fields = [...fields].map(([name, value]) => [name, value]);
	}

	/** The first value. */
	get(name: string): string | undefined {
		const lower = name.toLowerCase();
		return this.#fields.find(([each]) => each.toLowerCase() === lower)?.[1];
	}

	all(name: string): string[] {
		const lower = name.toLowerCase();
		return this.#fields.filter(([each]) => each.toLowerCase() === lower).map(([, value]) => value);
	}

	has(name: string): boolean {
		return this.get(name) !== undefined;
	}

	/** Whether a comma-separated header has this token ("Connection: keep-alive, Upgrade"). */
	hasToken(name: string, token: string): boolean {
		return this.all(name).some((value) => value.split(',').some((each) => each.trim().toLowerCase() === token));
	}

	add(name: string, value: string): void {
		this.#fields.push([name, value]);
	}

	set(name: string, value: string): void {
		const lower = name.toLowerCase();
		const at = this.#fields.findIndex(([each]) => each.toLowerCase() === lower);
		if (at < 0) {
			this.add(name, value);
			return;
		}
		this.delete(name);
		this.#fields.splice(at, 0, [name, value]);
	}

	delete(name: string): void {
		const lower = name.toLowerCase();
		for (let i = this.#fields.length - 1; i >= 0; i--) {
			if ((this.#fields[i] as [string, string])[0].toLowerCase() === lower) this.#fields.splice(i, 1);
		}
	}

	entries(): readonly (readonly [string, string])[] {
		return this.#fields;
	}
}

export interface HttpRequestHead {
	readonly method: string;
	/** As on the request line: "/api/v1/pods?limit=500". */
	readonly target: string;
	readonly version: 'HTTP/1.1' | 'HTTP/1.0';
	readonly headers: HttpHeaders;
}

export interface HttpResponseHead {
	readonly status: number;
	/** "OK". */
	readonly reason: string;
	readonly version: 'HTTP/1.1' | 'HTTP/1.0';
	readonly headers: HttpHeaders;
}

export function encodeRequestHead(head: HttpRequestHead): Uint8Array {
	return encodeHead(`${head.method} ${head.target} ${head.version}`, head.headers);
}

export function encodeResponseHead(head: HttpResponseHead): Uint8Array {
	return encodeHead(`${head.version} ${head.status} ${head.reason}`, head.headers);
}

/** One chunk of a chunked body. Empty data would end the body: it gives nothing instead. */
export function encodeChunk(data: Uint8Array): Uint8Array {
	if (data.length === 0) return data;
	const size = encodeUtf8(`${data.length.toString(16)}\r\n`);
	const out = new Uint8Array(size.length + data.length + 2);
	out.set(size);
	out.set(data, size.length);
	out[out.length - 2] = 13;
	out[out.length - 1] = 10;
	return out;
}

/** The end of a chunked body. */
export function lastChunk(): Uint8Array {
	return encodeUtf8('0\r\n\r\n');
}

/** "content-type" → "Content-Type", as Go's net/http writes names. */
export function canonicalHeaderName(name: string): string {
	return name.toLowerCase().replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
}

/** The reason phrase of a status code; '' for one that has none. */
export function reasonPhrase(status: number): string {
	return REASONS.get(status) ?? '';
}

const REASONS: ReadonlyMap<number, string> = new Map([
	[100, 'Continue'],
	[101, 'Switching Protocols'],
	[200, 'OK'],
	[201, 'Created'],
	[202, 'Accepted'],
	[204, 'No Content'],
	[206, 'Partial Content'],
	[301, 'Moved Permanently'],
	[302, 'Found'],
	[303, 'See Other'],
	[304, 'Not Modified'],
	[307, 'Temporary Redirect'],
	[308, 'Permanent Redirect'],
	[400, 'Bad Request'],
	[401, 'Unauthorized'],
	[403, 'Forbidden'],
	[404, 'Not Found'],
	[405, 'Method Not Allowed'],
	[406, 'Not Acceptable'],
	[408, 'Request Timeout'],
	[409, 'Conflict'],
	[410, 'Gone'],
	[411, 'Length Required'],
	[412, 'Precondition Failed'],
	[413, 'Request Entity Too Large'],
	[415, 'Unsupported Media Type'],
	[417, 'Expectation Failed'],
	[422, 'Unprocessable Entity'],
	[426, 'Upgrade Required'],
	[429, 'Too Many Requests'],
	[431, 'Request Header Fields Too Large'],
	[500, 'Internal Server Error'],
	[501, 'Not Implemented'],
	[502, 'Bad Gateway'],
	[503, 'Service Unavailable'],
	[504, 'Gateway Timeout'],
	[505, 'HTTP Version Not Supported'],
]);

function encodeHead(firstLine: string, headers: HttpHeaders): Uint8Array {
	let text = `${firstLine}\r\n`;
	for (const [name, value] of headers.entries()) text += `${name}: ${value.replace(/[\r\n]/g, ' ')}\r\n`;
	return encodeUtf8(`${text}\r\n`);
}
