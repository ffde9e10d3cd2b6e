import type { BlockMatch, DeviceMatch, FilterRule, FilterTarget, PortsMatch } from '../../../kernel/net/filter-rule.ts';
import { Exit } from '../../unix-command.ts';

export const VERSION = 'v1.8.10 (nf_tables)';
export const HINT = "Try `iptables -h' or 'iptables --help' for more information.\n";

/** A mistake in the arguments: status 2. */
export function usageError(message: string, hint = true): Exit {
	return new Exit(2, `iptables ${VERSION}: ${message}\n${hint ? HINT : ''}`);
}

/** What a rule is told of, in the order of its words. */
export interface RuleDraft {
	source?: readonly BlockText[];
	destination?: readonly BlockText[];
	protocol?: { readonly name: string; readonly not: boolean };
	inDevice?: DeviceMatch;
	outDevice?: DeviceMatch;
	readonly matches: MatchDraft[];
	target?: string;
	isGoto: boolean;
	readonly targetWords: string[];
	rejectWith?: string;
	toAddress?: string;
	toPort?: number;
	sourcePorts?: PortsMatch;
	destinationPorts?: PortsMatch;
	states?: { readonly names: readonly string[]; readonly not: boolean };
	icmpType?: { readonly type: number; readonly not: boolean };
	neverMatches: boolean;
}

export interface MatchDraft {
	readonly name: string;
	readonly words: string[];
}

export interface BlockText extends BlockMatch {
	/** "10.0.0.0/8". */
	readonly text: string;
}

export function newDraft(): RuleDraft {
	return { matches: [], targetWords: [], isGoto: false, neverMatches: false };
}

/** The rules of a draft: one for each pair of addresses. */
export function rulesOfDraft(draft: RuleDraft): readonly FilterRule[] {
	const sources = draft.source ?? [undefined];
	const destinations = draft.destination ?? [undefined];
	return sources.flatMap((source) => destinations.map((destination) => ruleOf(draft, source, destination)));
}

function ruleOf(draft: RuleDraft, source: BlockText | undefined, destination: BlockText | undefined): FilterRule {
	const { protocol, inDevice, outDevice, target } = draft;
	const words = [
		...(source === undefined || isEverything(source) ? [] : [not(source), '-s', source.text]),
		...(destination === undefined || isEverything(destination) ? [] : [not(destination), '-d', destination.text]),
		...(inDevice === undefined ? [] : [not(inDevice), '-i', inDevice.name]),
		...(outDevice === undefined ? [] : [not(outDevice), '-o', outDevice.name]),
		...(protocol === undefined ? [] : [not(protocol), '-p', protocol.name]),
		...draft.matches.flatMap(({ name, words: own }) => (own.length === 0 ? ['-m', name] : ['-m', name, ...own])),
		...(target === undefined ? [] : [draft.isGoto ? '-g' : '-j', target, ...draft.targetWords]),
	];
	return {
		text: words.filter((word) => word !== '').join(' '),
		...(source && { source }),
		...(destination && { destination }),
		...(protocol && { protocol }),
		...(inDevice && { inDevice }),
		...(outDevice && { outDevice }),
		...(draft.sourcePorts && { sourcePorts: draft.sourcePorts }),
		...(draft.destinationPorts && { destinationPorts: draft.destinationPorts }),
		...(draft.states && { states: draft.states }),
		...(draft.icmpType && { icmpType: draft.icmpType }),
		...(draft.neverMatches && { neverMatches: true }),
		...(target !== undefined && { target: targetOf(draft, target) }),
	};
}

function targetOf({ rejectWith, toAddress, toPort, isGoto }: RuleDraft, name: string): FilterTarget {
	return {
		name,
		...(rejectWith !== undefined && { rejectWith }),
		...(toAddress !== undefined && { toAddress }),
		...(toPort !== undefined && { toPort }),
		...(isGoto && { isGoto: true }),
	};
}

function isEverything({ size, not: negated }: BlockText): boolean {
	return size === 2 ** 32 && !negated;
}

function not(match: { readonly not: boolean }): string {
	return match.not ? '!' : '';
}

/** "10.0.0.0/8,10.1.2.3", masks in either form. @throws Exit */
export function blocks(text: string, negated: boolean): readonly BlockText[] {
	return text.split(',').map((each) => block(each, negated));
}

function block(text: string, negated: boolean): BlockText {
	const [address = '', mask = '32'] = text.split('/');
	const bits = /^\d+$/.test(mask) ? Number(mask) : maskBits(mask);
	const base = address === 'localhost' ? LOOPBACK : addressValue(address);
	if (base === undefined) throw usageError(`host/network \`${address}' not found`);
	if (bits === undefined || bits > 32) throw usageError(`invalid mask \`${mask}' specified`);
	const size = 2 ** (32 - bits);
	const first = Math.floor(base / size) * size;
	return { base: first, size, not: negated, text: `${addressText(first)}/${bits}` };
}

const LOOPBACK = 127 * 2 ** 24 + 1;

function maskBits(mask: string): number | undefined {
	const value = addressValue(mask);
	if (value === undefined) return undefined;
	const size = 2 ** 32 - value;
	const bits = 32 - Math.log2(size);
	return Number.isInteger(bits) ? bits : undefined;
}

/** Missing parts are zero: "10/8". */
function addressValue(text: string): number | undefined {
	const parts = text.split('.');
	if (parts.length > 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
	while (parts.length < 4) parts.push('0');
	return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressText(value: number): string {
	return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** Ports with names that a host's /etc/services has. */
export const SERVICE_PORTS: ReadonlyMap<string, number> = new Map([
	['ftp', 21],
	['ssh', 22],
	['telnet', 23],
	['smtp', 25],
	['domain', 53],
	['http', 80],
	['kerberos', 88],
	['pop3', 110],
	['sunrpc', 111],
	['ntp', 123],
	['imap2', 143],
	['snmp', 161],
	['ldap', 389],
	['https', 443],
	['syslog', 514],
	['nfs', 2049],
	['mysql', 3306],
	['postgresql', 5432],
	['redis', 6379],
	['http-alt', 8080],
]);

/** "80", "8000:8090", "http". @throws Exit */
export function portRange(text: string): readonly [number, number] {
	const [low = '', high = low] = text.split(':');
	const first = low === '' ? 0 : portNumber(low, text);
	const last = high === '' ? 65_535 : portNumber(high, text);
	if (last < first) throw usageError(`invalid portrange (min > max)`);
	return [first, last];
}

function portNumber(text: string, whole: string): number {
	const known = SERVICE_PORTS.get(text);
	if (known !== undefined) return known;
	if (!/^\d+$/.test(text) || Number(text) > 65_535) throw usageError(`invalid port/service \`${whole}' specified`);
	return Number(text);
}

export function rangeText([low, high]: readonly [number, number]): string {
	return low === high ? String(low) : `${low}:${high}`;
}
