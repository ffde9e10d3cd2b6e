import { celFault } from './cel-fault.ts';

/** `format` of cel-go's ext/strings: %s, %d, %f, %e, %x, %X, %o, %b and %%. */
export function formatCel(text: string, values: readonly unknown[]): string {
	let at = 0;
	return text.replace(/%(?:\.(\d+))?([a-zA-Z%])/g, (_, precision: string | undefined, verb: string) => {
		if (verb === '%') return '%';
		if (at >= values.length) throw celFault(`index ${at} out of range`);
		return clause(verb, values[at++], precision === undefined ? 6 : Math.min(Number(precision), 100));
	});
}

function clause(verb: string, value: unknown, precision: number): string {
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
			return typeof value === 'boolean' ? (value ? '1' : '0') : (value as bigint).toString(2);
		case 'o':
			return (value as bigint).toString(8);
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
	if (value instanceof Map) {
		const entries = [...value].map(([key, inner]): [string, unknown] => [String(key), inner]);
		return `{${entries
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, inner]) => `${key}: ${celText(inner)}`)
			.join(', ')}}`;
	}
	if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
	return String(value);
}
