import {
	addQuantities,
	canonicalQuantity,
	compareQuantities,
	milliValue,
	parseQuantity,
	quantityComplaint,
	quantityOf,
	subtractQuantities,
	wholeValue,
} from '../quantity.ts';
import { celFault } from './cel-fault.ts';
import { type CelFunctions, declareFunctions } from './cel-overload.ts';
import { QUANTITY } from './cel-type-names.ts';
import { CelOpaque } from './cel-value.ts';

class CelQuantity extends CelOpaque {
	readonly type = QUANTITY;
	readonly text: string;
	constructor(text: string) {
		super();
		this.text = text;
	}

	equals(other: this): boolean {
		return compare(this, other) === 0;
	}
}

function compare(a: CelQuantity, b: CelQuantity): number {
	return Math.sign(compareQuantities(a.text, b.text));
}

function isWhole({ text }: CelQuantity): boolean {
	return Number.isInteger(milliValue(text) / 1000);
}

function quantity(text: string): CelQuantity {
	const canonical = canonicalQuantity(text);
	if (canonical === undefined) throw celFault(quantityComplaint(text));
	return new CelQuantity(canonical);
}

function asInteger(value: CelQuantity): bigint {
	if (!isWhole(value)) throw celFault('cannot convert value to integer');
	return BigInt(wholeValue(value.text));
}

const count = (value: bigint): string => quantityOf(Number(value));

/** Models apiserver/pkg/cel/library Quantity. */
export const QUANTITY_LIBRARY: CelFunctions = declareFunctions(
	{
		quantity: [['string_to_quantity', '(string) Quantity', quantity]],
		isQuantity: [['is_quantity_string', '(string) bool', (text: string) => parseQuantity(text) !== undefined]],
		sign: [['quantity_sign', 'Quantity.() int', ({ text }: CelQuantity) => BigInt(Math.sign(milliValue(text)))]],
		isInteger: [['quantity_is_integer', 'Quantity.() bool', isWhole]],
		asInteger: [['quantity_get_int', 'Quantity.() int', asInteger]],
		asApproximateFloat: [
			['quantity_get_float', 'Quantity.() double', ({ text }: CelQuantity) => milliValue(text) / 1000],
		],
		isGreaterThan: [
			['quantity_is_greater_than', 'Quantity.(Quantity) bool', (a: CelQuantity, b: CelQuantity) => compare(a, b) > 0],
		],
		isLessThan: [
			['quantity_is_less_than', 'Quantity.(Quantity) bool', (a: CelQuantity, b: CelQuantity) => compare(a, b) < 0],
		],
		compareTo: [
			['quantity_compare_to', 'Quantity.(Quantity) int', (a: CelQuantity, b: CelQuantity) => BigInt(compare(a, b))],
		],
		add: [
			[
				'quantity_add',
				'Quantity.(Quantity) Quantity',
				(a: CelQuantity, b: CelQuantity) => new CelQuantity(addQuantities(a.text, b.text)),
			],
			[
				'quantity_add_int',
				'Quantity.(int) Quantity',
				(a: CelQuantity, b: bigint) => new CelQuantity(addQuantities(a.text, count(b))),
			],
		],
		sub: [
			[
				'quantity_sub',
				'Quantity.(Quantity) Quantity',
				(a: CelQuantity, b: CelQuantity) => new CelQuantity(subtractQuantities(a.text, b.text)),
			],
			[
				'quantity_sub_int',
				'Quantity.(int) Quantity',
				(a: CelQuantity, b: bigint) => new CelQuantity(subtractQuantities(a.text, count(b))),
			],
		],
	},
	{ Quantity: QUANTITY },
);
