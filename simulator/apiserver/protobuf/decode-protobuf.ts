import { type FieldSchema, objectType, type TypeSchema, typeSchema } from '../../api/schema/schema.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { formatMicroTime, formatTime } from '../../machinery/timestamp.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { fieldNumbers } from './field-numbers.ts';
import { ProtobufError, ProtobufReader, type WireValue } from './protobuf-reader.ts';

/** The four bytes before every message. Models apimachinery/pkg/runtime/serializer/protobuf. */
const MAGIC = [0x6b, 0x38, 0x73, 0x00];

type Fields = { [key: string]: unknown };

/** What is in a body of application/vnd.kubernetes.protobuf. */
export interface ProtobufEnvelope {
	readonly apiVersion: string;
	readonly kind: string;
	readonly raw: Uint8Array;
}

/** Throws ProtobufError. Models runtime.Unknown. */
export function readEnvelope(bytes: Uint8Array): ProtobufEnvelope {
	if (!MAGIC.every((byte, index) => bytes[index] === byte)) {
		throw new ProtobufError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
	}
	let apiVersion = '';
	let kind = '';
	let raw = new Uint8Array(0);
	for (const { number, value } of new ProtobufReader(bytes.subarray(4))) {
		if (number === 1) {
			for (const inner of new ProtobufReader(bytesOf(value))) {
				if (inner.number === 1) apiVersion = decodeUtf8(bytesOf(inner.value));
				if (inner.number === 2) kind = decodeUtf8(bytesOf(inner.value));
			}
		} else if (number === 2) raw = new Uint8Array(bytesOf(value));
	}
	return { apiVersion, kind, raw };
}

/** A message as the JSON value that means the same. Fields that the type does not have are dropped. Throws ProtobufError. */
export function messageToJson(bytes: Uint8Array, type: TypeSchema): object {
	const out: Fields = {};
	readInto(out, bytes, type, type.name);
	return out;
}

/** @param message the name of the message; another than the type's where one is laid into it. */
function readInto(out: Fields, bytes: Uint8Array, type: TypeSchema, message: string): void {
	const numbers = fieldNumbers(message);
	if (numbers === undefined) throw new ProtobufError(`no protobuf message for ${message}`);
	for (const { number, value } of new ProtobufReader(bytes)) {
		const name = numbers.get(number);
		if (name === undefined) continue;
		if (name.startsWith('^')) {
			const inner = message.slice(0, message.lastIndexOf('.') + 1) + name.slice(1);
			readInto(out, bytesOf(value), type, inner);
			continue;
		}
		const field = type.fields.get(name);
		if (field !== undefined) addField(out, name, field, value);
	}
}

function addField(out: Fields, name: string, field: FieldSchema, value: WireValue): void {
	if (field.type === 'array') {
		const list = (out[name] as unknown[] | undefined) ?? [];
		list.push(jsonOf(field.items as FieldSchema, value));
		out[name] = list;
	} else if (field.type === 'map') {
		const map = (out[name] as Fields | undefined) ?? {};
		const [key, inner] = mapEntry(field.values as FieldSchema, bytesOf(value));
		map[key] = inner;
		out[name] = map;
	} else out[name] = jsonOf(field, value);
}

function mapEntry(values: FieldSchema, bytes: Uint8Array): [string, unknown] {
	let key = '';
	let found: unknown = values.type === 'string' && values.format !== 'byte' ? '' : null;
	for (const { number, value } of new ProtobufReader(bytes)) {
		if (number === 1) key = decodeUtf8(bytesOf(value));
		else if (number === 2)
			found = values.type === 'array' ? wrappedList(values, bytesOf(value)) : jsonOf(values, value);
	}
	return [key, found];
}

/** A list as a map's value is a message of its own. */
function wrappedList(field: FieldSchema, bytes: Uint8Array): unknown[] {
	return [...new ProtobufReader(bytes)].map(({ value }) => jsonOf(field.items as FieldSchema, value));
}

function jsonOf(field: FieldSchema, value: WireValue): unknown {
	if (field.quantity) return decodeUtf8(firstBytes(bytesOf(value)));
	if (field.intOrString) return intOrString(bytesOf(value));
	if (field.format === 'date-time') return timeText(bytesOf(value), field.ref?.endsWith('MicroTime') === true);
	if (field.type === 'any' || field.preserveUnknown) return rawJson(bytesOf(value));
	switch (field.type) {
		case 'object': {
			const type = objectType(field) ?? typeSchema(field.ref ?? '');
			return type === undefined ? {} : messageToJson(bytesOf(value), type);
		}
		case 'boolean':
			return value !== 0;
		case 'integer':
		case 'number':
			if (typeof value !== 'number') throw new ProtobufError('wrong wire type');
			return value;
		default:
			return field.format === 'byte' ? encodeBase64(bytesOf(value)) : decodeUtf8(bytesOf(value));
	}
}

/** RawExtension and FieldsV1 carry JSON. */
function rawJson(bytes: Uint8Array): unknown {
	const raw = firstBytes(bytes);
	return raw.length === 0 ? null : JSON.parse(decodeUtf8(raw));
}

function firstBytes(bytes: Uint8Array): Uint8Array {
	for (const { number, value } of new ProtobufReader(bytes)) if (number === 1) return bytesOf(value);
	return new Uint8Array(0);
}

function intOrString(bytes: Uint8Array): number | string {
	let isText = false;
	let number = 0;
	let text = '';
	for (const field of new ProtobufReader(bytes)) {
		if (field.number === 1) isText = field.value === 1;
		if (field.number === 2 && typeof field.value === 'number') number = field.value;
		if (field.number === 3) text = decodeUtf8(bytesOf(field.value));
	}
	return isText ? text : number;
}

/** Null for the zero time, which is an empty message. */
function timeText(bytes: Uint8Array, micro: boolean): string | null {
	let seconds: number | undefined;
	let nanos = 0;
	for (const { number, value } of new ProtobufReader(bytes)) {
		if (number === 1 && typeof value === 'number') seconds = value;
		if (number === 2 && typeof value === 'number') nanos = value;
	}
	// Go's zero time is year 1.
	if (seconds === undefined || seconds < -62_000_000_000) return null;
	const ms = seconds * 1000 + Math.floor(nanos / 1_000_000);
	return micro ? formatMicroTime(ms) : formatTime(ms);
}

function bytesOf(value: WireValue): Uint8Array {
	if (typeof value === 'number') throw new ProtobufError('wrong wire type');
	return value;
}
