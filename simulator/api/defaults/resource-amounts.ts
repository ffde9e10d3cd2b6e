import { milliQuantityOf, milliValue } from '../../machinery/quantity.ts';

/** What is asked for in less than thousandths is rounded up to them, in place. Models SetDefaults_ResourceList. */
export function roundAmounts(amounts: { [name: string]: string } | undefined): void {
	if (amounts === undefined) return;
	for (const name of Object.keys(amounts)) {
		const amount = amounts[name];
		if (amount !== undefined && isFine(amount)) amounts[name] = milliQuantityOf(milliValue(amount));
	}
}

/** Canonical quantities end in "u" or "n" where they are finer than thousandths. */
function isFine(amount: string): boolean {
	return amount.endsWith('u') || amount.endsWith('n');
}
