import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';

/** 16 bytes; an IPv4 address is mapped into the last four, as Go's net.IP. Undefined when `text` is no address. */
export function parseAddress(text: string): Uint8Array | undefined {
	return text.includes(':') ? parseIPv6(text) : parseIPv4(text);
}

/** Models k8s.io/utils/net ParseIPSloppy: leading zeros are decimal. */
function parseIPv4(text: string): Uint8Array | undefined {
	const parts = text.split('.');
	if (parts.length !== 4) return undefined;
	const bytes = new Uint8Array(16);
	bytes[10] = 0xff;
	bytes[11] = 0xff;
	for (const [index, part] of parts.entries()) {
		if (!/^\d{1,9}$/.test(part) || Number(part) > 255) return undefined;
		bytes[12 + index] = Number(part);
	}
	return bytes;
}

function parseIPv6(text: string): Uint8Array | undefined {
	let groups = text;
	const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
	if (tail !== null) {
		const four = parseIPv4(tail[2] as string);
		if (four === undefined) return undefined;
		const hex = (at: number): string => (((four[at] as number) << 8) | (four[at + 1] as number)).toString(16);
		groups = `${tail[1]}${hex(12)}:${hex(14)}`;
	}
	const halves = groups.split('::');
	if (halves.length > 2) return undefined;
	const [head = '', rest] = halves;
	const left = head === '' ? [] : head.split(':');
	const right = rest === undefined || rest === '' ? [] : rest.split(':');
	const missing = 8 - left.length - right.length;
	if (rest === undefined ? missing !== 0 : missing < 1) return undefined;
	const all = [...left, ...new Array<string>(rest === undefined ? 0 : missing).fill('0'), ...right];
	const bytes = new Uint8Array(16);
	for (const [index, group] of all.entries()) {
		if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
		const value = Number.parseInt(group, 16);
		bytes[2 * index] = value >> 8;
		bytes[2 * index + 1] = value & 0xff;
	}
	return bytes;
}

export function isIPv4(bytes: Uint8Array): boolean {
	return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/** Models IsValidIPForLegacyField, as v1.35 has it: only what cannot be read at all is refused. */
export function validateIp(value: string, path: string): FieldError[] {
	if (parseAddress(value) !== undefined) return [];
	return [invalidValue(path, value, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
}

/** The address and length of "10.9.8.0/24", undefined when it is none. */
export function parseCidr(text: string): { bytes: Uint8Array; prefix: number; max: number } | undefined {
	const [address = '', length = '', ...more] = text.split('/');
	const bytes = parseAddress(address);
	if (bytes === undefined || more.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
	const max = address.includes(':') ? 128 : 32;
	return Number(length) > max ? undefined : { bytes, prefix: Number(length), max };
}

/** Models IsValidCIDRForLegacyField. */
export function validateCidr(value: string, path: string): FieldError[] {
	if (parseCidr(value) !== undefined) return [];
	return [invalidValue(path, value, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
}

/** Addresses that no endpoint may have. Models pkg/apis/core/validation ValidateEndpointIP. */
export function validateEndpointIp(value: string, path: string): FieldError[] {
	const bytes = parseAddress(value);
	if (bytes === undefined) return [invalidValue(path, value, 'must be a valid IP address')];
	const errors: FieldError[] = [];
	const [a = 0, b = 0, c = 0] = isIPv4(bytes) ? bytes.subarray(12) : bytes;
	const v4 = isIPv4(bytes);
	const allZero = (v4 ? bytes.subarray(12) : bytes).every((byte) => byte === 0);
	const loopback = v4 ? a === 127 : bytes.every((byte, index) => byte === (index === 15 ? 1 : 0));
	if (allZero) errors.push(invalidValue(path, value, `may not be unspecified (${value})`));
	if (loopback) errors.push(invalidValue(path, value, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'));
	if (v4 ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80) {
		errors.push(invalidValue(path, value, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'));
	}
	if (v4 ? a === 224 && b === 0 && c === 0 : a === 0xff && (b & 0x0f) === 0x02) {
		errors.push(invalidValue(path, value, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'));
	}
	return errors;
}

/** "10.0.0.1", "2001:db8::1": as Go prints an address. */
export function formatAddress(bytes: Uint8Array): string {
	if (isIPv4(bytes)) return bytes.subarray(12).join('.');
	const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] as number) << 8) | (bytes[2 * i + 1] as number));
	let best = { from: -1, length: 1 };
	for (let from = 0; from < 8; from++) {
		let length = 0;
		while (from + length < 8 && groups[from + length] === 0) length++;
		if (length > best.length) best = { from, length };
	}
	const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
	if (best.from < 0) return hex(groups);
	return `${hex(groups.slice(0, best.from))}::${hex(groups.slice(best.from + best.length))}`;
}

/** Models GetWarningsForIP. */
export function ipWarnings(value: string, path: string): string[] {
	const bytes = parseAddress(value);
	if (bytes === undefined) return [];
	const canonical = formatAddress(bytes);
	if (canonical === value) return [];
	if (isIPv4(bytes)) {
		return [
			`${path}: non-standard IP address ${JSON.stringify(value)} will be considered invalid in a future Kubernetes release: use ${JSON.stringify(canonical)}`,
		];
	}
	return [
		`${path}: IPv6 address ${JSON.stringify(value)} should be in RFC 5952 canonical format (${JSON.stringify(canonical)})`,
	];
}

/** Models GetWarningsForCIDR. */
export function cidrWarnings(value: string, path: string): string[] {
	const cidr = parseCidr(value);
	if (cidr === undefined) return [];
	const { bytes, prefix, max } = cidr;
	const first = 128 - max + prefix;
	const masked = bytes.map((byte, index) => byte & (0xff << (8 - Math.min(Math.max(first - 8 * index, 0), 8))));
	const network = `${formatAddress(masked)}/${prefix}`;
	if (masked.some((byte, index) => byte !== bytes[index])) {
		const alone = formatAddress(bytes);
		return [
			`${path}: CIDR value ${JSON.stringify(value)} is ambiguous in this context (should be ${JSON.stringify(network)} or ${JSON.stringify(`${alone}/${max}`)}?)`,
		];
	}
	if (network === value) return [];
	if (isIPv4(bytes)) {
		return [
			`${path}: non-standard CIDR value ${JSON.stringify(value)} will be considered invalid in a future Kubernetes release: use ${JSON.stringify(network)}`,
		];
	}
	return [
		`${path}: IPv6 CIDR value ${JSON.stringify(value)} should be in RFC 5952 canonical format (${JSON.stringify(network)})`,
	];
}
