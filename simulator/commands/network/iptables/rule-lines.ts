import type { FilterEntry, ShownChain } from '../../../kernel/net/filter-tables.ts';
import { SERVICE_PORTS } from './rule-words.ts';

export interface ListStyle {
	readonly numeric: boolean;
	readonly verbose: boolean;
	readonly numbers: boolean;
}

/**
 * A chain of `iptables -L`, line by line.
 * @param uses rules that go to it.
 * @param only a rule's place, from 1.
 */
export function* chainListing(
	chain: ShownChain,
	uses: number,
	style: ListStyle,
	only: number | undefined,
): Generator<string, void> {
	const numberOf = (index: number): string => (style.numbers ? String(index + 1).padEnd(5) : '');
	if (only !== undefined) {
		const rule = chain.rules[only - 1];
		yield `${rule === undefined ? '' : numberOf(only - 1) + ruleLine(rule, style)}\n`;
		return;
	}
	for (const line of headOf(chain, uses, style)) yield `${line}\n`;
	for (const [index, rule] of chain.rules.entries()) yield `${numberOf(index)}${ruleLine(rule, style)}\n`;
}

function headOf({ name, policy, policyPackets }: ShownChain, uses: number, style: ListStyle): string[] {
	const { verbose, numbers } = style;
	const count = verbose ? ` ${policyPackets} packets, ${policyPackets * 60} bytes` : '';
	const about = policy === undefined ? `${uses} references` : `policy ${policy}${count}`;
	const number = numbers ? 'num  ' : '';
	const columns = verbose
		? `${number} pkts bytes target     prot opt in     out     source               destination         `
		: `${number}target     prot opt source               destination         `;
	return [`Chain ${name} (${about})`, columns];
}

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { icmp: '1', tcp: '6', udp: '17', sctp: '132' };
const PORT_NAMES: ReadonlyMap<number, string> = new Map([...SERVICE_PORTS].map(([name, port]) => [port, name]));
const ICMP_NAMES: Readonly<Record<string, string>> = {
	'0': 'echo-reply',
	'3': 'destination-unreachable',
	'8': 'echo-request',
};

/** One rule as `-L` shows it, from its words. */
function ruleLine({ text, packets, bytes }: FilterEntry, style: ListStyle): string {
	const words = wordsOf(text);
	const general = new Map<string, { value: string; not: boolean }>();
	const details: string[] = [];
	let target = '';
	let not = false;
	let at = 0;
	while (at < words.length) {
		const word = words[at++] as string;
		if (word === '!') {
			not = true;
			continue;
		}
		if (GENERAL.has(word)) general.set(word, { value: words[at++] ?? '', not });
		else if (word === '-m') at++;
		else if (word === '-j' || word === '-g') {
			target = words[at++] ?? '';
			details.push(`${targetDetails(target, words.slice(at))}${word === '-g' ? '[goto] ' : ''}`);
			at = words.length;
		} else if (word.startsWith('--')) {
			const values: string[] = [];
			while (at < words.length && !/^(?:-[a-z]|--[a-z][-a-z]*|!)$/.test(words[at] as string))
				values.push(words[at++] as string);
			details.push(matchDetails(word, values, not, general.get('-p')?.value ?? '', style.numeric));
		}
		not = false;
	}
	return (
		columnsOf(general, target, packets, bytes, style) +
		details
			.filter((each) => each !== '')
			.map((each) => ` ${each}`)
			.join('')
	);
}

const GENERAL = new Set(['-s', '-d', '-p', '-i', '-o']);

function columnsOf(
	general: ReadonlyMap<string, { readonly value: string; readonly not: boolean }>,
	target: string,
	packets: number,
	bytes: number,
	{ numeric, verbose }: ListStyle,
): string {
	const anywhere = numeric ? '0.0.0.0/0' : 'anywhere';
	const shown = (flag: string, fallback: string): string => {
		const found = general.get(flag);
		return found === undefined ? fallback : `${found.not ? '!' : ''}${found.value.replace(/\/32$/, '')}`;
	};
	const name = general.get('-p')?.value;
	const protocol = name === undefined ? (numeric ? '0' : 'all') : numeric ? (PROTOCOL_NUMBERS[name] ?? name) : name;
	const signed = `${general.get('-p')?.not === true ? '!' : ''}${protocol}`;
	const ends = `${shown('-s', anywhere).padEnd(19)}  ${shown('-d', anywhere).padEnd(19)} `;
	if (!verbose) return `${target.padEnd(9)}  ${signed.padEnd(4)} --  ${ends}`;
	const devices = `${shown('-i', '*').padEnd(6)} ${shown('-o', '*').padEnd(7)}`;
	return `${counted(packets)} ${counted(bytes)} ${target.padEnd(9)}  ${signed.padEnd(4)} --  ${devices} ${ends}`;
}

/** Five columns. Models xtables_print_num. */
function counted(value: number): string {
	if (value < 100_000) return String(value).padStart(5);
	const thousands = Math.round(value / 1000);
	return thousands < 10_000
		? `${String(thousands).padStart(4)}K`
		: `${String(Math.round(thousands / 1000)).padStart(4)}M`;
}

function wordsOf(text: string): readonly string[] {
	return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) =>
		quoted === undefined ? (plain as string) : quoted.replace(/\\(.)/g, '$1'),
	);
}

function matchDetails(
	option: string,
	values: readonly string[],
	not: boolean,
	protocol: string,
	numeric: boolean,
): string {
	const [value = ''] = values;
	const mark = not ? '!' : '';
	const port = (): string => {
		const known = numeric ? undefined : PORT_NAMES.get(Number(value));
		return `${value.includes(':') ? 's' : ''}:${mark}${known ?? value}`;
	};
	switch (option) {
		case '--dport':
			return `${protocol} dpt${port()}`;
		case '--sport':
			return `${protocol} spt${port()}`;
		case '--dports':
		case '--sports':
		case '--ports':
			return `multiport ${option.slice(2)} ${not ? '!' : ''}${value}`;
		case '--state':
			return `${not ? '! ' : ''}state ${value}`;
		case '--ctstate':
			return `${not ? '! ' : ''}ctstate ${value}`;
		case '--icmp-type':
			return value === 'any'
				? 'icmp any'
				: numeric
					? `icmptype ${mark}${value}`
					: `icmp ${mark}${ICMP_NAMES[value] ?? `type ${value}`}`;
		case '--comment':
			return `/* ${value} */`;
		case '--mark':
			return `mark match ${not ? '!' : ''}${not ? ' ' : ''}${value}`.replace('!  ', '! ');
		case '--probability':
			return `statistic mode random probability ${value}`;
		case '--mode':
		case '--limit-burst':
			return '';
		case '--limit':
			return `limit: avg ${value} burst 5`;
		case '--dst-type':
			return `ADDRTYPE match ${not ? '!' : ''}dst-type ${value}`;
		case '--src-type':
			return `ADDRTYPE match src-type ${not ? '!' : ''}${value}`;
		case '--tcp-flags':
			return `${protocol} flags:${mark}${flagBits(value)}/${flagBits(values[1] ?? '')}`;
		case '--uid-owner':
			return `${mark}owner UID match ${value}`;
		case '--mac-source':
			return `MAC ${mark}${value}`;
		case '--src-range':
			return `source IP range ${mark}${value}`;
		case '--dst-range':
			return `destination IP range ${mark}${value}`;
		case '--match-set':
			return `${not ? '! ' : ''}match-set ${values.join(' ')}`;
		default:
			return '';
	}
}

function flagBits(text: string): string {
	const bits = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];
	const sum =
		text === 'ALL'
			? 63
			: text.split(',').reduce((all, each) => all + (bits.includes(each) ? 1 << bits.indexOf(each) : 0), 0);
	return `0x${sum.toString(16).toUpperCase().padStart(2, '0')}`;
}

function targetDetails(target: string, words: readonly string[]): string {
	const value = (option: string): string | undefined => {
		const at = words.indexOf(option);
		return at < 0 ? undefined : words[at + 1];
	};
	switch (target) {
		case 'REJECT':
			return `reject-with ${value('--reject-with') ?? 'icmp-port-unreachable'}`;
		case 'DNAT':
			return `to:${value('--to-destination') ?? ''}`;
		case 'SNAT':
			return `to:${value('--to-source') ?? ''}`;
		case 'REDIRECT':
			return value('--to-ports') === undefined ? '' : `redir ports ${value('--to-ports')}`;
		case 'MASQUERADE':
			return words.includes('--random-fully') ? 'random-fully' : '';
		case 'MARK': {
			const set = value('--set-xmark') ?? value('--set-mark') ?? '';
			return /^(0x[0-9a-f]+)\/\1$/.test(set) ? `MARK or ${set.split('/')[0]}` : `MARK xset ${set}`;
		}
		case 'LOG': {
			const prefix = value('--log-prefix');
			return `LOG flags 0 level ${value('--log-level') ?? '4'}${prefix === undefined ? '' : ` prefix ${JSON.stringify(prefix)}`}`;
		}
		default:
			return '';
	}
}
