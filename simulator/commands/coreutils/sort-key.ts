import { Fatal } from '../gnu-command.ts';

/** How two texts compare: what `-n`, `-h`, `-V`, … say, for all keys or for one. */
export interface SortOrder {
	readonly kind: 'text' | 'numeric' | 'general' | 'human' | 'month' | 'version';
	readonly reverse: boolean;
	readonly fold: boolean;
	readonly dictionary: boolean;
	readonly printing: boolean;
	readonly blanks: boolean;
}

interface Position {
	/** From 1. */
	readonly field: number;
	/** From 1; 0 at an end: to the end of the field. */
	readonly character: number;
}

export interface SortKey {
	readonly start: Position;
	readonly end: Position | undefined;
	readonly order: SortOrder;
}

/** The order that command-line flags give. */
export function orderOf(values: { readonly [name: string]: unknown }): SortOrder {
	const kinds = ['numeric', 'general', 'human', 'month', 'version'] as const;
	return {
		kind: kinds.find((kind) => values[kind] === true) ?? 'text',
		reverse: values.reverse === true,
		fold: values.fold === true,
		dictionary: values.dictionary === true,
		printing: values.printing === true,
		blanks: values.blanks === true,
	};
}

const LETTERS: { readonly [letter: string]: Partial<SortOrder> } = {
	n: { kind: 'numeric' },
	g: { kind: 'general' },
	h: { kind: 'human' },
	M: { kind: 'month' },
	V: { kind: 'version' },
	r: { reverse: true },
	f: { fold: true },
	d: { dictionary: true },
	i: { printing: true },
	b: { blanks: true },
};

/** "2,2nr", "1.3,1.5". A key with letters of its own takes nothing from the global order. Throws Fatal. */
export function parseSortKey(text: string, global: SortOrder): SortKey {
	const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text);
	if (match === null) {
		if (!/^\d/.test(text)) throw new Fatal(`invalid number at field start: invalid count at start of ‘${text}’`, 2);
		throw new Fatal(`stray character in field spec: invalid field specification ‘${text}’`, 2);
	}
	const letters = (match[3] as string) + (match[6] ?? '');
	for (const letter of letters) {
		if (LETTERS[letter] === undefined)
			throw new Fatal(`stray character in field spec: invalid field specification ‘${text}’`, 2);
	}
	if (match[1] === '0') throw new Fatal(`field number is zero: invalid field specification ‘${text}’`, 2);
	if (match[2] === '0') throw new Fatal(`character offset is zero: invalid field specification ‘${text}’`, 2);
	const none: SortOrder = {
		kind: 'text',
		reverse: false,
		fold: false,
		dictionary: false,
		printing: false,
		blanks: false,
	};
	const own = Object.assign({}, none, ...[...letters].map((letter) => LETTERS[letter])) as SortOrder;
	return {
		start: { field: Number(match[1]), character: Number(match[2] ?? 1) },
		end: match[4] === undefined ? undefined : { field: Number(match[4]), character: Number(match[5] ?? 0) },
		order: letters === '' ? global : own,
	};
}

/** Compares lines key by key. Without `separator` a field starts with the blanks before it. */
export function compareByKeys(
	keys: readonly SortKey[],
	separator: string | undefined,
): (a: string, b: string) => number {
	return (a, b) => {
		for (const key of keys) {
			const found = compareBy(key.order, keyText(a, key, separator), keyText(b, key, separator));
			if (found !== 0) return key.order.reverse ? -found : found;
		}
		return 0;
	};
}

function keyText(line: string, key: SortKey, separator: string | undefined): string {
	if (key.start.field === 1 && key.start.character === 1 && key.end === undefined && !key.order.blanks) return line;
	const starts = fieldStarts(line, separator);
	let from = starts[key.start.field - 1]?.start ?? line.length;
	if (key.order.blanks) from = skipBlanks(line, from);
	from = Math.min(line.length, from + key.start.character - 1);
	if (key.end === undefined) return line.slice(from);
	const endField = starts[key.end.field - 1];
	if (endField === undefined) return line.slice(from);
	if (key.end.character === 0) return line.slice(from, Math.max(from, endField.end));
	const base = key.order.blanks ? skipBlanks(line, endField.start) : endField.start;
	return line.slice(from, Math.max(from, Math.min(line.length, base + key.end.character)));
}

function fieldStarts(line: string, separator: string | undefined): { start: number; end: number }[] {
	const fields: { start: number; end: number }[] = [];
	if (separator !== undefined) {
		let start = 0;
		for (;;) {
			const at = line.indexOf(separator, start);
			fields.push({ start, end: at < 0 ? line.length : at });
			if (at < 0) return fields;
			start = at + separator.length;
		}
	}
	let at = 0;
	while (at < line.length) {
		const start = at;
		at = skipBlanks(line, at);
		while (at < line.length && line[at] !== ' ' && line[at] !== '\t') at++;
		fields.push({ start, end: at });
	}
	return fields;
}

function skipBlanks(line: string, from: number): number {
	let at = from;
	while (line[at] === ' ' || line[at] === '\t') at++;
	return at;
}

function compareBy(order: SortOrder, a: string, b: string): number {
	switch (order.kind) {
		case 'numeric':
			return numeric(a) - numeric(b);
		case 'general':
			return compareGeneral(general(a), general(b));
		case 'human':
			return human(a) - human(b);
		case 'month':
			return month(a) - month(b);
		case 'version':
			return compareVersions(a, b);
		case 'text': {
			const left = normalise(a, order);
			const right = normalise(b, order);
			return left < right ? -1 : left > right ? 1 : 0;
		}
	}
}

function numeric(text: string): number {
	const match = /^[ \t]*(-?\d*\.?\d*)/.exec(text);
	const value = Number(match?.[1]);
	return Number.isNaN(value) ? 0 : value;
}

function general(text: string): number {
	return Number.parseFloat(text);
}

function compareGeneral(a: number, b: number): number {
	if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
	return a - b;
}

const UNITS = 'KMGTPEZYRQ';

function human(text: string): number {
	const match = /^[ \t]*(-?\d*\.?\d+)([a-zA-Z]?)/.exec(text);
	if (match === null) return 0;
	const unit = UNITS.indexOf((match[2] as string).toUpperCase());
	return Number(match[1]) * (match[2] === '' || unit < 0 ? 1 : 1024 ** (unit + 1));
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function month(text: string): number {
	return MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase());
}

/** Runs of digits by value, the rest by character. */
function compareVersions(a: string, b: string): number {
	const left = a.match(/\d+|\D/g) ?? [];
	const right = b.match(/\d+|\D/g) ?? [];
	for (let at = 0; at < Math.min(left.length, right.length); at++) {
		const x = left[at] as string;
		const y = right[at] as string;
		const bothNumbers = /^\d/.test(x) && /^\d/.test(y);
		if (bothNumbers && BigInt(x) !== BigInt(y)) return BigInt(x) < BigInt(y) ? -1 : 1;
		if (!bothNumbers && x !== y) return versionWeight(x) - versionWeight(y);
	}
	return left.length - right.length;
}

/** `~` before everything, letters before other characters. */
function versionWeight(text: string): number {
	const code = text.charCodeAt(0);
	if (text === '~') return -1;
	return /[a-zA-Z]/.test(text) ? code : code + 256;
}

function normalise(text: string, order: SortOrder): string {
	let out = order.blanks ? text.trimStart() : text;
	if (order.dictionary) out = out.replace(/[^a-zA-Z0-9 \t]/g, '');
	if (order.printing) out = out.replace(/[^\x20-\x7e]/g, '');
	return order.fold ? out.toUpperCase() : out;
}
