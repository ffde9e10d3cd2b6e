import { describe, expect, test } from 'vitest';
import { bzip2 } from '../../../simulator/machinery/bzip2/compress.ts';
import { bunzip2 } from '../../../simulator/machinery/bzip2/decompress.ts';
import { unxz, xz } from '../../../simulator/machinery/lzma/xz-format.ts';

/** The numbers from 1 to 300 as xz 5.4.1 and bzip2 1.0.8 pack them. */
const XZ =
	'/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ARDAQJdABiCgo8iTvimVffwmaUlDZBFkVpRtJvKrNwFMuyFUp+xSG3v3OhLuWG64JxTf5jIqVQO/D0q0wbXZkQ9VmSmzT3Xxx9E9BjfAgs/4sbGe+Hnf3lEHHm3Qq5luBu1DoThmoIGIzlaf3KqQ/qlmh+SwL5FcXlK1ZPGkAo5rZxlhyq2GjjH4ZMXytA+CeqwUvAQYCbAXl8QkQ25eXh9l0Jg0KY4d+Ej6LsoT4hSLXVYJj9m/eKc69OvYdk1ev/7YrE8fJMc8mS4TRyFKrFcAAY2AUrrvAVI71xotTxxgZ4sbORnBs+FKnUJGYy8F0QNzTxpxjbEnpzS7js1Ej6TUpedidqbMQAAAGc3dbfmK+6BAAGeAsQIAABn2MVpscRn+wIAAAAABFla';
const BZIP2 =
	'QlpoOTFBWSZTWfqyn6IAALVIAAAQf+BAApA2HAAxqlHlP8qhVP0wT/VUhU/1Ux6n6UHUf/+qUm/VT/KqR9yJq83z7yADToDBIFhQKBYSBg6A0gA84AGuOgPIANOgMEgWFAoFhIGDoDSADzgAY4SBYUCgWEgYOgNIAPOAA4cKqtrS222ySSSKAAAAAEojlttu2y2223e973vdaJohE0QiaIRNEImiETRCJohE0QiaIRNbnJtttr+qtttu973ve9f1iaIRNANoBtANoBtANoBtANoBtbnMbbbWW/+222aSSS398AAAAG7tu2219tq22yaSSWwAAAAbu23m21+229bbJNJJb6AAAAN3bbfdtfLbb5bZJNJLfoAAAA3dttvdr1ttv22SSaS3wAAAAbu222mq222+2SSTS3gAAAB87eebbbS1bbbfbJJJ+/YAAAD4fwu5IpwoSH1ZT9EA';
const NUMBERS = Array.from({ length: 300 }, (_, at) => `${at + 1}\n`).join('');

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const unpackedText = (pieces: Iterable<Uint8Array>): string => Buffer.concat([...pieces]).toString();
const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));

function packed(steps: Generator<void, Uint8Array>): Uint8Array {
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
}

/** Texts of all kinds: nothing, runs, what repeats itself, what does not, a piece larger than a chunk. */
function samples(): readonly Uint8Array[] {
	const noise = new Uint8Array(200_000);
	let state = 1;
	for (let at = 0; at < noise.length; at++) {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		noise[at] = state >>> 24;
	}
	const mixed = Buffer.concat([noise.subarray(0, 70_000), bytesOf(NUMBERS.repeat(40)), noise.subarray(0, 70_000)]);
	return [
		bytesOf(''),
		bytesOf('a'),
		bytesOf('a'.repeat(10_000)),
		bytesOf(NUMBERS),
		bytesOf('ab'.repeat(999)),
		noise,
		mixed,
	];
}

describe('xz', () => {
	test('what xz has packed', () => expect(unpackedText(unxz(fromBase64(XZ)))).toBe(NUMBERS));

	test.each(samples().map((data) => [data.length, data] as const))('there and back: %s bytes', (_, data) => {
		for (const level of [0, 6, 9])
			expect(unpackedText(unxz(packed(xz(data, level))))).toBe(Buffer.from(data).toString());
	});

	test('damage is told from an end that is missing and from something else', () => {
		const whole = fromBase64(XZ);
		const damaged = whole.slice();
		damaged[60] = (damaged[60] as number) ^ 1;
		expect(() => [...unxz(damaged)]).toThrow('corrupt');
		expect(() => [...unxz(whole.subarray(0, 100))]).toThrow('end');
		expect(() => [...unxz(bytesOf('hello'))]).toThrow('format');
	});
});

describe('bzip2', () => {
	test('the same bytes as bzip2', () => {
		expect(Buffer.from(packed(bzip2(bytesOf(NUMBERS), 9))).toString('base64')).toBe(BZIP2);
	});

	test.each(samples().map((data) => [data.length, data] as const))('there and back: %s bytes', (_, data) => {
		for (const level of [1, 9])
			expect(unpackedText(bunzip2(packed(bzip2(data, level))))).toBe(Buffer.from(data).toString());
	});

	test('damage is told from an end that is missing and from something else', () => {
		const whole = fromBase64(BZIP2);
		const damaged = whole.slice();
		damaged[12] = (damaged[12] as number) ^ 1;
		expect(() => [...bunzip2(damaged)]).toThrow('crc');
		expect(() => [...bunzip2(whole.subarray(0, 100))]).toThrow('end');
		expect(() => [...bunzip2(bytesOf('hello'))]).toThrow('magic');
	});
});
