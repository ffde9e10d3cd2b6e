import { type DnsRecord, RECORD_TYPES, type RecordType } from '../../../machinery/dns/dns-message.ts';
import type { Task } from '../../../machinery/task.ts';

/** What a zone file says that is no record. */
export class RecordError extends Error {}

interface Defaults {
	readonly origin: string;
	readonly ttlSeconds: number;
	readonly name: string;
}

/** One record as zone files write it: "www 60 IN A 10.0.0.1". Throws RecordError. */
export function parseRecord(words: readonly string[], defaults: Defaults, startsBlank = false): DnsRecord {
	const rest = [...words];
	const name = startsBlank ? defaults.name : absolute(rest.shift() ?? '', defaults.origin);
	let { ttlSeconds } = defaults;
	for (;;) {
		const word = rest[0] ?? '';
		if (/^\d+[smhdw]?$/i.test(word) && !isType(word)) ttlSeconds = seconds(word);
		else if (word.toUpperCase() !== 'IN') break;
		rest.shift();
	}
	const type = (rest.shift() ?? '').toUpperCase();
	if (!isType(type) || type === 'ANY') throw new RecordError(`unknown RR type: "${type}"`);
	const record = { name, type, ttlSeconds, data: dataOf(type, rest, defaults.origin) };
	if (record.data === '') throw new RecordError(`bad ${type} ${type}: "${rest.join(' ')}"`);
	return record;
}

function isType(text: string): text is RecordType {
	return Object.hasOwn(RECORD_TYPES, text);
}

function dataOf(type: RecordType, words: readonly string[], origin: string): string {
	const [first = '', second = ''] = words;
	switch (type) {
		case 'A':
			return /^\d{1,3}(\.\d{1,3}){3}$/.test(first) ? first : '';
		case 'CNAME':
		case 'NS':
		case 'PTR':
			return absolute(first, origin);
		case 'MX':
			return `${first} ${absolute(second, origin)}`;
		case 'SRV':
			return [...words.slice(0, 3), absolute(words[3] ?? '', origin)].join(' ');
		case 'SOA':
			return [
				absolute(first, origin),
				absolute(second, origin),
				...words.slice(2, 7).map((word) => seconds(word)),
			].join(' ');
		case 'TXT':
			return words.join('\0');
		default:
			return first;
	}
}

/** Without the final dot. */
function absolute(name: string, origin: string): string {
	if (name === '@') return origin;
	if (name.endsWith('.')) return name.slice(0, -1);
	return origin === '' ? name : `${name}.${origin}`;
}

function seconds(text: string): number {
	const match = /^(\d+)([smhdw]?)$/i.exec(text);
	if (match === null) throw new RecordError(`not a TTL: "${text}"`);
	return Number(match[1]) * (UNITS[(match[2] as string).toLowerCase()] ?? 1);
}

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A zone file (RFC 1035): $ORIGIN, $TTL, @, comments, records over several lines in parentheses. Throws RecordError. */
export function* parseZoneFile(text: string, zone: string, pause: () => Task<void>): Task<DnsRecord[]> {
	const records: DnsRecord[] = [];
	let origin = zone;
	let ttlSeconds = 3600;
	let name = zone;
	for (const [index, { words, startsBlank, line }] of (yield* logicalLines(text, pause)).entries()) {
		if (index % LINES_A_STEP === LINES_A_STEP - 1) yield* pause();
		const [first = '', second = ''] = words;
		if (first === '$ORIGIN') origin = absolute(second, origin);
		else if (first === '$TTL') ttlSeconds = seconds(second);
		else {
			try {
				const record = parseRecord(words, { origin, ttlSeconds, name }, startsBlank);
				name = record.name;
				records.push({ ...record, name: record.name.toLowerCase() });
			} catch (error) {
				if (!(error instanceof RecordError)) throw error;
				throw new RecordError(`${error.message} at line: ${line}:1`);
			}
		}
	}
	return records;
}

/** Reading so many takes about a millisecond. */
const LINES_A_STEP = 200;

/** A comment begins at a semicolon that stands in no quotes: an even number of them follows. */
function withoutComment(line: string): string {
	if (!line.includes(';')) return line;
	let quotes = 0;
	for (const char of line) if (char === '"') quotes++;
	for (let at = 0; at < line.length; at++) {
		if (line[at] === '"') quotes--;
		else if (line[at] === ';' && quotes % 2 === 0) return line.slice(0, at);
	}
	return line;
}

interface LogicalLine {
	readonly words: string[];
	readonly startsBlank: boolean;
	readonly line: number;
}

/** Lines without comments; those in parentheses are one. */
function* logicalLines(text: string, pause: () => Task<void>): Task<LogicalLine[]> {
	const lines: LogicalLine[] = [];
	let depth = 0;
	for (const [index, raw] of text.split('\n').entries()) {
		if (index % LINES_A_STEP === LINES_A_STEP - 1) yield* pause();
		const line = withoutComment(raw);
		const words = [...line.replace(/[()]/g, ' ').matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
			(match) => match[1] ?? (match[2] as string),
		);
		const open = depth > 0 ? lines.at(-1) : undefined;
		depth += line.split('(').length - line.split(')').length;
		if (open !== undefined) open.words.push(...words);
		else if (words.length > 0) lines.push({ words, startsBlank: /^\s/.test(raw), line: index + 1 });
	}
	return lines;
}
