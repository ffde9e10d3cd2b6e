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
import type { Environment } from './cel-js.ts';

class CelQuantity {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

const NAME = 'kubernetes.Quantity';

/** Models apiserver/pkg/cel/library Quantity. */
export function declareQuantities(environment: Environment): void {
	const compare = (a: CelQuantity, b: CelQuantity): number => Math.sign(compareQuantities(a.text, b.text));
	const isWhole = ({ text }: CelQuantity): boolean => Number.isInteger(milliValue(text) / 1000);
	environment
		.registerType(NAME, CelQuantity)
		.registerFunction(`quantity(string): ${NAME}`, (text: string) => {
			const canonical = canonicalQuantity(text);
			if (canonical === undefined) throw celFault(quantityComplaint(text));
			return new CelQuantity(canonical);
		})
		.registerFunction('isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined)
		.registerFunction(`${NAME}.sign(): int`, ({ text }: CelQuantity) => BigInt(Math.sign(milliValue(text))))
		.registerFunction(`${NAME}.isInteger(): bool`, isWhole)
		.registerFunction(`${NAME}.asInteger(): int`, (value: CelQuantity) => {
			if (!isWhole(value)) throw celFault('cannot convert value to integer');
			return BigInt(wholeValue(value.text));
		})
		.registerFunction(`${NAME}.asApproximateFloat(): double`, ({ text }: CelQuantity) => milliValue(text) / 1000)
		.registerFunction(`${NAME}.isGreaterThan(${NAME}): bool`, (a: CelQuantity, b: CelQuantity) => compare(a, b) > 0)
		.registerFunction(`${NAME}.isLessThan(${NAME}): bool`, (a: CelQuantity, b: CelQuantity) => compare(a, b) < 0)
		.registerFunction(`${NAME}.compareTo(${NAME}): int`, (a: CelQuantity, b: CelQuantity) => BigInt(compare(a, b)))
		.registerOperator(`${NAME} == ${NAME}`, (a: CelQuantity, b: CelQuantity) => compare(a, b) === 0);
	const arithmetic = [
		['add', addQuantities],
		['sub', subtractQuantities],
	] as const;
	for (const [name, apply] of arithmetic) {
		environment
			.registerFunction(
				`${NAME}.${name}(${NAME}): ${NAME}`,
				(a: CelQuantity, b: CelQuantity) => new CelQuantity(apply(a.text, b.text)),
			)
			.registerFunction(
				`${NAME}.${name}(int): ${NAME}`,
				(a: CelQuantity, b: bigint) => new CelQuantity(apply(a.text, quantityOf(Number(b)))),
			);
	}
}
