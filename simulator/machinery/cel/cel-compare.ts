import {
	CelDuration,
	type CelKey,
	CelMap,
	CelOpaque,
	CelOptional,
	CelTimestamp,
	CelTypeValue,
	CelUint,
} from './cel-value.ts';

/** Models cel-go types.Equal: values of different types are different, numbers of different types are not. */
export function equalCel(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	const order = compareNumbers(a, b);
	if (order !== undefined) return order === 0;
	if (Array.isArray(a)) {
		return Array.isArray(b) && a.length === b.length && a.every((item, index) => equalCel(item, b[index]));
	}
	if (a instanceof CelMap) return b instanceof CelMap && equalMaps(a, b);
	if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b) === 0;
	if (a instanceof CelTimestamp) return b instanceof CelTimestamp && a.nanos === b.nanos;
	if (a instanceof CelDuration) return b instanceof CelDuration && a.nanos === b.nanos;
	if (a instanceof CelTypeValue) return b instanceof CelTypeValue && a.name === b.name;
	if (a instanceof CelOptional) {
		if (!(b instanceof CelOptional)) return false;
		return a.value === undefined || b.value === undefined ? a.value === b.value : equalCel(a.value, b.value);
	}
	return a instanceof CelOpaque && b instanceof CelOpaque && a.type === b.type && a.equals(b);
}

function equalMaps(a: CelMap, b: CelMap): boolean {
	const keys = a.keys();
	return keys.length === b.size && keys.every((key) => b.has(key) && equalCel(a.get(key), b.get(key)));
}

/** Negative, 0, positive; NaN when the doubles are; undefined when one is no number. */
export function compareNumbers(a: unknown, b: unknown): number | undefined {
	const [left, right] = [numberOf(a), numberOf(b)];
	if (left === undefined || right === undefined) return undefined;
	if (Number.isNaN(left) || Number.isNaN(right)) return Number.NaN;
	return left < right ? -1 : left > right ? 1 : 0;
}

function numberOf(value: unknown): number | bigint | undefined {
	if (typeof value === 'bigint' || typeof value === 'number') return value;
	return value instanceof CelUint ? value.value : undefined;
}

/** Undefined when values cannot be ordered. */
export function compareCel(a: unknown, b: unknown): number | undefined {
	const numbers = compareNumbers(a, b);
	if (numbers !== undefined) return numbers;
	if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
	if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
	if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
	const times = a instanceof CelTimestamp && b instanceof CelTimestamp;
	if (times || (a instanceof CelDuration && b instanceof CelDuration)) {
		return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
	}
	return undefined;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
	for (let i = 0; i < a.length && i < b.length; i++) {
		if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
	}
	return a.length - b.length;
}

/** By code points, as UTF-8 sorts. */
function compareText(a: string, b: string): number {
	for (let i = 0; i < a.length && i < b.length; i++) {
		if (a[i] === b[i]) continue;
		return (a.codePointAt(i) as number) - (b.codePointAt(i) as number);
	}
	return a.length - b.length;
}

/** The key that a value is; undefined when it can be none. */
export function keyOf(value: unknown): CelKey | undefined {
	if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value;
	if (value instanceof CelUint) return value.value;
	return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}
