/** An IPv4 network: its first address as a number, and the length of its prefix. */
export interface CIDR {
	readonly address: number;
	readonly bits: number;
}

/** @param text "192.168.0.0/16", as a flag of the controller manager gives it. */
export function parseCIDR(text: string): CIDR {
	const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
	if (match === null) throw new Error(`assertion failed: ${JSON.stringify(text)} is no IPv4 network`);
	const [a, b, c, d, bits] = match.slice(1).map(Number) as [number, number, number, number, number];
	const address = ((a * 256 + b) * 256 + c) * 256 + d;
	return { address: address - (address % 2 ** (32 - bits)), bits };
}

export function formatCIDR({ address, bits }: CIDR): string {
	const bytes = [24, 16, 8, 0].map((shift) => Math.trunc(address / 2 ** shift) % 256);
	return `${bytes.join('.')}/${bits}`;
}
