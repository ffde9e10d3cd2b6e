import { ownValue } from '../../machinery/own-value.ts';
import { addQuantities, compareQuantities, subtractQuantities } from '../../machinery/quantity.ts';

/** Quantities by the name of what is counted. Models apiserver/pkg/quota/v1 and its ResourceLists. */
export type Amounts = { readonly [name: string]: string };

export function addAmounts(a: Amounts, b: Amounts): Amounts {
	const sum: { [name: string]: string } = { ...a };
	for (const [name, amount] of Object.entries(b)) {
		const before = ownValue(a, name);
		sum[name] = before === undefined ? amount : addQuantities(before, amount);
	}
	return sum;
}

/** What `now` is more than `before`; nothing is less than zero. Models SubtractWithNonNegativeResult. */
export function growth(now: Amounts, before: Amounts): Amounts {
	const more: { [name: string]: string } = {};
	for (const [name, amount] of Object.entries(now)) {
		const old = ownValue(before, name) ?? '0';
		more[name] = compareQuantities(amount, old) <= 0 ? '0' : subtractQuantities(amount, old);
	}
	return more;
}

/** Those that are named, by name. */
export function only(amounts: Amounts, names: Iterable<string>): Amounts {
	const wanted = new Set(names);
	return sorted(Object.entries(amounts).filter(([name]) => wanted.has(name)));
}

export function withoutZeros(amounts: Amounts): Amounts {
	return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => compareQuantities(amount, '0') !== 0));
}

/** The names of which there is more than allowed. */
export function excess(amounts: Amounts, allowed: Amounts): string[] {
	return Object.entries(amounts)
		.filter(([name, amount]) => compareQuantities(amount, ownValue(allowed, name) ?? amount) > 0)
		.map(([name]) => name);
}

export function sameAmounts(a: Amounts, b: Amounts): boolean {
	const names = Object.keys(a);
	if (names.length !== Object.keys(b).length) return false;
	return names.every((name) => {
		const other = ownValue(b, name);
		return other !== undefined && compareQuantities(a[name] as string, other) === 0;
	});
}

/** "pods=1,requests.cpu=500m". */
export function amountsText(amounts: Amounts): string {
	return Object.keys(amounts)
		.sort()
		.map((name) => `${name}=${amounts[name]}`)
		.join(',');
}

function sorted(entries: [string, string][]): Amounts {
	return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
