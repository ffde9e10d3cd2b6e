import { type FieldSchema, objectType, type TypeSchema, typeSchema } from '../../api/schema/schema.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import { parseTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { fieldNumbers } from './field-numbers.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

const MAGIC = Uint8Array.from([0x6b, 0x38, 0x73, 0x00]);

type Fields = { readonly [key: string]: unknown };

/**
 * An object as etcd holds it: the envelope with its kind, and the message. Undefined when the kind has no message.
 * Models apimachinery/pkg/runtime/serializer/protobuf Serializer.Encode.
 */
export function encodeEnvelope(
	apiVersion: string,
	kind: string,
	object: object,
	type: TypeSchema,
): Uint8Array | undefined {
	if (fieldNumbers(type.name) === undefined) return undefined;
	const message = new ProtobufWriter();
	writeMessage(message, object as Fields, type, type.name);
	const envelope = new ProtobufWriter();
	envelope.message(1, (inner) => {
		inner.string(1, apiVersion);
		inner.string(2, kind);
	});
	envelope.bytes(2, message.finish());
	envelope.string(3, '');
	envelope.string(4, '');
	const body = envelope.finish();
	const whole = new Uint8Array(MAGIC.length + body.length);
	whole.set(MAGIC);
	whole.set(body, MAGIC.length);
	return whole;
}

/**
 * Fields in the order of their numbers. What is no pointer in Go is written even when it is empty, as gogo/protobuf
 * writes it; lists and maps only when they have something.
 */
function writeMessage(writer: ProtobufWriter, object: Fields, type: TypeSchema, message: string): void {
	for (const [number, name] of fieldNumbers(message) ?? []) {
		if (name.startsWith('^')) {
			const inner = message.slice(0, message.lastIndexOf('.') + 1) + name.slice(1);
			writer.message(number, (embedded) => writeMessage(embedded, object, type, inner));
			continue;
		}
		const field = type.fields.get(name);
		if (field !== undefined) writeField(writer, number, field, object[name]);
	}
}

function writeField(writer: ProtobufWriter, number: number, field: FieldSchema, value: unknown): void {
	if (field.type === 'array') {
		for (const item of (value as readonly unknown[] | null | undefined) ?? []) {
			writeValue(writer, number, field.items as FieldSchema, item);
		}
		return;
	}
	if (field.type === 'map') {
		const entries = Object.entries((value as Fields | null | undefined) ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
		for (const [key, each] of entries) {
			writer.message(number, (entry) => {
				entry.string(1, key);
				writeMapValue(entry, field.values as FieldSchema, each);
			});
		}
		return;
	}
	if (value === undefined || value === null) {
		if (field.presence === 'kept' || field.format === 'byte' || isPointerLike(field)) return;
	}
	writeValue(writer, number, field, value);
}

/** An optional struct is a pointer; a required one is written empty. */
function isPointerLike(field: FieldSchema): boolean {
	return (field.type === 'object' || field.quantity || field.intOrString) && field.presence !== 'always';
}

function writeMapValue(entry: ProtobufWriter, field: FieldSchema, value: unknown): void {
	if (field.type !== 'array') {
		writeValue(entry, 2, field, value);
		return;
	}
	// A list as a map's value is a message of its own.
	entry.message(2, (list) => writeField(list, 1, field, value));
}

function writeValue(writer: ProtobufWriter, number: number, field: FieldSchema, value: unknown): void {
	if (field.quantity) {
		writer.message(number, (quantity) => quantity.string(1, value === undefined ? '0' : String(value)));
	} else if (field.intOrString) writer.message(number, (inner) => writeIntOrString(inner, value));
	else if (field.format === 'date-time') writer.message(number, (inner) => writeTime(inner, value));
	else if (field.type === 'any' || field.preserveUnknown) {
		writer.message(number, (raw) => raw.bytes(1, encodeUtf8(JSON.stringify(value ?? null))));
	} else writePlain(writer, number, field, value);
}

function writePlain(writer: ProtobufWriter, number: number, field: FieldSchema, value: unknown): void {
	switch (field.type) {
		case 'object': {
			const type = objectType(field) ?? typeSchema(field.ref ?? '');
			writer.message(number, (inner) => {
				if (type !== undefined) writeMessage(inner, (value as Fields | undefined) ?? {}, type, type.name);
			});
			return;
		}
		case 'boolean':
			writer.bool(number, value === true);
			return;
		case 'integer':
		case 'number':
			writer.integer(number, Number(value ?? 0));
			return;
		default: {
			const text = String(value ?? '');
			if (field.format === 'byte') writer.bytes(number, decodeBase64(text));
			else writer.string(number, text);
		}
	}
}

function writeIntOrString(writer: ProtobufWriter, value: unknown): void {
	const isText = typeof value === 'string';
	writer.integer(1, isText ? 1 : 0);
	writer.integer(2, typeof value === 'number' ? value : 0);
	writer.string(3, isText ? value : '');
}

/** The zero time is an empty message. */
function writeTime(writer: ProtobufWriter, value: unknown): void {
	const ms = typeof value === 'string' ? parseTime(value) : undefined;
	if (ms === undefined) return;
	writer.integer(1, Math.floor(ms / 1000));
	writer.integer(2, (((ms % 1000) + 1000) % 1000) * 1_000_000);
}
