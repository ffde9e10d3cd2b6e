/** An address as a number; `bits` is 32 or 128. */
export interface IpAddress {
	readonly bits: 32 | 128;
	readonly value: bigint;
}

/** Undefined when it is none; IPv4 in IPv6 and zones are refused, as Kubernetes does. */
export function parseIpAddress(text: string): IpAddress | undefined {
	return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): IpAddress | undefined {
	const parts = text.split('.');
	if (parts.length !== 4) return undefined;
	let value = 0n;
	for (const part of parts) {
		if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
		value = value * 256n + BigInt(part);
	}
	return { bits: 32, value };
}

function parseIpv6(text: string): IpAddress | undefined {
	const halves = text.split('::');
	if (halves.length > 2) return undefined;
	const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
	if (!groups.flat().every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
	const [head = [], tail = []] = groups;
	const missing = 8 - head.length - tail.length;
	if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
	const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
	let value = 0n;
	for (const group of all) value = value * 65536n + BigInt(`0x${group}`);
	return { bits: 128, value };
}

/** Canonical: RFC 5952 for IPv6. */
export function formatIpAddress({ bits, value }: IpAddress): string {
	if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
	const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - index * 16)) & 0xffffn).toString(16));
	let best = { at: -1, length: 1 };
	for (let at = 0; at < 8; at++) {
		let length = 0;
		while (groups[at + length] === '0') length++;
		if (length > best.length) best = { at, length };
	}
	if (best.at < 0) return groups.join(':');
	return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`;
}

export interface IpNetwork {
	readonly address: IpAddress;
	readonly prefix: number;
}

export function parseIpNetwork(text: string): IpNetwork | undefined {
	const [before = '', bits, ...rest] = text.split('/');
	const address = parseIpAddress(before);
	if (address === undefined || bits === undefined || rest.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(bits))
		return undefined;
	return Number(bits) > address.bits ? undefined : { address, prefix: Number(bits) };
}

export function maskedNetwork({ address, prefix }: IpNetwork): IpNetwork {
	const shift = BigInt(address.bits - prefix);
	return { address: { ...address, value: (address.value >> shift) << shift }, prefix };
}

export function networkContains(network: IpNetwork, address: IpAddress): boolean {
	if (network.address.bits !== address.bits) return false;
	const shift = BigInt(address.bits - network.prefix);
	return network.address.value >> shift === address.value >> shift;
}
