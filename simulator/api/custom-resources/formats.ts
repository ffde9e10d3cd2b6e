import { Base64Error, decodeStandardBase64 } from '../../machinery/base64.ts';
import { dns1123Label, dns1123Subdomain } from '../../machinery/names.ts';
import { parseTime } from '../../machinery/timestamp.ts';

type Check = (value: string) => boolean;

const HEX = '[0-9a-f]';
const uuid = (third: string): RegExp => new RegExp(`^${HEX}{8}-?${HEX}{4}-?${third}-?${HEX}{4}-?${HEX}{12}$`, 'i');
const matches =
	(pattern: RegExp): Check =>
	(value) =>
		pattern.test(value);

/** Checks of the formats that schemas may name. Models kube-openapi/pkg/validation/strfmt. */
const FORMATS: ReadonlyMap<string, Check> = new Map<string, Check>([
	['bsonobjectid', matches(/^[0-9a-fA-F]{24}$/)],
	['uri', (value) => /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]+$/.test(value) || /^\/[^\s]*$/.test(value)],
	['email', matches(/^(?:[^<>()[\]\\.,;:\s@"]+(?:\.[^<>()[\]\\.,;:\s@"]+)*)@[^\s@<>,;]+$/)],
	['hostname', matches(/^(?=.{1,255}$)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62})(?:\.[a-zA-Z0-9-]{1,63})*$/)],
	['ipv4', isIpv4],
	['ipv6', isIpv6],
	['cidr', isCidr],
	['mac', matches(/^(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})$/i)],
	['uuid', matches(uuid(`${HEX}{4}`))],
	['uuid3', matches(uuid(`3${HEX}{3}`))],
	['uuid4', matches(uuid(`4${HEX}{3}`))],
	['uuid5', matches(uuid(`5${HEX}{3}`))],
	['isbn', (value) => isIsbn10(value) || isIsbn13(value)],
	['isbn10', isIsbn10],
	['isbn13', isIsbn13],
	['creditcard', matches(/^[\d -]{12,23}$/)],
	['ssn', matches(/^\d{3}[- ]?\d{2}[- ]?\d{4}$/)],
	['hexcolor', matches(/^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/)],
	['rgbcolor', matches(/^rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)$/)],
	['byte', isBase64],
	['password', () => true],
	['date', (value) => /^\d{4}-\d\d-\d\d$/.test(value) && parseTime(`${value}T00:00:00Z`) !== undefined],
	[
		'duration',
		matches(
			/^[+-]?(?:\d+(?:\.\d+)?\s*(?:ns|us|µs|ms|s|m|h|d|w|nanos?|micros?|millis?|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?))+$|^0$/,
		),
	],
	['datetime', (value) => parseTime(value) !== undefined],
	['k8sshortname', (value) => dns1123Label(value).length === 0],
	['k8slongname', (value) => dns1123Subdomain(value).length === 0],
]);

function formatOf(name: string): Check | undefined {
	return FORMATS.get(name.replaceAll('-', ''));
}

/** Formats that are not known are ignored. */
export function formatProblem(format: string, value: string): boolean {
	const check = formatOf(format);
	return check !== undefined && !check(value);
}

/** What the server warns of when a definition names it. */
export function isKnownFormat(name: string): boolean {
	return formatOf(name) !== undefined;
}

export function isIpv4(value: string): boolean {
	const parts = value.split('.');
	return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

export function isIpv6(value: string): boolean {
	if (!/^[0-9a-fA-F:.]+$/.test(value) || !value.includes(':')) return false;
	const halves = value.split('::');
	if (halves.length > 2) return false;
	let groups = 0;
	for (const [index, half] of halves.entries()) {
		if (half === '') continue;
		const parts = half.split(':');
		for (const [at, part] of parts.entries()) {
			const isLast = index === halves.length - 1 && at === parts.length - 1;
			if (isLast && part.includes('.')) {
				if (!isIpv4(part)) return false;
				groups += 2;
			} else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups++;
			else return false;
		}
	}
	return halves.length === 2 ? groups < 8 : groups === 8;
}

export function isCidr(value: string): boolean {
	const slash = value.indexOf('/');
	if (slash < 0) return false;
	const address = value.slice(0, slash);
	const bits = value.slice(slash + 1);
	if (!/^(?:0|[1-9]\d{0,2})$/.test(bits)) return false;
	return isIpv4(address) ? Number(bits) <= 32 : isIpv6(address) && Number(bits) <= 128;
}

function isBase64(value: string): boolean {
	try {
		decodeStandardBase64(value);
		return true;
	} catch (error) {
		if (error instanceof Base64Error) return false;
		throw error;
	}
}

function isIsbn10(value: string): boolean {
	const digits = value.replace(/[\s-]/g, '');
	if (!/^\d{9}[\dXx]$/.test(digits)) return false;
	let sum = 0;
	for (let i = 0; i < 10; i++) sum += (10 - i) * (/[Xx]/.test(digits[i] as string) ? 10 : Number(digits[i]));
	return sum % 11 === 0;
}

function isIsbn13(value: string): boolean {
	const digits = value.replace(/[\s-]/g, '');
	if (!/^\d{13}$/.test(digits)) return false;
	let sum = 0;
	for (let i = 0; i < 13; i++) sum += (i % 2 === 0 ? 1 : 3) * Number(digits[i]);
	return sum % 10 === 0;
}
