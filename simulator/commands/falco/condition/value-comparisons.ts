import type { FieldType } from '../fields/field.ts';

type Single = string | number | bigint | boolean;

/** "=", "!=", "<" and their like. A value that is no number compares as nothing. */
export function compareValues(type: FieldType, operator: string, value: Single, wanted: string): boolean {
	if (type === 'CHARBUF' || type === 'IPADDR' || type === 'IPNET') {
		const own = String(value);
		return ordered(operator, own === wanted ? 0 : own < wanted ? -1 : 1);
	}
	if (type === 'BOOL') {
		const isTrue = /^(true|1)$/i.test(wanted);
		return ordered(operator, (value === true || value === 'true') === isTrue ? 0 : 1);
	}
	const number = parseNumber(wanted);
	const own = typeof value === 'bigint' ? value : parseNumber(String(value));
	if (number === undefined || own === undefined) return false;
	return ordered(operator, own === number ? 0 : own < number ? -1 : 1);
}

function ordered(operator: string, order: number): boolean {
	switch (operator) {
		case '!=':
			return order !== 0;
		case '<':
			return order < 0;
		case '<=':
			return order <= 0;
		case '>':
			return order > 0;
		case '>=':
			return order >= 0;
		default:
			return order === 0;
	}
}

export function parseNumber(text: string): bigint | undefined {
	if (/^0[xX][0-9a-fA-F]{1,16}$/.test(text)) return BigInt(text);
	return /^[+-]?\d{1,20}$/.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
}

/** Whether an address is another, or in a network "10.0.0.0/8". */
export function addressMatches(address: string, wanted: string): boolean {
	const [base = '', bits] = wanted.split('/');
	if (bits === undefined) return address === wanted;
	const [own, network] = [addressNumber(address), addressNumber(base)];
	const length = Number(bits);
	if (own === undefined || network === undefined || !(length >= 0 && length <= 32)) return false;
	const size = 2 ** (32 - length);
	return Math.floor(own / size) === Math.floor(network / size);
}

function addressNumber(text: string): number | undefined {
	const parts = text.split('.').map(Number);
	if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return undefined;
	return parts.reduce((total, part) => total * 256 + part, 0);
}

/** Whether a path is one of these, or below one. Models libsinsp prefix_search.h. */
export function pathMatches(path: string, prefixes: readonly string[]): boolean {
	return prefixes.some((prefix) => {
		const base = prefix.replace(/\/+$/, '');
		return path === base || path.startsWith(`${base}/`);
	});
}
