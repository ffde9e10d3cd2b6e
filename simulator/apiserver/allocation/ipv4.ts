/** An IPv4 network in CIDR notation as numbers. */
export interface Ipv4Range {
	readonly text: string;
	readonly first: number;
	readonly size: number;
}

/** "10.96.0.0/12". Throws for what is none: ranges come from the cluster's configuration. */
export function parseRange(text: string): Ipv4Range {
	const [address = '', bits = ''] = text.split('/');
	const start = parseIpv4(address);
	const prefix = Number(bits);
	if (start === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > 32) {
		throw new Error(`assertion failed: ${text} is no IPv4 range`);
	}
	const size = 2 ** (32 - prefix);
	return { text, first: Math.floor(start / size) * size, size };
}

/** Undefined when it is no dotted address. */
export function parseIpv4(text: string): number | undefined {
	const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
	if (match === null) return undefined;
	let value = 0;
	for (const part of match.slice(1)) {
		if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
		value = value * 256 + Number(part);
	}
	return value;
}

export function formatIpv4(value: number): string {
	return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
