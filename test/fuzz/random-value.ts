import { type FieldSchema, objectType, type TypeSchema, typeSchema } from '../../simulator/api/schema/schema.ts';
import type { Random } from '../../simulator/machinery/random.ts';

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** Words that mean something to JavaScript, to the store's keys, to Go or to the API. */
export const ODD_WORDS: readonly string[] = [
	'__proto__',
	'constructor',
	'prototype',
	'toString',
	'hasOwnProperty',
	'',
	' ',
	'.',
	'..',
	'/',
	'a/b',
	'a/../b',
	'%2e%2e',
	'%00',
	'\0',
	'\ud800',
	'é',
	'日本',
	'💥',
	'$patch',
	'$setElementOrder/containers',
	'$retainKeys',
	'$deleteFromPrimitiveList/finalizers',
	'x'.repeat(300),
	'-1',
	'1e400',
	'0x10',
	'NaN',
	'null',
	'true',
	'default',
	'web',
	'kube-system',
	'app=web',
	'!a',
	'a in (b,c)',
	'spec.nodeName=x',
	'1Gi',
	'100m',
	'9'.repeat(40),
	'2026-11-20T09:00:00Z',
	'10.0.0.1',
	'10.0.0.0/99',
	'::1',
	'80',
	'http',
	'(',
	'\\',
	'"',
	'{{',
];

const ODD_NUMBERS: readonly number[] = [
	0, -1, 1, 0.5, 80, 65_536, 2_147_483_648, -2_147_483_649, 9_007_199_254_740_992, 1e308,
];

export function oddWord(random: Random): string {
	// Those that objects of JavaScript have anyway come first.
	return random.below(5) === 0 ? (ODD_WORDS[random.below(5)] as string) : random.pick(ODD_WORDS);
}

/** Any JSON value, mostly small. */
export function anyValue(random: Random, depth = 0): Value {
	switch (random.below(depth > 3 ? 5 : 8)) {
		case 0:
			return null;
		case 1:
			return random.below(2) === 0;
		case 2:
			return random.pick(ODD_NUMBERS);
		case 3:
		case 4:
			return oddWord(random);
		case 5:
			return Array.from({ length: random.below(4) }, () => anyValue(random, depth + 1));
		default:
			return objectOf(Array.from({ length: random.below(4) }, () => [oddWord(random), anyValue(random, depth + 1)]));
	}
}

/** An object of a type with some of its fields, most of them of the right type. */
export function typedValue(random: Random, type: TypeSchema, depth = 0): Value {
	if (type.fields.size === 0) return anyValue(random, depth);
	const entries: [string, Value][] = [];
	for (const [name, field] of type.fields) {
		const wanted = field.required || (depth < 7 && random.below(10) < (depth < 2 ? 6 : 2));
		if (wanted) entries.push([name, random.below(60) === 0 ? anyValue(random) : fieldValue(random, field, depth + 1)]);
	}
	return objectOf(entries);
}

function fieldValue(random: Random, field: FieldSchema, depth: number): Value {
	switch (field.type) {
		case 'string':
			return stringValue(random, field);
		case 'integer':
		case 'number':
			return random.below(3) === 0 ? random.pick(ODD_NUMBERS) : random.below(100);
		case 'boolean':
			return random.below(2) === 0;
		case 'array': {
			const { items } = field;
			if (items === undefined || depth > 9) return [];
			return Array.from({ length: random.below(4) }, () => fieldValue(random, items, depth + 1));
		}
		case 'map': {
			const { values } = field;
			if (values === undefined || depth > 9) return {};
			return objectOf(
				Array.from({ length: random.below(3) }, () => [oddWord(random), fieldValue(random, values, depth + 1)]),
			);
		}
		case 'object': {
			const type = objectType(field) ?? (field.ref === undefined ? undefined : typeSchema(field.ref));
			return type === undefined ? anyValue(random, depth) : typedValue(random, type, depth);
		}
		default:
			return anyValue(random, depth);
	}
}

function stringValue(random: Random, { format, intOrString, quantity, name }: FieldSchema): Value {
	if (intOrString)
		return random.below(2) === 0 ? random.pick(ODD_NUMBERS) : random.pick(['http', '50%', '0', '-5%', 'x']);
	if (quantity || format === 'quantity')
		return random.pick(['1', '100m', '1Gi', '-1', '1e3', '0', '1.5', 'x', '9'.repeat(30)]);
	if (format === 'date-time')
		return random.pick(['2026-11-20T09:00:00Z', '2026-11-20T09:00:00.123456Z', '0000-00-00', '']);
	if (format === 'byte') return random.pick(['', 'dg==', 'x', 'AAECAw==']);
	if (name === 'name' && random.below(2) === 0) return random.pick(['web', 'a', 'b', 'default']);
	return random.below(3) === 0
		? oddWord(random)
		: random.pick(['web', 'a', 'Always', 'TCP', 'nginx', 'Retain', 'Exists', 'In']);
}

/** As JSON gives it: "__proto__" is a key like any other. */
export function objectOf(entries: readonly (readonly [string, Value])[]): { [key: string]: Value } {
	const out: { [key: string]: Value } = {};
	for (const [key, value] of entries) setKey(out, key, value);
	return out;
}

export function setKey(target: { [key: string]: Value }, key: string, value: Value): void {
	Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A copy in which something, somewhere, is another thing. */
export function mutated(random: Random, value: Value): Value {
	const copy = structuredClone(value);
	const times = 1 + random.below(3);
	let root: Value = copy;
	for (let i = 0; i < times; i++) root = mutatedOnce(random, root);
	return root;
}

function mutatedOnce(random: Random, root: Value): Value {
	const places = placesIn(root);
	if (places.length === 0) return anyValue(random);
	const { holder, key } = random.pick(places);
	const target = holder as { [key: string]: Value };
	switch (random.below(6)) {
		case 0:
			delete target[key];
			break;
		case 1:
			setKey(target, oddWord(random), anyValue(random));
			break;
		case 2:
			setKey(target, key, [target[key] as Value, target[key] as Value]);
			break;
		case 3:
			if (Array.isArray(target[key])) (target[key] as Value[]).push(null);
			else setKey(target, key, null);
			break;
		default:
			setKey(target, key, anyValue(random));
	}
	return root;
}

function placesIn(value: Value, out: { holder: object; key: string }[] = []): { holder: object; key: string }[] {
	if (typeof value !== 'object' || value === null) return out;
	for (const key of Object.keys(value)) {
		out.push({ holder: value, key });
		placesIn((value as { [key: string]: Value })[key] as Value, out);
	}
	return out;
}
