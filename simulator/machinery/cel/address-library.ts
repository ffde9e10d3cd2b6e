import { celFault } from './cel-fault.ts';
import { type CelFunctions, declareFunctions } from './cel-overload.ts';
import { CIDR, IP } from './cel-type-names.ts';
import { CelOpaque } from './cel-value.ts';
import {
	formatIpAddress,
	type IpAddress,
	type IpNetwork,
	maskedNetwork,
	networkContains,
	parseIpAddress,
	parseIpNetwork,
} from './ip-address.ts';

class CelIp extends CelOpaque {
	readonly type = IP;
	override readonly size: number;
	readonly address: IpAddress;
	constructor(address: IpAddress) {
		super();
		this.address = address;
		this.size = address.bits / 8;
	}

	equals(other: this): boolean {
		return this.address.bits === other.address.bits && this.address.value === other.address.value;
	}
}

class CelCidr extends CelOpaque {
	readonly type = CIDR;
	override readonly size: number;
	readonly network: IpNetwork;
	constructor(network: IpNetwork) {
		super();
		this.network = network;
		this.size = Math.ceil(network.prefix / 8);
	}

	equals({ network }: this): boolean {
		const { address, prefix } = this.network;
		return (
			prefix === network.prefix && address.bits === network.address.bits && address.value === network.address.value
		);
	}
}

function ipOf(text: string): CelIp {
	const address = parseIpAddress(text);
	if (address !== undefined) return new CelIp(address);
	const quoted = JSON.stringify(text);
	throw celFault(
		`IP Address ${quoted} parse error during conversion from string: ParseAddr(${quoted}): unable to parse IP`,
	);
}

function cidrOf(text: string): CelCidr {
	const network = parseIpNetwork(text);
	if (network !== undefined) return new CelCidr(network);
	const quoted = JSON.stringify(text);
	const why = text.includes('/') ? `ParseAddr(${JSON.stringify(text.split('/')[0])}): unable to parse IP` : "no '/'";
	throw celFault(`network address parse error during conversion from string: netip.ParsePrefix(${quoted}): ${why}`);
}

function inRange(cidrs: readonly string[]): (ip: CelIp) => boolean {
	const networks = cidrs.map((cidr) => cidrOf(cidr).network);
	return ({ address }) => networks.some((network) => networkContains(network, address));
}

const IS_UNSPECIFIED = inRange(['0.0.0.0/32', '::/128']);
const IS_LOOPBACK = inRange(['127.0.0.0/8', '::1/128']);
const IS_LINK_LOCAL = inRange(['169.254.0.0/16', 'fe80::/10']);
const NOT_GLOBAL = [
	...[IS_UNSPECIFIED, IS_LOOPBACK, IS_LINK_LOCAL],
	...[inRange(['224.0.0.0/4', 'ff00::/8']), inRange(['255.255.255.255/32'])],
];

function holds({ network }: CelCidr, inner: IpNetwork): boolean {
	return inner.prefix >= network.prefix && networkContains(network, inner.address);
}

/** Models apiserver/pkg/cel/library IP and CIDR. */
export const ADDRESS_LIBRARY: CelFunctions = declareFunctions(
	{
		ip: [
			['string_to_ip', '(string) IP', ipOf],
			['cidr_ip', 'CIDR.() IP', ({ network }: CelCidr) => new CelIp(network.address)],
		],
		isIP: [['is_ip', '(string) bool', (text: string) => parseIpAddress(text) !== undefined]],
		'ip.isCanonical': [
			['ip_is_canonical', '(string) bool', (text: string) => formatIpAddress(ipOf(text).address) === text],
		],
		string: [
			['ip_to_string', '(IP) string', ({ address }: CelIp) => formatIpAddress(address)],
			[
				'cidr_to_string',
				'(CIDR) string',
				({ network }: CelCidr) => `${formatIpAddress(network.address)}/${network.prefix}`,
			],
		],
		family: [['ip_family', 'IP.() int', ({ address }: CelIp) => (address.bits === 32 ? 4n : 6n)]],
		isUnspecified: [['ip_is_unspecified', 'IP.() bool', IS_UNSPECIFIED]],
		isLoopback: [['ip_is_loopback', 'IP.() bool', IS_LOOPBACK]],
		isLinkLocalMulticast: [['ip_is_link_local_multicast', 'IP.() bool', inRange(['224.0.0.0/24', 'ff02::/16'])]],
		isLinkLocalUnicast: [['ip_is_link_local_unicast', 'IP.() bool', IS_LINK_LOCAL]],
		isGlobalUnicast: [['ip_is_global_unicast', 'IP.() bool', (ip: CelIp) => !NOT_GLOBAL.some((is) => is(ip))]],
		cidr: [['string_to_cidr', '(string) CIDR', cidrOf]],
		isCIDR: [['is_cidr', '(string) bool', (text: string) => parseIpNetwork(text) !== undefined]],
		containsIP: [
			[
				'cidr_contains_ip_string',
				'CIDR.(string) bool',
				({ network }: CelCidr, text: string) => networkContains(network, ipOf(text).address),
			],
			[
				'cidr_contains_ip_ip',
				'CIDR.(IP) bool',
				({ network }: CelCidr, { address }: CelIp) => networkContains(network, address),
			],
		],
		containsCIDR: [
			[
				'cidr_contains_cidr_string',
				'CIDR.(string) bool',
				(outer: CelCidr, text: string) => holds(outer, cidrOf(text).network),
			],
			['cidr_contains_cidr', 'CIDR.(CIDR) bool', (outer: CelCidr, { network }: CelCidr) => holds(outer, network)],
		],
		prefixLength: [['cidr_prefix_length', 'CIDR.() int', ({ network }: CelCidr) => BigInt(network.prefix)]],
		masked: [['cidr_masked', 'CIDR.() CIDR', ({ network }: CelCidr) => new CelCidr(maskedNetwork(network))]],
	},
	{ IP, CIDR },
);
