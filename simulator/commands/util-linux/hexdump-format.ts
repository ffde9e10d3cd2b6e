import { Fatal } from '../gnu-command.ts';

/** A conversion of a format unit, with the literal text around it. */
interface Conversion {
	readonly before: string;
	readonly flags: string;
	readonly width: number;
	readonly precision: number | undefined;
	/** "x", "_c", "_ad"; '' of a unit that is text only. */
	readonly kind: string;
	readonly after: string;
	/** Bytes it takes. */
	readonly bytes: number;
}

/** `8/2 "%04x "`: how often, and what. */
interface Unit {
	readonly count: number;
	readonly conversions: readonly Conversion[];
	/** No count was given: the last such unit goes on to the end of the block. */
	readonly isOpen: boolean;
}

/** Of bytes that one line shows, and of columns of a field. */
const BLOCK_MAX = 4_096;

const NAMES =
	'nul soh stx etx eot enq ack bel bs ht lf vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us'.split(
		' ',
	);
const ESCAPES: Readonly<Record<number, string>> = {
	0: '\\0',
	7: '\\a',
	8: '\\b',
	9: '\\t',
	10: '\\n',
	11: '\\v',
	12: '\\f',
	13: '\\r',
};

/** A format of hexdump's -e, and of the options that stand for one. Models hexdump(1). */
export class HexdumpFormat {
	readonly #units: readonly Unit[];

	private constructor(units: readonly Unit[]) {
		this.#units = units;
	}

	/** Throws Fatal. */
	static parse(text: string): HexdumpFormat {
		const units: Unit[] = [];
		let rest = text.trimStart();
		while (rest !== '') {
			const match = /^(?:(\d+)?\s*(?:\/\s*(\d+))?\s*)"((?:[^"\\]|\\.)*)"\s*/.exec(rest);
			if (match === null) throw new Fatal(`bad format {${text}}`);
			const [whole, count, bytes, format = ''] = match;
			const conversions = conversionsOf(unescaped(format), bytes === undefined ? undefined : Number(bytes));
			units.push({ count: Number(count ?? '1'), conversions, isOpen: count === undefined });
			rest = rest.slice(whole.length);
		}
		const parsed = new HexdumpFormat(units);
		const widths = units.flatMap(({ conversions }) => conversions.map(({ width }) => width));
		const counts = units.map(({ count }) => count);
		if (parsed.size > BLOCK_MAX || [...widths, ...counts].some((each) => each > BLOCK_MAX)) {
			throw new Fatal(`bad format {${text}}`);
		}
		return parsed;
	}

	/** Bytes it takes of the input. */
	get size(): number {
		return this.#units.reduce((sum, unit) => sum + unit.count * bytesOf(unit), 0);
	}

	/** A block as text. @param missing of its bytes, which are shown as blanks. @param block its size with those. */
	line(bytes: Uint8Array, offset: number, block: number): string {
		let out = '';
		let at = 0;
		const last = this.#units.findLastIndex((unit) => bytesOf(unit) > 0);
		for (const [index, unit] of this.#units.entries()) {
			const own = bytesOf(unit);
			const goesOn = index === last && unit.isOpen && own > 0;
			const count = goesOn ? unit.count + Math.floor((block - this.size) / own) : unit.count;
			for (let turn = 0; turn < count; turn++) {
				let text = '';
				for (const conversion of unit.conversions) {
					text += shown(conversion, bytes, at, offset);
					at += conversion.bytes;
				}
				// Of what is repeated the blanks behind the last are not shown.
				out += count > 1 && turn === count - 1 ? text.slice(0, text.length - blanksBehind(unit)) : text;
			}
		}
		return out;
	}

	/** What it says of the end of the input: `%_A`. */
	end(offset: number): string {
		const conversion = this.#units.flatMap(({ conversions }) => conversions).find(({ kind }) => kind.startsWith('_A'));
		if (conversion === undefined) return '';
		const number = addressText(conversion, offset);
		return conversion.before + number + conversion.after;
	}
}

function blanksBehind({ conversions }: Unit): number {
	return /\s*$/.exec(conversions.at(-1)?.after ?? '')?.[0].length ?? 0;
}

function bytesOf({ conversions }: Unit): number {
	return conversions.reduce((sum, { bytes }) => sum + bytes, 0);
}

function conversionsOf(format: string, bytes: number | undefined): Conversion[] {
	const found: Conversion[] = [];
	const pattern = /%([-#+ 0]*)(\d*)(?:\.(\d+))?(_[aA][dox]|_[cpu]|[diouxXcs])|%%/g;
	let before = '';
	let at = 0;
	for (const match of format.matchAll(pattern)) {
		const literal = format.slice(at, match.index);
		at = (match.index as number) + match[0].length;
		if (match[0] === '%%') {
			before += `${literal}%`;
			continue;
		}
		const [, flags = '', width = '', precision, kind = ''] = match;
		const previous = found.at(-1);
		if (previous === undefined) before += literal;
		else found[found.length - 1] = { ...previous, after: previous.after + before + literal };
		found.push({
			before: previous === undefined ? before : '',
			flags,
			width: Number(width),
			precision: precision === undefined ? undefined : Number(precision),
			kind,
			after: '',
			bytes: sizeOf(kind, bytes, precision),
		});
		before = '';
	}
	const rest = before + format.slice(at);
	const last = found.at(-1);
	if (last === undefined)
		return [{ before: rest, flags: '', width: 0, precision: undefined, kind: '', after: '', bytes: 0 }];
	found[found.length - 1] = { ...last, after: last.after + rest };
	return found;
}

function sizeOf(kind: string, asked: number | undefined, precision: string | undefined): number {
	if (kind.toLowerCase().startsWith('_a')) return 0;
	if (asked !== undefined) return asked;
	if (kind === 's') return Number(precision ?? '1');
	return kind === 'c' || kind.startsWith('_') ? 1 : 4;
}

function shown(conversion: Conversion, bytes: Uint8Array, at: number, offset: number): string {
	const { before, after, kind, width } = conversion;
	if (kind === '' || kind.startsWith('_A')) return kind === '' ? before : '';
	if (kind.startsWith('_a')) return before + addressText(conversion, offset + at) + after;
	if (at >= bytes.length) return before.replace(/./g, ' ') + ' '.repeat(width) + after.replace(/[^\n]/g, ' ');
	const own = bytes.subarray(at, at + conversion.bytes);
	return before + padded(conversion, valueText(conversion, own)) + after;
}

function addressText(conversion: Conversion, offset: number): string {
	const base = { d: 10, o: 8, x: 16 }[conversion.kind[2] as 'd' | 'o' | 'x'];
	return padded(conversion, offset.toString(base).padStart(conversion.precision ?? 0, '0'));
}

function padded({ width, flags, kind }: Conversion, text: string): string {
	if (flags.includes('-')) return text.padEnd(width);
	const zeros = flags.includes('0') && !/^_[cpu]|[cs]$/.test(kind);
	return text.padStart(width, zeros ? '0' : ' ');
}

function valueText({ kind, precision, flags }: Conversion, bytes: Uint8Array): string {
	const [first = 0] = bytes;
	const isShown = first >= 0x20 && first < 0x7f;
	if (kind === '_p') return isShown ? String.fromCharCode(first) : '.';
	if (kind === '_c')
		return isShown ? String.fromCharCode(first) : (ESCAPES[first] ?? first.toString(8).padStart(3, '0'));
	if (kind === '_u')
		return NAMES[first] ?? (first === 0x7f ? 'del' : isShown ? String.fromCharCode(first) : first.toString(16));
	if (kind === 'c') return String.fromCharCode(first);
	if (kind === 's') return String.fromCharCode(...bytes).replace(/\0[\s\S]*$/, '');
	let value = 0n;
	for (const byte of [...bytes].reverse()) value = (value << 8n) | BigInt(byte);
	if (kind === 'd' || kind === 'i') value = BigInt.asIntN(8 * bytes.length, value);
	const base = kind === 'o' ? 8 : kind === 'x' || kind === 'X' ? 16 : 10;
	const digits = value.toString(base).padStart(precision ?? 0, '0');
	const prefix = flags.includes('#') && value !== 0n ? ({ o: '0', x: '0x', X: '0X' }[kind] ?? '') : '';
	return prefix + (kind === 'X' ? digits.toUpperCase() : digits);
}

function unescaped(text: string): string {
	const letters: Readonly<Record<string, string>> = {
		n: '\n',
		t: '\t',
		r: '\r',
		f: '\f',
		v: '\v',
		a: '\x07',
		b: '\b',
		'0': '\0',
	};
	return text.replace(/\\(.)/g, (_, letter: string) => letters[letter] ?? letter);
}
