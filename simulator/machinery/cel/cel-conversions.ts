import { durationComplaint, parseDuration } from '../duration.ts';
import { formatNanoTime, parseTime } from '../timestamp.ts';
import { celFault } from './cel-fault.ts';
import type { OverloadRow } from './cel-overload.ts';
import { CelDuration, CelTimestamp, CelTypeValue, CelUint, typeNameOf } from './cel-value.ts';

const INT_MAX = 2n ** 63n - 1n;
const INT_MIN = -(2n ** 63n);
const UINT_MAX = 2n ** 64n - 1n;
const SECOND = 1_000_000_000n;

interface Utf8 {
	readonly encode: (text: string) => Uint8Array;
	readonly decode: (bytes: Uint8Array) => string;
}

function inRange(value: bigint, low: bigint, high: bigint, what: string): bigint {
	if (value < low || value > high) throw celFault(what);
	return value;
}

function toInt(value: unknown): bigint {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) throw celFault('integer overflow');
		return inRange(BigInt(Math.trunc(value)), INT_MIN, INT_MAX, 'integer overflow');
	}
	if (value instanceof CelUint) return inRange(value.value, INT_MIN, INT_MAX, 'integer overflow');
	if (value instanceof CelDuration) return value.nanos;
	if (value instanceof CelTimestamp) return value.nanos / SECOND;
	const text = String(value);
	if (!/^[+-]?\d+$/.test(text)) throw celFault("type conversion error from 'string' to 'int'");
	return inRange(BigInt(text.replace('+', '')), INT_MIN, INT_MAX, "type conversion error from 'string' to 'int'");
}

function toUint(value: unknown): CelUint {
	if (value instanceof CelUint) return value;
	if (typeof value === 'string' && !/^\d+$/.test(value)) {
		throw celFault("type conversion error from 'string' to 'uint'");
	}
	const whole = typeof value === 'string' ? BigInt(value) : toInt(value);
	return new CelUint(inRange(whole, 0n, UINT_MAX, 'unsigned integer overflow'));
}

function toDouble(value: unknown): number {
	if (value instanceof CelUint) return Number(value.value);
	if (typeof value !== 'string') return Number(value);
	if (/^[+-]?(?:inf|infinity)$/i.test(value)) return value.startsWith('-') ? -Infinity : Infinity;
	if (/^nan$/i.test(value)) return Number.NaN;
	if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(value)) {
		throw celFault("type conversion error from 'string' to 'double'");
	}
	return Number(value);
}

function toBool(value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	if (/^(?:1|t|T|true|TRUE|True)$/.test(String(value))) return true;
	if (/^(?:0|f|F|false|FALSE|False)$/.test(String(value))) return false;
	throw celFault("type conversion error from 'string' to 'bool'");
}

/** Models cel-go types.Double ConvertToType and its kin: how a value reads. */
export function celString(value: unknown): string {
	if (value instanceof CelUint) return String(value.value);
	if (value instanceof CelDuration) return durationText(value.nanos);
	if (value instanceof CelTimestamp) {
		const ms = Number(value.nanos / 1_000_000n);
		const fraction = String(((value.nanos % SECOND) + SECOND) % SECOND)
			.padStart(9, '0')
			.replace(/0+$/, '');
		return `${formatNanoTime(ms).slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
	}
	if (typeof value === 'number') {
		if (Number.isNaN(value)) return 'NaN';
		if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
		return goDouble(value);
	}
	return String(value);
}

/** As %g writes it. */
function goDouble(value: number): string {
	const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
	if (exponent >= -4 && exponent < 21) return String(value);
	return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** Seconds, as Go's duration proto has it. */
function durationText(nanos: bigint): string {
	const size = nanos < 0n ? -nanos : nanos;
	const fraction = String(size % SECOND)
		.padStart(9, '0')
		.replace(/0+$/, '');
	return `${nanos < 0n ? '-' : ''}${size / SECOND}${fraction === '' ? '' : `.${fraction}`}s`;
}

function toBytes(value: unknown, { encode }: Utf8): Uint8Array {
	return value instanceof Uint8Array ? value : encode(String(value));
}

function toText(value: unknown, { decode }: Utf8): string {
	return value instanceof Uint8Array ? decode(value) : celString(value);
}

function toTimestamp(value: unknown): CelTimestamp {
	if (value instanceof CelTimestamp) return value;
	if (typeof value === 'bigint') return new CelTimestamp(value * SECOND);
	const ms = parseTime(String(value));
	if (ms === undefined) throw celFault(`type conversion error from 'string' to 'google.protobuf.Timestamp'`);
	return new CelTimestamp(BigInt(ms) * 1_000_000n);
}

function toDuration(value: unknown): CelDuration {
	if (value instanceof CelDuration) return value;
	if (typeof value === 'bigint') return new CelDuration(value);
	const ms = parseDuration(String(value));
	if (ms === undefined) throw celFault(durationComplaint(String(value)));
	return new CelDuration(BigInt(Math.round(ms * 1_000_000)));
}

const IDS: { readonly [type: string]: string } = { int: 'int64', uint: 'uint64' };

function to(type: string, from: readonly string[], call: (value: unknown) => unknown): OverloadRow[] {
	const rows: OverloadRow[] = [[`${IDS[type] ?? type}_to_${IDS[type] ?? type}`, `(${type}) ${type}`, call]];
	for (const each of from) rows.push([`${IDS[each] ?? each}_to_${IDS[type] ?? type}`, `(${each}) ${type}`, call]);
	return rows;
}

/** Functions that are called as types are. */
export function conversions(utf8: Utf8): { readonly [name: string]: readonly OverloadRow[] } {
	return {
		int: to('int', ['uint', 'double', 'string', 'timestamp', 'duration'], toInt),
		uint: to('uint', ['int', 'double', 'string'], toUint),
		double: to('double', ['int', 'uint', 'string'], toDouble),
		bool: to('bool', ['string'], toBool),
		string: to('string', ['bool', 'bytes', 'double', 'int', 'uint', 'timestamp', 'duration'], (value) =>
			toText(value, utf8),
		),
		bytes: to('bytes', ['string'], (value) => toBytes(value, utf8)),
		timestamp: to('timestamp', ['string', 'int'], toTimestamp),
		duration: to('duration', ['string', 'int'], toDuration),
		dyn: [['to_dyn', '(A) dyn', (value: unknown) => value]],
		type: [['type', '(A) type(A)', (value: unknown) => new CelTypeValue(typeNameOf(value))]],
	};
}
