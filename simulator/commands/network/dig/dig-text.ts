import type { DnsMessage, DnsRecord } from '../../../machinery/dns/dns-message.ts';
import type { DigQuery } from './dig-options.ts';

/** Data as master files have it. */
export function presentation({ type, data }: DnsRecord): string {
	switch (type) {
		case 'TXT':
			return data
				.split('\0')
				.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`)
				.join(' ');
		case 'CNAME':
		case 'NS':
		case 'PTR':
		case 'MX':
		case 'SRV':
			return `${data}.`;
		case 'SOA': {
			const [name, mail, ...numbers] = data.split(' ');
			return `${name}. ${mail}. ${numbers.join(' ')}`;
		}
		default:
			return data;
	}
}

/** The heading, the pseudo section and the sections of a message. Models bind9 bin/dig/dig.c printmessage. */
export function messageText(query: DigQuery, message: DnsMessage, sent?: { readonly bytes: number }): string {
	const shows = (part: string): boolean => !query.hidden.has(part);
	const out: string[] = [];
	if (shows('comments')) out.push(...headingLines(message, sent !== undefined));
	if (shows('question')) {
		if (shows('comments')) out.push(';; QUESTION SECTION:');
		for (const { name } of message.questions) {
			// The semicolon takes no room of the columns.
			const question = `${name}.`;
			const wide = query.multiline ? ' ' : '\t';
			out.push(`;${question}${tabTo(question.length, 24)}${query.multiline ? '' : '\t'}IN${wide}${query.type}`);
		}
		if (shows('comments')) out.push('');
	}
	for (const [part, title, records] of [
		['answer', 'ANSWER', message.answers],
		['authority', 'AUTHORITY', message.authorities],
		['additional', 'ADDITIONAL', message.additionals],
	] as const) {
		if (!shows(part) || records.length === 0) continue;
		if (shows('comments')) out.push(`;; ${title} SECTION:`);
		for (const record of records) out.push(recordText(query, record));
		if (shows('comments')) out.push('');
	}
	if (sent !== undefined && shows('stats')) out.push(`;; QUERY SIZE: ${sent.bytes}`, '');
	return out.map((line) => `${line}\n`).join('');
}

function headingLines(message: DnsMessage, isSent: boolean): string[] {
	const { code, id, questions, answers, authorities, additionals, edns } = message;
	const flags = [
		...(message.response ? ['qr'] : []),
		...(message.authoritative ? ['aa'] : []),
		...(message.truncated ? ['tc'] : []),
		...(message.recursionDesired ? ['rd'] : []),
		...(message.recursionAvailable ? ['ra'] : []),
		...(isSent ? ['ad'] : []),
	];
	const more = additionals.length + (edns === undefined ? 0 : 1);
	const lines = [
		isSent ? ';; Sending:' : ';; Got answer:',
		`;; ->>HEADER<<- opcode: QUERY, status: ${code}, id: ${id}`,
		`;; flags: ${flags.join(' ')}; QUERY: ${questions.length}, ANSWER: ${answers.length}, AUTHORITY: ${authorities.length}, ADDITIONAL: ${more}`,
	];
	if (!isSent && message.recursionDesired && !message.recursionAvailable) {
		lines.push(';; WARNING: recursion requested but not available');
	}
	lines.push('');
	if (edns === undefined) return lines;
	lines.push(';; OPT PSEUDOSECTION:', `; EDNS: version: 0, flags:${edns.dnssecOk ? ' do' : ''}; udp: ${edns.udpBytes}`);
	if (edns.cookie !== undefined) lines.push(`; COOKIE: ${edns.cookie}${isSent ? '' : ' (echoed)'}`);
	return lines;
}

function recordText(query: DigQuery, record: DnsRecord): string {
	const owner = `${record.name}.`;
	const ttl = query.ttlUnits ? unitsOf(record.ttlSeconds) : String(record.ttlSeconds);
	const words = [...(query.ttl ? [ttl] : []), ...(query.class ? ['IN'] : []), record.type];
	const between = query.multiline ? ' ' : '\t';
	const head = `${owner}${tabTo(owner.length, 24)}${words.join(between)}`;
	return query.multiline && record.type === 'SOA' ? `${head} ${soaText(record)}` : `${head}\t${presentation(record)}`;
}

/** Models bind9 lib/dns/rdata/generic/soa_6.c totext. */
function soaText({ data }: DnsRecord): string {
	const [name, mail, ...numbers] = data.split(' ');
	const rows = ['serial', 'refresh', 'retry', 'expire', 'minimum'].map((what, at) => {
		const value = numbers[at] as string;
		const spelled = at === 0 ? '' : ` (${spelledOut(Number(value))})`;
		return `\t\t\t\t${value.padEnd(10)} ; ${what}${spelled}`;
	});
	return [`${name}. ${mail}. (`, ...rows, '\t\t\t\t)'].join('\n');
}

const UNITS = [
	['week', 604_800],
	['day', 86_400],
	['hour', 3_600],
	['minute', 60],
	['second', 1],
] as const;

function partsOf(seconds: number): (readonly [string, number])[] {
	let rest = seconds;
	return UNITS.flatMap(([unit, size]) => {
		const count = Math.floor(rest / size);
		rest %= size;
		return count > 0 ? [[unit, count] as const] : [];
	});
}

function spelledOut(seconds: number): string {
	const parts = partsOf(seconds);
	return parts.length === 0
		? '0 seconds'
		: parts.map(([unit, count]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ');
}

function unitsOf(seconds: number): string {
	const parts = partsOf(seconds);
	return parts.length === 0 ? '0s' : parts.map(([unit, count]) => `${count}${unit.charAt(0)}`).join('');
}

/** Tabs from one column to another, one at least. */
function tabTo(from: number, to: number): string {
	return '\t'.repeat(Math.max(1, Math.ceil((to - from) / 8)));
}
