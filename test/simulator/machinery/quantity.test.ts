import { describe, expect, test } from 'vitest';
import {
	addQuantities,
	canonicalQuantity,
	compareQuantities,
	milliQuantityOf,
	milliValue,
	quantityComplaint,
	quantityOf,
	subtractQuantities,
	wholeValue,
} from '../../../simulator/machinery/quantity.ts';

describe('quantities as the server stores them', () => {
	const cases: readonly (readonly [string, string | undefined])[] = [
		['0', '0'],
		['0.5', '500m'],
		['.5', '500m'],
		['1.', '1.'],
		['1000m', '1'],
		['1500m', '1500m'],
		['1.500', '1.500'],
		['0.500', '500m'],
		['100', '100'],
		['1000', '1k'],
		['100000', '100k'],
		['1e3', '1e3'],
		['1000e0', '1e3'],
		['12E', '12E'],
		['1Gi', '1Gi'],
		['1024Mi', '1Gi'],
		['1.5Gi', '1536Mi'],
		['1536Mi', '1536Mi'],
		['1500Mi', '1500Mi'],
		['0.5Gi', '512Mi'],
		['100Ki', '100Ki'],
		['1Ki', '1Ki'],
		['512', '512'],
		['-1', '-1'],
		['+1', '+1'],
		['0.0001', '100u'],
		['1n', '1n'],
		['0.1n', '1n'],
		['', undefined],
		['1gb', undefined],
		['1 Gi', undefined],
		['Gi', '0'],
		['one', undefined],
	];
	test.each(cases)('%s', (text, expected) => expect(canonicalQuantity(text)).toBe(expected));
});

test('amounts', () => {
	expect([milliValue('250m'), milliValue('2'), milliValue('0.1'), milliValue('1n')]).toEqual([250, 2000, 100, 1]);
	expect([wholeValue('1Gi'), wholeValue('1500m'), wholeValue('64Mi'), wholeValue('1k')]).toEqual([
		1073741824, 2, 67108864, 1000,
	]);
	expect(compareQuantities('1', '1000m')).toBe(0);
	expect(compareQuantities('100m', '0.2')).toBe(-1);
	expect(addQuantities('100m', '900m')).toBe('1');
	expect(addQuantities('0', '1Gi')).toBe('1Gi');
	expect(subtractQuantities('2Gi', '512Mi')).toBe('1536Mi');
	expect(quantityOf(2048, 'BinarySI')).toBe('2Ki');
	expect(milliQuantityOf(1500)).toBe('1500m');
});

test('complaints', () => {
	expect(quantityComplaint('one')).toBe(
		"quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
	);
	expect(quantityComplaint('1KiKi')).toBe("unable to parse quantity's suffix");
});
