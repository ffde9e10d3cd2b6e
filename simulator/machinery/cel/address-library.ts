import { celFault } from './cel-fault.ts';
import type { Environment } from './cel-js.ts';
import {
	formatIpAddress,
	type IpAddress,
	type IpNetwork,
	maskedNetwork,
	networkContains,
	parseIpAddress,
	parseIpNetwork,
} from './ip-address.ts';

class CelIp {
	readonly address: IpAddress;
	constructor(address: IpAddress) {
		this.address = address;
	}
}

class CelCidr {
	readonly network: IpNetwork;
	constructor(network: IpNetwork) {
		this.network = network;
	}
}

interface UrlParts {
	readonly scheme: string;
	readonly host: string;
	readonly path: string;
	readonly query: string;
}

class CelUrl {
	readonly parts: UrlParts;
	constructor(parts: UrlParts) {
		this.parts = parts;
	}
}

/** What `ip` is where it is not called: `ip.isCanonical(…)`. */
class IpNamespace {}

const IP = 'net.IP';
const IPS = 'net.IPNamespace';
const CIDR = 'net.CIDR';
const URL = 'kubernetes.URL';

/** Models apiserver/pkg/cel/library IP, CIDR and URLs. */
export function declareAddresses(environment: Environment): void {
	environment.registerType(IP, CelIp).registerType(CIDR, CelCidr).registerType(URL, CelUrl);
	environment.registerType(IPS, IpNamespace).registerConstant('ip', IPS, new IpNamespace());
	declareIp(environment);
	declareCidr(environment);
	declareUrl(environment);
}

function ipOf(text: string): CelIp {
	const address = parseIpAddress(text);
	if (address !== undefined) return new CelIp(address);
	throw celFault(
		`IP Address ${JSON.stringify(text)} parse error during conversion from string: ParseAddr(${JSON.stringify(text)}): unable to parse IP`,
	);
}

function cidrOf(text: string): CelCidr {
	const network = parseIpNetwork(text);
	if (network !== undefined) return new CelCidr(network);
	throw celFault(
		`network address parse error during conversion from string: netip.ParsePrefix(${JSON.stringify(text)}): no '/'`,
	);
}

function declareIp(environment: Environment): void {
	const inRange = (cidrs: readonly string[]): ((ip: CelIp) => boolean) => {
		const networks = cidrs.map((cidr) => cidrOf(cidr).network);
		return ({ address }) => networks.some((network) => networkContains(network, address));
	};
	const isUnspecified = inRange(['0.0.0.0/32', '::/128']);
	const isLoopback = inRange(['127.0.0.0/8', '::1/128']);
	const isMulticast = inRange(['224.0.0.0/4', 'ff00::/8']);
	const isLinkLocal = inRange(['169.254.0.0/16', 'fe80::/10']);
	const isBroadcast = inRange(['255.255.255.255/32']);
	environment
		.registerFunction(`ip(string): ${IP}`, ipOf)
		.registerFunction('isIP(string): bool', (text: string) => parseIpAddress(text) !== undefined)
		.registerFunction(`string(${IP}): string`, ({ address }: CelIp) => formatIpAddress(address))
		.registerFunction(`${IP}.family(): int`, ({ address }: CelIp) => (address.bits === 32 ? 4n : 6n))
		.registerFunction(
			`${IPS}.isCanonical(string): bool`,
			(_: unknown, text: string) => formatIpAddress(ipOf(text).address) === text,
		)
		.registerFunction(`${IP}.isUnspecified(): bool`, isUnspecified)
		.registerFunction(`${IP}.isLoopback(): bool`, isLoopback)
		.registerFunction(`${IP}.isLinkLocalMulticast(): bool`, inRange(['224.0.0.0/24', 'ff02::/16']))
		.registerFunction(`${IP}.isLinkLocalUnicast(): bool`, isLinkLocal)
		.registerFunction(
			`${IP}.isGlobalUnicast(): bool`,
			(ip: CelIp) => ![isUnspecified, isLoopback, isMulticast, isLinkLocal, isBroadcast].some((is) => is(ip)),
		)
		.registerOperator(
			`${IP} == ${IP}`,
			(a: CelIp, b: CelIp) => a.address.bits === b.address.bits && a.address.value === b.address.value,
		);
}

function declareCidr(environment: Environment): void {
	const holds = ({ network }: CelCidr, inner: IpNetwork): boolean =>
		inner.prefix >= network.prefix && networkContains(network, inner.address);
	environment
		.registerFunction(`cidr(string): ${CIDR}`, cidrOf)
		.registerFunction('isCIDR(string): bool', (text: string) => parseIpNetwork(text) !== undefined)
		.registerFunction(
			`string(${CIDR}): string`,
			({ network }: CelCidr) => `${formatIpAddress(network.address)}/${network.prefix}`,
		)
		.registerFunction(`${CIDR}.containsIP(string): bool`, ({ network }: CelCidr, text: string) =>
			networkContains(network, ipOf(text).address),
		)
		.registerFunction(`${CIDR}.containsIP(${IP}): bool`, ({ network }: CelCidr, { address }: CelIp) =>
			networkContains(network, address),
		)
		.registerFunction(`${CIDR}.containsCIDR(string): bool`, (outer: CelCidr, text: string) =>
			holds(outer, cidrOf(text).network),
		)
		.registerFunction(`${CIDR}.containsCIDR(${CIDR}): bool`, (outer: CelCidr, { network }: CelCidr) =>
			holds(outer, network),
		)
		.registerFunction(`${CIDR}.ip(): ${IP}`, ({ network }: CelCidr) => new CelIp(network.address))
		.registerFunction(`${CIDR}.prefixLength(): int`, ({ network }: CelCidr) => BigInt(network.prefix))
		.registerFunction(`${CIDR}.masked(): ${CIDR}`, ({ network }: CelCidr) => new CelCidr(maskedNetwork(network)));
}

function parseUrl(text: string): UrlParts | undefined {
	const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/([^/?#\s]*))?(\/[^?#\s]*|)(?:\?([^#\s]*))?(?:#\S*)?$/.exec(text);
	if (match === null || text === '') return undefined;
	const [, scheme = '', authority = '', path = '', query = ''] = match;
	if (scheme === '' && !path.startsWith('/')) return undefined;
	return { scheme: scheme.toLowerCase(), host: authority.replace(/^.*@/, ''), path, query };
}

function declareUrl(environment: Environment): void {
	const host = ({ parts }: CelUrl): string => parts.host;
	const hostname = (url: CelUrl): string =>
		host(url)
			.replace(/:\d*$/, '')
			.replace(/^\[(.*)\]$/, '$1');
	environment
		.registerFunction(`url(string): ${URL}`, (text: string) => {
			const parts = parseUrl(text);
			if (parts === undefined) {
				throw celFault(
					`URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`,
				);
			}
			return new CelUrl(parts);
		})
		.registerFunction('isURL(string): bool', (text: string) => parseUrl(text) !== undefined)
		.registerFunction(`${URL}.getScheme(): string`, ({ parts }: CelUrl) => parts.scheme)
		.registerFunction(`${URL}.getHost(): string`, host)
		.registerFunction(`${URL}.getHostname(): string`, hostname)
		.registerFunction(`${URL}.getPort(): string`, (url: CelUrl) => /:(\d*)$/.exec(host(url))?.[1] ?? '')
		.registerFunction(`${URL}.getEscapedPath(): string`, ({ parts }: CelUrl) => parts.path)
		.registerFunction(`${URL}.getQuery(): map<string, list<string>>`, ({ parts }: CelUrl) => queryOf(parts.query));
}

function queryOf(query: string): Map<string, string[]> {
	const out = new Map<string, string[]>();
	for (const pair of query.split('&')) {
		if (pair === '') continue;
		const [key = '', value = ''] = pair.split('=');
		const name = decoded(key);
		out.set(name, [...(out.get(name) ?? []), decoded(value)]);
	}
	return out;
}

function decoded(text: string): string {
	return text
		.replaceAll('+', ' ')
		.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
