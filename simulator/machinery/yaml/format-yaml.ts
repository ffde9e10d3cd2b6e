import type { Json } from '../meta.ts';
import { formatString } from './format-scalar.ts';
import { sortedKeys } from './key-order.ts';

const SIMPLE_KEY_BYTES_MAX = 128;

/**
 * A JSON value as `kubectl -o yaml` writes it, with the newline at its end: keys in natural order, sequences
 * not indented, long text folded after 80 columns. Fields that are `undefined` are left out.
 * Models sigs.k8s.io/yaml Marshal
 */
export function formatYaml(value: unknown): string {
	const out: string[] = [];
	writeRoot(value as Json, out);
	return out.join('');
}

function writeRoot(value: Json, out: string[]): void {
	if (isFilled(value)) {
		if (Array.isArray(value)) writeSequence(value, 0, out, false);
		else writeMapping(value, 0, out, false);
		return;
	}
	out.push(formatLeaf(value, 0, 2), '\n');
}

export type Mapping = { [key: string]: Json };
export type Collection = Json[] | Mapping;

export function isFilled(value: Json): value is Collection {
	if (value === null || typeof value !== 'object') return false;
	if (Array.isArray(value)) return value.length > 0;
	for (const key in value) if (value[key] !== undefined) return true;
	return false;
}

/** @param compact the first line continues the line of a "- ". */
function writeMapping(mapping: Mapping, indent: number, out: string[], compact: boolean): void {
	const pad = ' '.repeat(indent);
	let first = compact;
	for (const key of sortedKeys(mapping)) {
		if (!first) out.push(pad);
		first = false;
		writePair(key, mapping[key] as Json, indent, out);
	}
}

function writePair(key: string, value: Json, indent: number, out: string[]): void {
	if (!isSimpleKey(key)) writeComplexPair(key, value, indent, out);
	else writeMappingValue(value, indent, writeSimpleKey(key, indent, out), out);
}

/** @returns the column behind it. */
function writeSimpleKey(key: string, indent: number, out: string[]): number {
	const text = formatString(key, { column: indent, indent: indent + 2, simpleKey: true });
	out.push(text, ':');
	return text.length + indent + 1;
}

export function isSimpleKey(key: string): boolean {
	if (key.length > SIMPLE_KEY_BYTES_MAX) return false;
	return utf8Length(key) <= SIMPLE_KEY_BYTES_MAX && !key.includes('\n');
}

function utf8Length(text: string): number {
	let length = 0;
	for (const char of text) {
		const code = char.codePointAt(0) as number;
		length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	}
	return length;
}

function writeMappingValue(value: Json, indent: number, column: number, out: string[]): void {
	if (!isFilled(value)) {
		out.push(' ', formatLeaf(value, column + 1, indent + 2));
		endLine(out);
		return;
	}
	out.push('\n');
	if (Array.isArray(value)) writeSequence(value, indent, out, false);
	else writeMapping(value, indent + 2, out, false);
}

/** A key too long for one line: `? key` and `: value` on lines of their own. */
function writeComplexPair(key: string, value: Json, indent: number, out: string[]): void {
	writeComplexKey(key, indent, out);
	if (!isFilled(value)) {
		out.push(' ', formatLeaf(value, indent + 2, indent + 2));
		endLine(out);
		return;
	}
	out.push(' ');
	if (Array.isArray(value)) writeSequence(value, indent + 2, out, true);
	else writeMapping(value, indent + 2, out, true);
}

function writeComplexKey(key: string, indent: number, out: string[]): void {
	out.push('? ', formatString(key, { column: indent + 2, indent: indent + 2, simpleKey: false }));
	endLine(out);
	out.push(' '.repeat(indent), ':');
}

function writeSequence(items: readonly Json[], indent: number, out: string[], compact: boolean): void {
	const pad = ' '.repeat(indent);
	let first = compact;
	for (const item of items) {
		if (!first) out.push(pad);
		first = false;
		writeItem(item, indent, out);
	}
}

function writeItem(item: Json, indent: number, out: string[]): void {
	out.push('- ');
	if (!isFilled(item)) {
		out.push(formatLeaf(item, indent + 2, indent + 2));
		endLine(out);
	} else if (Array.isArray(item)) {
		writeSequence(item, indent + 2, out, true);
	} else {
		writeMapping(item, indent + 2, out, true);
	}
}

/** What a large value is written with, part by part. */
export const PARTS = { writePair, writeSimpleKey, writeComplexKey, writeItem, endLine };

/** A literal block that keeps its last break has ended its line already. */
function endLine(out: string[]): void {
	if (!(out.at(-1) as string).endsWith('\n')) out.push('\n');
}

function formatLeaf(value: Json, column: number, indent: number): string {
	if (value === null || value === undefined) return 'null';
	if (typeof value === 'string') return formatString(value, { column, indent, simpleKey: false });
	if (typeof value === 'number') return formatNumber(value);
	if (typeof value === 'object') return Array.isArray(value) ? '[]' : '{}';
	return String(value);
}

/** Whole numbers of 64 bits keep their digits; others are printed as Go's %g does with the fewest digits. */
function formatNumber(value: number): string {
	if (Number.isInteger(value) && value > -(2 ** 63) && value < 2 ** 64) return JSON.stringify(value);
	const match = /^(-?[\d.]+)e([-+])(\d+)$/.exec(value.toExponential()) as RegExpExecArray;
	const exponent = Number(match[3]) * (match[2] === '-' ? -1 : 1);
	if (exponent >= -4 && exponent < 21 && !(exponent >= 6)) return String(value);
	return `${match[1]}e${match[2]}${(match[3] as string).padStart(2, '0')}`;
}
