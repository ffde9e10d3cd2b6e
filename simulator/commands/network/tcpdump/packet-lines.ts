import type { TappedPacket } from '../../../kernel/net/packet-taps.ts';
import { DnsFormatError, decodeDnsMessage, recordTypeName } from '../../../machinery/dns/dns-message.ts';
import { fnv32a } from '../../../machinery/fnv.ts';
import { calendarTime } from '../../../machinery/timestamp.ts';

export interface LineStyle {
	/** Ports as numbers. */
	readonly numeric: boolean;
	/** 0: with a time; 1: without. */
	readonly timeless: boolean;
	readonly quiet: boolean;
	readonly ascii: boolean;
	readonly hex: boolean;
	/** Before each packet where several devices are listened to: "eth0  In  ". */
	readonly device: string;
}

const SERVICES: Readonly<Record<number, string>> = {
	22: 'ssh',
	53: 'domain',
	80: 'http',
	123: 'ntp',
	443: 'https',
	3306: 'mysql',
	5432: 'postgresql',
	6379: 'redis',
	8080: 'http-alt',
};

/** Writes packets as tcpdump does: numbers of TCP count from the connection's beginning. */
export class PacketWriter {
	/** Bytes seen, by sender and receiver. */
	readonly #sent = new Map<string, number>();

	/** @param atMs when it passed. */
	lines(packet: TappedPacket, atMs: number, style: LineStyle): string {
		const time = style.timeless ? '' : `${clock(atMs)} `;
		const about = packet.protocol === 'tcp' ? this.#segment(packet, style) : other(packet);
		const ends = `${endText(packet, packet.source, style)} > ${endText(packet, packet.destination, style)}`;
		const head = `${time}${style.device}IP ${ends}: ${about}\n`;
		if (packet.data.length === 0) return head;
		if (style.hex) return head + hexLines(packet.data, style.ascii);
		return style.ascii ? `${head}${printable(packet.data)}\n` : head;
	}

	#segment({ source, destination, flags, data }: TappedPacket, { quiet }: LineStyle): string {
		const key = `${source.address}:${source.port}>${destination.address}:${destination.port}`;
		const back = `${destination.address}:${destination.port}>${source.address}:${source.port}`;
		const sent = this.#sent.get(key) ?? 1;
		const got = this.#sent.get(back) ?? 1;
		if (this.#sent.size > 4_096) this.#sent.clear();
		const size = flags.startsWith('F') ? 1 : data.length;
		this.#sent.set(key, flags.startsWith('S') ? 1 : sent + size);
		if (quiet) return `tcp ${data.length}`;
		const first = fnv32a(key);
		if (flags === 'S')
			return `Flags [S], seq ${first}, win 64240, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0`;
		if (flags === 'S.') {
			return `Flags [S.], seq ${first}, ack ${fnv32a(back) + 1}, win 65160, options [mss 1460,sackOK,TS val 1 ecr 1,nop,wscale 7], length 0`;
		}
		if (flags === 'R.') return `Flags [R.], seq 0, ack ${fnv32a(back) + 1}, win 0, length 0`;
		const seq = data.length > 0 ? `seq ${sent}:${sent + data.length}, ` : flags.startsWith('F') ? `seq ${sent}, ` : '';
		return `Flags [${flags}], ${seq}ack ${got}, win 502, length ${data.length}${httpText(data, source.port, destination.port)}`;
	}
}

function httpText(data: Uint8Array, ...ports: readonly number[]): string {
	if (data.length === 0 || !ports.some((port) => port === 80 || port === 8080)) return '';
	const [first = ''] = text(data.subarray(0, 120)).split('\r\n');
	return /^[\x20-\x7e]+$/.test(first) ? `: HTTP: ${first}` : ': HTTP';
}

function other({ protocol, source, destination, data, echo }: TappedPacket): string {
	if (protocol === 'icmp') {
		const id = fnv32a(`${echo?.isReply ? destination.address : source.address}`) % 65_536;
		return `ICMP echo ${echo?.isReply ? 'reply' : 'request'}, id ${id}, seq ${echo?.sequence ?? 0}, length 64`;
	}
	const dns = source.port === 53 || destination.port === 53 ? dnsText(data) : undefined;
	return dns ?? `UDP, length ${data.length}`;
}

/** Models print-domain.c. */
function dnsText(data: Uint8Array): string | undefined {
	try {
		const { id, response, recursionDesired, authoritative, code, questions, answers, authorities, additionals } =
			decodeDnsMessage(data);
		const [asked] = questions;
		if (!response) {
			const type = asked === undefined ? '' : ` ${recordTypeName(asked.type) ?? `Type${asked.type}`}? ${asked.name}.`;
			return `${id}${recursionDesired ? '+' : ''}${type} (${data.length})`;
		}
		const failure = code === 'NOERROR' ? '' : ` ${CODES[code] ?? code}`;
		const found = answers
			.map(({ type, data: value }) => ` ${type} ${/[a-z]$/i.test(value) ? `${value}.` : value}`)
			.join(',');
		return `${id}${authoritative ? '*' : ''}${failure} ${answers.length}/${authorities.length}/${additionals.length}${found} (${data.length})`;
	} catch (error) {
		if (error instanceof DnsFormatError) return undefined;
		throw error;
	}
}

const CODES: Readonly<Record<string, string>> = {
	NXDOMAIN: 'NXDomain',
	SERVFAIL: 'ServFail',
	REFUSED: 'Refused',
	FORMERR: 'FormErr',
};

function endText(
	{ protocol }: TappedPacket,
	{ address, port }: TappedPacket['source'],
	{ numeric }: LineStyle,
): string {
	if (protocol === 'icmp') return address;
	return `${address}.${numeric ? port : (SERVICES[port] ?? port)}`;
}

function clock(ms: number): string {
	const { hour, minute, second, millisecond } = calendarTime(ms);
	const two = (value: number): string => String(value).padStart(2, '0');
	return `${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}000`;
}

function text(data: Uint8Array): string {
	return String.fromCharCode(...data);
}

function printable(data: Uint8Array): string {
	return text(data.subarray(0, 4_096)).replace(/[^\x20-\x7e\n\r\t]/g, '.');
}

function hexLines(data: Uint8Array, ascii: boolean): string {
	const lines: string[] = [];
	for (let at = 0; at < Math.min(data.length, 4_096); at += 16) {
		const row = [...data.subarray(at, at + 16)];
		const pairs: string[] = [];
		for (let index = 0; index < row.length; index += 2) {
			pairs.push(
				row
					.slice(index, index + 2)
					.map((byte) => byte.toString(16).padStart(2, '0'))
					.join(''),
			);
		}
		const own = String.fromCharCode(...row).replace(/[^\x20-\x7e]/g, '.');
		lines.push(`\t0x${at.toString(16).padStart(4, '0')}:  ${pairs.join(' ').padEnd(39)}${ascii ? `  ${own}` : ''}\n`);
	}
	return lines.join('');
}
