import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import { formatAddress, isIPv4, parseAddress, parseCidr } from './ip-address.ts';

/** Only the canonical form will do. Models apimachinery/pkg/util/validation IsValidIP. */
export function strictIpComplaints(value: string): string[] {
	const bytes = parseAddress(value);
	if (bytes === undefined) return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
	if (hasLeadingZeros(value)) return ['must not have leading 0s'];
	if (value.includes(':') && isIPv4(bytes)) return ['must not be an IPv4-mapped IPv6 address'];
	const canonical = formatAddress(bytes);
	return canonical === value ? [] : [`must be in canonical form (${JSON.stringify(canonical)})`];
}

/** Models IsValidCIDR. */
export function validateStrictCidr(value: string, path: string): FieldError[] {
	const complaint = strictCidrComplaint(value);
	return complaint === undefined ? [] : [invalidValue(path, value, complaint)];
}

function strictCidrComplaint(value: string): string | undefined {
	const cidr = parseCidr(value);
	if (cidr === undefined) return 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
	const [address = '', length = ''] = value.split('/');
	if (hasLeadingZeros(address) || /^0\d/.test(length)) return 'must not have leading 0s in IP or prefix length';
	const mapped = value.includes(':') && isIPv4(cidr.bytes);
	if (mapped) return 'must not have an IPv4-mapped IPv6 address';
	if (hasBitsBeyond(cidr)) return 'must not have bits set beyond the prefix length';
	const canonical = `${formatAddress(cidr.bytes)}/${cidr.prefix}`;
	return canonical === value ? undefined : `must be in canonical form (${JSON.stringify(canonical)})`;
}

function hasLeadingZeros(address: string): boolean {
	const dotted = address.slice(address.lastIndexOf(':') + 1);
	return dotted.includes('.') && dotted.split('.').some((part) => /^0\d/.test(part));
}

/** IPv4 addresses stand in the last four of the sixteen bytes. */
function hasBitsBeyond({ bytes, prefix, max }: { bytes: Uint8Array; prefix: number; max: number }): boolean {
	const first = 128 - max + prefix;
	return bytes.some((byte, index) => {
		const kept = Math.min(Math.max(first - 8 * index, 0), 8);
		return (byte & (0xff >> kept)) !== 0;
	});
}
