/** 0.1, 1e+16, 3.0, inf. Models float.__repr__. */
export function floatText(value: number): string {
	if (Number.isNaN(value)) return 'nan';
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	if (Object.is(value, -0)) return '-0.0';
	const size = Math.abs(value);
	if (size !== 0 && (size >= 1e16 || size < 1e-4)) return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
	return Number.isInteger(value) ? `${value.toFixed(0)}.0` : String(value);
}

export function quoted(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const inner = text.replace(/[\\\n\r\t\0-\x1f\x7f]|['"]/g, (char) => {
		if (char === '"' || char === "'") return char === quote ? `\\${char}` : char;
		return NAMED[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
	});
	return quote + inner + quote;
}

const NAMED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export function bytesText(bytes: Uint8Array): string {
	const text = Array.from(bytes, (byte) => {
		const char = String.fromCharCode(byte);
		if (NAMED[char] !== undefined) return NAMED[char];
		return byte < 32 || byte > 126 ? `\\x${byte.toString(16).padStart(2, '0')}` : char;
	}).join('');
	return text.includes("'") ? `b"${text}"` : `b'${text}'`;
}

/** Differs: Python's are as wide as there is memory for. */
const WIDTH_MAX = 1_000_000;

/** What a specification of format() says of a number or a text: ">10", "05d", ".2f", ",". Undefined: it is none. */
export function formatted(value: bigint | number | string, spec: string): string | undefined {
	const match = /^(?:(.)?([<>^=]))?([+\- ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/s.exec(spec);
	if (match === null) return undefined;
	const [, fill, align, sign = '', alternate, zero, width = '0', comma, precision, type] = match;
	let text: string;
	if (typeof value === 'string') {
		if (type !== undefined && type !== 's') return undefined;
		text = precision === undefined ? value : value.slice(0, Number(precision));
	} else {
		const plain = numberText(
			value,
			type,
			precision === undefined ? undefined : Number(precision),
			alternate !== undefined,
		);
		if (plain === undefined) return undefined;
		const isNegative = plain.startsWith('-');
		const digits = isNegative ? plain.slice(1) : plain;
		text =
			(isNegative ? '-' : sign === '-' ? '' : sign) +
			(comma === undefined ? digits : digits.replace(/^\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, comma)));
	}
	const missing = Math.max(0, Math.min(Number(width), WIDTH_MAX) - text.length);
	const filler = (fill ?? (zero === undefined ? ' ' : '0')).repeat(missing);
	const side = align ?? (typeof value === 'string' ? '<' : zero === undefined ? '>' : '=');
	switch (side) {
		case '<':
			return text + filler;
		case '>':
			return filler + text;
		case '^':
			return filler.slice(0, Math.floor(missing / 2)) + text + filler.slice(Math.floor(missing / 2));
		default:
			return /^[+-]/.test(text) ? text[0] + filler + text.slice(1) : filler + text;
	}
}

function numberText(
	value: bigint | number,
	type: string | undefined,
	precision: number | undefined,
	alternate: boolean,
): string | undefined {
	switch (type) {
		case undefined:
			return typeof value === 'bigint'
				? String(value)
				: precision === undefined
					? floatText(value)
					: general(value, precision);
		case 'd':
		case 'n':
			return typeof value === 'bigint' ? String(value) : undefined;
		case 'b':
			return (alternate ? '0b' : '') + value.toString(2);
		case 'o':
			return (alternate ? '0o' : '') + value.toString(8);
		case 'x':
			return (alternate ? '0x' : '') + value.toString(16);
		case 'X':
			return (alternate ? '0X' : '') + value.toString(16).toUpperCase();
		case 'c':
			return String.fromCodePoint(Number(value));
		case 'f':
		case 'F':
			return fixed(Number(value), precision ?? 6);
		case '%':
			return `${fixed(Number(value) * 100, precision ?? 6)}%`;
		case 'e':
		case 'E':
			return Number(value)
				.toExponential(Math.min(precision ?? 6, 100))
				.replace(/e([+-])(\d)$/, 'e$10$2');
		case 'g':
		case 'G':
			return general(Number(value), precision ?? 6);
		default:
			return undefined;
	}
}

/** Ties go to the even digit, as C's printf has them. */
export function fixed(value: number, digits: number): string {
	const doubled = value * 10 ** digits * 2;
	const isTie = Number.isSafeInteger(doubled) && doubled % 2 !== 0 && doubled / 2 / 10 ** digits === value;
	// Behind a hundred there are no others than zeros.
	if (digits > 100) return value.toFixed(100) + '0'.repeat(Math.min(digits, WIDTH_MAX) - 100);
	if (!isTie) return value.toFixed(digits);
	const low = Math.floor(doubled / 2);
	return ((low % 2 === 0 ? low : low + 1) / 10 ** digits).toFixed(digits);
}

function general(value: number, precision: number): string {
	const text = value.toPrecision(Math.min(100, Math.max(1, precision)));
	return /e/.test(text)
		? text.replace(/\.?0+e/, 'e').replace(/e([+-])(\d)$/, 'e$10$2')
		: text.includes('.')
			? text.replace(/\.?0+$/, '')
			: text;
}
