import { decodeBase64 } from '../base64.ts';
import { parseDuration } from '../duration.ts';
import { parseTime } from '../timestamp.ts';
import { Duration } from './cel-js.ts';
import { type CelType, escapeCelName } from './cel-type.ts';

/** A JSON value as expressions see it. What does not fit its type is seen as what it is. */
export function toCelValue(value: unknown, type: CelType): unknown {
	if (value === null || value === undefined) return null;
	if (typeof value === 'number') {
		const whole = Number.isInteger(value) && type.kind !== 'double';
		return whole ? BigInt(value) : value;
	}
	if (typeof value === 'string') return fromText(value, type);
	if (Array.isArray(value)) {
		const items: CelType = type.kind === 'list' ? type.items : { kind: 'dyn' };
		return value.map((item) => toCelValue(item, items));
	}
	if (typeof value !== 'object') return value;
	const fields = value as { readonly [key: string]: unknown };
	if (type.kind === 'object') return toObject(fields, type.fields);
	const values: CelType = type.kind === 'map' ? type.values : { kind: 'dyn' };
	return new Map(Object.keys(fields).map((key) => [key, toCelValue(fields[key], values)]));
}

function toObject(value: { readonly [key: string]: unknown }, fields: ReadonlyMap<string, CelType>): object {
	const out: [string, unknown][] = [];
	for (const [name, type] of fields) {
		const escaped = escapeCelName(name);
		if (escaped === undefined || !Object.hasOwn(value, name)) continue;
		out.push([escaped, toCelValue(value[name], type)]);
	}
	return Object.fromEntries(out);
}

function fromText(text: string, { kind }: CelType): unknown {
	if (kind === 'bytes') return decodeBase64(text);
	if (kind === 'timestamp') {
		const ms = parseTime(text);
		return ms === undefined ? text : new Date(ms);
	}
	if (kind !== 'duration') return text;
	const ms = parseDuration(text);
	return ms === undefined ? text : Duration.fromMilliseconds(ms);
}
