import { decodeBase64, encodeBase64 } from '../../../machinery/base64.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Js } from './js-interpreter.ts';
import { defineType } from './js-natives.ts';
import { JsArray, JsBuffer, type JsValue } from './js-values.ts';

const SIZE_MAX = 2 ** 33;

export function bytesOf(value: JsValue, encoding: JsValue = 'utf8'): Uint8Array {
	if (value instanceof JsBuffer) return value.bytes;
	if (value instanceof JsArray) return Uint8Array.from(value.items.map((each) => Number(each) & 255));
	const text = String(value);
	if (encoding === 'base64' || encoding === 'base64url') {
		return decodeBase64(
			text
				.replaceAll('-', '+')
				.replaceAll('_', '/')
				.replace(/[^\w+/]/g, ''),
		);
	}
	if (encoding === 'hex') {
		return Uint8Array.from((text.match(/[\da-fA-F]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16)));
	}
	if (encoding === 'latin1' || encoding === 'binary' || encoding === 'ascii') {
		return Uint8Array.from([...text].map((char) => char.charCodeAt(0) & 255));
	}
	return encodeUtf8(text);
}

export function textOfBytes(bytes: Uint8Array, encoding: JsValue = 'utf8'): string {
	if (encoding === 'base64') return encodeBase64(bytes);
	if (encoding === 'base64url')
		return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
	if (encoding === 'hex') return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	if (encoding === 'latin1' || encoding === 'binary' || encoding === 'ascii') {
		return [...bytes].map((byte) => String.fromCharCode(byte)).join('');
	}
	return decodeUtf8(bytes);
}

function allocated(js: Js, size: JsValue, fill: JsValue): JsValue {
	const count = Number(size);
	if (!(count >= 0 && count < SIZE_MAX))
		throw js.error('RangeError', `The value of "size" is out of range. Received ${String(size)}`);
	const buffer = js.buffer(Math.trunc(count));
	if (fill !== undefined && fill !== 0) buffer.bytes.fill(typeof fill === 'number' ? fill : (bytesOf(fill)[0] ?? 0));
	return buffer;
}

const bufferOf = (js: Js, self: JsValue): JsBuffer => {
	if (self instanceof JsBuffer) return self;
	throw js.error('TypeError', 'the receiver is no Buffer');
};

/** Buffer: bytes of fixed length. */
export function defineBuffers(js: Js): void {
	defineType(
		js,
		'Buffer',
		(_, __, [value]) => (typeof value === 'number' ? allocated(js, value, undefined) : js.buffer(bytesOf(value))),
		{
			from: (_, __, [value, encoding]) => js.buffer(bytesOf(value, encoding).slice()),
			alloc: (_, __, [size, fill]) => allocated(js, size, fill),
			allocUnsafe: (_, __, [size]) => allocated(js, size, undefined),
			isBuffer: (_, __, [value]) => value instanceof JsBuffer,
			byteLength: (_, __, [value, encoding]) => bytesOf(value, encoding).length,
			concat: (_, __, [list]) => {
				const parts = (list instanceof JsArray ? list.items : []).map((each) => bytesOf(each));
				const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
				let at = 0;
				for (const part of parts) {
					whole.set(part, at);
					at += part.length;
				}
				return js.buffer(whole);
			},
		},
		{
			'.toString': (_, self, [encoding, from, to]) =>
				textOfBytes(bufferOf(js, self).bytes.subarray(Number(from ?? 0), Number(to ?? SIZE_MAX)), encoding),
			slice: (_, self, [from, to]) =>
				js.buffer(bufferOf(js, self).bytes.slice(Number(from ?? 0), Number(to ?? SIZE_MAX))),
			subarray: (_, self, [from, to]) =>
				js.buffer(bufferOf(js, self).bytes.subarray(Number(from ?? 0), Number(to ?? SIZE_MAX))),
			fill: (_, self, [value]) => {
				bufferOf(js, self).bytes.fill(typeof value === 'number' ? value : (bytesOf(value)[0] ?? 0));
				return self;
			},
			equals: (_, self, [other]) => textOfBytes(bufferOf(js, self).bytes, 'hex') === textOfBytes(bytesOf(other), 'hex'),
			toJSON: (_, self) =>
				js.object([
					['type', 'Buffer'],
					['data', js.array([...bufferOf(js, self).bytes])],
				] as const),
		},
	);
}
