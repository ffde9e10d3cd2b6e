import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

/** Types of records that the world knows; others travel as their number. */
export const RECORD_TYPES = {
	A: 1,
	NS: 2,
	CNAME: 5,
	SOA: 6,
	PTR: 12,
	MX: 15,
	TXT: 16,
	AAAA: 28,
	SRV: 33,
	ANY: 255,
} as const;

export type RecordType = keyof typeof RECORD_TYPES;

export const RESPONSE_CODES = {
	NOERROR: 0,
	FORMERR: 1,
	SERVFAIL: 2,
	NXDOMAIN: 3,
	NOTIMP: 4,
	REFUSED: 5,
} as const;

export type ResponseCode = keyof typeof RESPONSE_CODES;

export interface DnsQuestion {
	/** Absolute, without the final dot, in the case it was asked in. '' is the root. */
	readonly name: string;
	readonly type: number;
	readonly class: number;
}

/** A record's data as text: an address, a name, "priority weight port target", TXT strings joined by NUL. */
export interface DnsRecord {
	readonly name: string;
	readonly type: RecordType;
	readonly ttlSeconds: number;
	readonly data: string;
}

export interface DnsMessage {
	readonly id: number;
	readonly response: boolean;
	readonly authoritative: boolean;
	readonly truncated: boolean;
	readonly recursionDesired: boolean;
	readonly recursionAvailable: boolean;
	readonly code: ResponseCode;
	readonly questions: readonly DnsQuestion[];
	readonly answers: readonly DnsRecord[];
	readonly authorities: readonly DnsRecord[];
	readonly additionals: readonly DnsRecord[];
	/** Of a query, or of an answer to one: what its sender can take. Absent: it knows nothing of EDNS. */
	readonly edns?: DnsExtensions;
}

/** RFC 6891. */
export interface DnsExtensions {
	readonly udpBytes: number;
	readonly dnssecOk: boolean;
	/** RFC 7873, as hexadecimal digits. */
	readonly cookie?: string;
}

/** Bytes that are no DNS message. */
export class DnsFormatError extends Error {}

/** A query with recursion desired. */
export function dnsQuery(id: number, name: string, type: RecordType): DnsMessage {
	return {
		id,
		response: false,
		authoritative: false,
		truncated: false,
		recursionDesired: true,
		recursionAvailable: false,
		code: 'NOERROR',
		questions: [{ name, type: RECORD_TYPES[type], class: 1 }],
		answers: [],
		authorities: [],
		additionals: [],
	};
}

/** The type's name, or undefined when the world has none for it. */
export function recordTypeName(type: number): RecordType | undefined {
	for (const name of Object.keys(RECORD_TYPES) as RecordType[]) if (RECORD_TYPES[name] === type) return name;
	return undefined;
}

/** Why DNS cannot carry a name, as BIND's tools word it; undefined when it can. */
export function nameProblem(name: string): string | undefined {
	const text = name.replace(/\.$/, '');
	const lengths = text === '' ? [] : text.split('.').map((label) => encodeUtf8(label).length);
	if (lengths.includes(0)) return 'empty label';
	if (lengths.some((length) => length > LABEL_BYTES_MAX)) return 'label too long';
	return encodeUtf8(text).length > NAME_BYTES_MAX ? 'ran out of space' : undefined;
}

const LABEL_BYTES_MAX = 63;
const NAME_BYTES_MAX = 253;

/** The length of a message is told in two bytes. */
const MESSAGE_BYTES_MAX = 65_535;

/**
 * In the wire format of RFC 1035, names compressed. Of a message that is too long the answers that fit remain, and it
 * says so. Models CoreDNS request.Scrub. Throws DnsFormatError when a name is too long.
 */
export function encodeDnsMessage(message: DnsMessage): Uint8Array {
	const whole = new MessageWriter();
	const fitting = whole.message(message);
	if (fitting === undefined) return whole.bytes();
	const cut = new MessageWriter();
	const answers = message.answers.slice(0, fitting);
	cut.message({ ...message, truncated: true, answers, authorities: [], additionals: [] });
	return cut.bytes();
}

/** The pseudo record of EDNS, and one of its options. */
const OPT = 41;
const COOKIE_OPTION = 10;
const EXTENSIONS_BYTES_MAX = 64;

class MessageWriter {
	readonly #bytes: number[] = [];
	readonly #names = new Map<string, number>();

	bytes(): Uint8Array {
		return Uint8Array.from(this.#bytes);
	}

	/** Writes what fits. How many answers do; undefined when all of it does. */
	message(message: DnsMessage): number | undefined {
		this.uint16(message.id);
		this.uint16(
			(message.response ? 0x8000 : 0) |
				(message.authoritative ? 0x0400 : 0) |
				(message.truncated ? 0x0200 : 0) |
				(message.recursionDesired ? 0x0100 : 0) |
				(message.recursionAvailable ? 0x0080 : 0) |
				RESPONSE_CODES[message.code],
		);
		const { edns } = message;
		const counts = [message.questions, message.answers, message.authorities].map(({ length }) => length);
		for (const count of [...counts, message.additionals.length + (edns === undefined ? 0 : 1)]) this.uint16(count);
		for (const question of message.questions) {
			this.name(question.name);
			this.uint16(question.type);
			this.uint16(question.class);
		}
		const room = MESSAGE_BYTES_MAX - (edns === undefined ? 0 : EXTENSIONS_BYTES_MAX);
		let written = 0;
		for (const section of [message.answers, message.authorities, message.additionals]) {
			for (const record of section) {
				this.record(record);
				if (this.#bytes.length > room) return Math.min(written, message.answers.length);
				written++;
			}
		}
		if (edns !== undefined) this.extensions(edns);
		return undefined;
	}

	uint16(value: number): void {
		this.#bytes.push((value >> 8) & 255, value & 255);
	}

	uint32(value: number): void {
		this.uint16(Math.floor(value / 65_536));
		this.uint16(value % 65_536);
	}

	name(name: string): void {
		let rest = name.replace(/\.$/, '');
		if (rest.length > NAME_BYTES_MAX) throw new DnsFormatError('name is too long');
		while (rest !== '') {
			const known = this.#names.get(rest.toLowerCase());
			if (known !== undefined) {
				this.uint16(0xc000 | known);
				return;
			}
			if (this.#bytes.length < 0x4000) this.#names.set(rest.toLowerCase(), this.#bytes.length);
			const dot = rest.indexOf('.');
			const label = encodeUtf8(dot < 0 ? rest : rest.slice(0, dot));
			if (label.length === 0 || label.length > LABEL_BYTES_MAX) throw new DnsFormatError('label is empty or too long');
			this.#bytes.push(label.length, ...label);
			rest = dot < 0 ? '' : rest.slice(dot + 1);
		}
		this.#bytes.push(0);
	}

	extensions({ udpBytes, dnssecOk, cookie }: DnsExtensions): void {
		const bytes = (cookie?.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16));
		this.name('');
		this.uint16(OPT);
		this.uint16(udpBytes);
		this.uint32(dnssecOk ? 0x8000 : 0);
		this.uint16(cookie === undefined ? 0 : 4 + bytes.length);
		if (cookie === undefined) return;
		this.uint16(COOKIE_OPTION);
		this.uint16(bytes.length);
		this.#bytes.push(...bytes);
	}

	record(record: DnsRecord): void {
		this.name(record.name);
		this.uint16(RECORD_TYPES[record.type]);
		this.uint16(1);
		this.uint32(record.ttlSeconds);
		const lengthAt = this.#bytes.length;
		this.uint16(0);
		this.#data(record);
		const length = this.#bytes.length - lengthAt - 2;
		this.#bytes[lengthAt] = length >> 8;
		this.#bytes[lengthAt + 1] = length & 255;
	}

	#data({ type, data }: DnsRecord): void {
		const parts = data.split(' ');
		switch (type) {
			case 'A':
				this.#bytes.push(...data.split('.').map(Number));
				return;
			case 'AAAA':
				for (const group of expandIpv6(data)) this.uint16(group);
				return;
			case 'CNAME':
			case 'NS':
			case 'PTR':
				this.name(data);
				return;
			case 'SRV':
				for (const number of parts.slice(0, 3)) this.uint16(Number(number));
				this.name(parts[3] ?? '');
				return;
			case 'MX':
				this.uint16(Number(parts[0]));
				this.name(parts[1] ?? '');
				return;
			case 'SOA':
				this.name(parts[0] ?? '');
				this.name(parts[1] ?? '');
				for (const number of parts.slice(2, 7)) this.uint32(Number(number));
				return;
			case 'TXT':
				for (const text of data.split('\0')) {
					const bytes = encodeUtf8(text).subarray(0, 255);
					this.#bytes.push(bytes.length, ...bytes);
				}
				return;
			case 'ANY':
				throw new Error('assertion failed: no record has type ANY');
		}
	}
}

/** Reads a message. Throws DnsFormatError. Records of unknown types are left out. */
export function decodeDnsMessage(bytes: Uint8Array): DnsMessage {
	const reader = new MessageReader(bytes);
	const id = reader.uint16();
	const flags = reader.uint16();
	const counts = [reader.uint16(), reader.uint16(), reader.uint16(), reader.uint16()] as const;
	const questions: DnsQuestion[] = [];
	for (let i = 0; i < counts[0]; i++) {
		questions.push({ name: reader.name(), type: reader.uint16(), class: reader.uint16() });
	}
	const codes = Object.keys(RESPONSE_CODES) as ResponseCode[];
	const [answers, authorities, additionals] = counts.slice(1).map((count) => reader.records(count)) as [
		DnsRecord[],
		DnsRecord[],
		DnsRecord[],
	];
	const { edns } = reader;
	return {
		id,
		response: (flags & 0x8000) !== 0,
		authoritative: (flags & 0x0400) !== 0,
		truncated: (flags & 0x0200) !== 0,
		recursionDesired: (flags & 0x0100) !== 0,
		recursionAvailable: (flags & 0x0080) !== 0,
		code: codes[flags & 15] ?? 'SERVFAIL',
		questions,
		answers,
		authorities,
		additionals,
		...(edns !== undefined && { edns }),
	};
}

class MessageReader {
	readonly #bytes: Uint8Array;
	/** What was read of it so far. */
	edns: DnsExtensions | undefined;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	uint8(): number {
		const byte = this.#bytes[this.#at++];
		if (byte === undefined) throw new DnsFormatError('message is cut short');
		return byte;
	}

	uint16(): number {
		return this.uint8() * 256 + this.uint8();
	}

	uint32(): number {
		return this.uint16() * 65_536 + this.uint16();
	}

	name(): string {
		const labels: string[] = [];
		let back: number | undefined;
		for (let jumps = 0; ; ) {
			const length = this.uint8();
			if (length === 0) break;
			if (length >= 0xc0) {
				const target = (length & 0x3f) * 256 + this.uint8();
				back ??= this.#at;
				if (++jumps > 64) throw new DnsFormatError('name points in a circle');
				this.#at = target;
				continue;
			}
			if (length > 63 || this.#at + length > this.#bytes.length) throw new DnsFormatError('bad label');
			labels.push(decodeUtf8(this.#bytes.subarray(this.#at, this.#at + length)));
			this.#at += length;
			if (labels.length > 128) throw new DnsFormatError('name is too long');
		}
		if (back !== undefined) this.#at = back;
		return labels.join('.');
	}

	records(count: number): DnsRecord[] {
		const records: DnsRecord[] = [];
		for (let i = 0; i < count; i++) {
			const name = this.name();
			const number = this.uint16();
			const type = recordTypeName(number);
			const ofClass = this.uint16();
			const ttlSeconds = this.uint32();
			const end = this.uint16() + this.#at;
			if (number === OPT) this.#extensions(ofClass, ttlSeconds, end);
			const data = type === undefined ? undefined : this.#data(type, end);
			if (type !== undefined && data !== undefined) records.push({ name, type, ttlSeconds, data });
			this.#at = end;
		}
		return records;
	}

	#extensions(udpBytes: number, flags: number, end: number): void {
		let cookie: string | undefined;
		while (this.#at + 4 <= end) {
			const option = this.uint16();
			const bytes = Array.from({ length: Math.min(this.uint16(), Math.max(0, end - this.#at)) }, () => this.uint8());
			if (option === COOKIE_OPTION) cookie = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
		}
		this.edns = { udpBytes, dnssecOk: (flags & 0x8000) !== 0, ...(cookie !== undefined && { cookie }) };
	}

	#data(type: RecordType, end: number): string | undefined {
		switch (type) {
			case 'A':
				return [this.uint8(), this.uint8(), this.uint8(), this.uint8()].join('.');
			case 'AAAA':
				return Array.from({ length: 8 }, () => this.uint16().toString(16)).join(':');
			case 'CNAME':
			case 'NS':
			case 'PTR':
				return this.name();
			case 'SRV':
				return `${this.uint16()} ${this.uint16()} ${this.uint16()} ${this.name()}`;
			case 'MX':
				return `${this.uint16()} ${this.name()}`;
			case 'SOA': {
				const names = `${this.name()} ${this.name()}`;
				return `${names} ${Array.from({ length: 5 }, () => this.uint32()).join(' ')}`;
			}
			case 'TXT': {
				const texts: string[] = [];
				while (this.#at < end) {
					const length = this.uint8();
					texts.push(decodeUtf8(this.#bytes.subarray(this.#at, this.#at + length)));
					this.#at += length;
				}
				return texts.join('\0');
			}
			default:
				return undefined;
		}
	}
}

/** The eight groups of an IPv6 text. */
function expandIpv6(text: string): number[] {
	const [head = '', tail] = text.split('::');
	const left = head === '' ? [] : head.split(':');
	const right = tail === undefined || tail === '' ? [] : tail.split(':');
	const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
	return [...left, ...Array.from({ length: zeros }, () => '0'), ...right].map((group) => Number.parseInt(group, 16));
}
