/** An IPv4 address as a number; NaN for anything else. */
export function addressNumber(address: string): number {
	let sum = 0;
	let part = 0;
	let parts = 1;
	for (let at = 0; at < address.length; at++) {
		const code = address.charCodeAt(at);
		if (code === DOT) {
			sum = sum * 256 + part;
			part = 0;
			parts++;
		} else if (code >= ZERO && code <= NINE) part = part * 10 + code - ZERO;
		else return Number.NaN;
	}
	return parts === 4 ? sum * 256 + part : Number.NaN;
}

export function addressText(value: number): string {
	return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** An IPv4 address block. */
export interface AddressBlock {
	readonly bits: number;
	/** How many addresses it holds. */
	readonly size: number;
	/** Its first address, divided by its size: equal for all addresses in it. */
	readonly index: number;
}

/** Undefined for what is no IPv4 block; a plain address is a block of one. */
export function addressBlock(cidr: string): AddressBlock | undefined {
	const slash = cidr.indexOf('/');
	const base = addressNumber(slash < 0 ? cidr : cidr.slice(0, slash));
	const bits = slash < 0 ? 32 : Number(cidr.slice(slash + 1));
	if (Number.isNaN(base) || !(bits >= 0 && bits <= 32)) return undefined;
	const size = 2 ** (32 - bits);
	return { bits, size, index: Math.floor(base / size) };
}

/** Whether an IPv4 address lies in a CIDR. */
export function contains(cidr: string, address: string): boolean {
	const block = addressBlock(cidr);
	return block !== undefined && Math.floor(addressNumber(address) / block.size) === block.index;
}

const DOT = 46;
const ZERO = 48;
const NINE = 57;
