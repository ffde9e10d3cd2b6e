import { decodeUtf8 } from '../utf8.ts';
import { celString } from './cel-conversions.ts';
import { celFault } from './cel-fault.ts';
import { CelMap, CelTypeValue, CelUint } from './cel-value.ts';

/** `format` of cel-go's ext/strings: %s, %d, %f, %e, %x, %X, %o, %b and %%. */
export function formatCel(text: string, values: readonly unknown[]): string {
	let at = 0;
	return text.replace(/%(?:\.(\d+))?([a-zA-Z%])/g, (_, precision: string | undefined, verb: string) => {
		if (verb === '%') return '%';
		if (at >= values.length) throw celFault(`index ${at} out of range`);
		return clause(verb, values[at++], precision === undefined ? 6 : Math.min(Number(precision), 100));
	});
}

function clause(verb: string, given: unknown, precision: number): string {
	const value = given instanceof CelUint ? given.value : given;
	switch (verb) {
		case 's':
			return celText(value);
		case 'd':
			if (typeof value !== 'bigint' && typeof value !== 'number') break;
			return String(value);
		case 'f':
			return Number(value).toFixed(precision);
		case 'e':
			return Number(value)
				.toExponential(precision)
				.replace(/e([+-])(\d)$/, 'e$10$2');
		case 'b':
			if (typeof value === 'boolean') return value ? '1' : '0';
			if (typeof value !== 'bigint') break;
			return value.toString(2);
		case 'o':
			if (typeof value !== 'bigint') break;
			return value.toString(8);
		case 'x':
		case 'X': {
			const hex = typeof value === 'bigint' ? value.toString(16) : hexOf(celText(value));
			return verb === 'X' ? hex.toUpperCase() : hex;
		}
		default:
			throw celFault(`unrecognized formatting clause "${verb}"`);
	}
	throw celFault(`error during formatting: ${verb} clause can only be used on integers`);
}

function hexOf(text: string): string {
	return [...text].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** A value as %s writes it. */
function celText(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return `[${value.map(celText).join(', ')}]`;
	if (value instanceof CelMap) {
		const entries = value.keys().map((key) => `${String(key)}: ${celText(value.get(key))}`);
		return `{${entries.sort().join(', ')}}`;
	}
	if (value instanceof CelTypeValue) return value.name;
	return value instanceof Uint8Array ? decodeUtf8(value) : celString(value);
}
