import { compileRe2, RegexpSyntaxError } from '../regexp.ts';
import { declareAddresses } from './address-library.ts';
import { celFault } from './cel-fault.ts';
import type { Environment } from './cel-js.ts';
import { formatCel } from './format-string.ts';
import { declareNamedFormats } from './named-formats.ts';
import { declareQuantities } from './quantity-library.ts';

/** What `matches` is called once it has been taken from the library. */
export const MATCHES = 'matches__re2';

/** The functions that Kubernetes adds to CEL. Models apiserver/pkg/cel/library and cel-go's ext/strings. */
export function declareKubernetesLibrary(environment: Environment): void {
	declareStrings(environment);
	declareLists(environment);
	declareQuantities(environment);
	declareAddresses(environment);
	declareNamedFormats(environment);
}

function regexpOf(pattern: string): ReturnType<typeof compileRe2> {
	try {
		return compileRe2(pattern);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw celFault(`error parsing regexp: ${error.message}: \`${error.fragment}\``);
	}
}

/** The most matches and the longest text that come out of one call. */
const MATCHES_MAX = 100_000;
const TEXT_MAX = 5_000_000;

function declareStrings(environment: Environment): void {
	const found = (text: string, pattern: string, limit: number): string[] =>
		regexpOf(pattern)
			.all(text, limit < 0 ? MATCHES_MAX : Math.min(limit, MATCHES_MAX))
			.map((match) => text.slice(match.start, match.end));
	environment
		.registerFunction(`string.${MATCHES}(string): bool`, (text: string, pattern: string) =>
			regexpOf(pattern).test(text),
		)
		.registerFunction(`${MATCHES}(string, string): bool`, (text: string, pattern: string) =>
			regexpOf(pattern).test(text),
		)
		.registerFunction(
			'string.find(string): string',
			(text: string, pattern: string) => found(text, pattern, 1)[0] ?? '',
		)
		.registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) =>
			found(text, pattern, -1),
		)
		.registerFunction('string.findAll(string, int): list<string>', (text: string, pattern: string, limit: bigint) =>
			found(text, pattern, Number(limit)),
		)
		.registerFunction('string.charAt(int): string', (text: string, index: bigint) => {
			const chars = [...text];
			if (index < 0n || index > BigInt(chars.length)) throw celFault(`index out of range: ${index}`);
			return chars[Number(index)] ?? '';
		})
		.registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
			replaced(text, from, to, -1),
		)
		.registerFunction(
			'string.replace(string, string, int): string',
			(text: string, from: string, to: string, n: bigint) => replaced(text, from, to, Number(n)),
		)
		.registerFunction('string.reverse(): string', (text: string) => [...text].reverse().join(''))
		.registerFunction('string.format(list): string', (text: string, values: readonly unknown[]) =>
			formatCel(text, values),
		);
}

function replaced(text: string, from: string, to: string, limit: number): string {
	const parts = from === '' ? [...text] : text.split(from);
	const count = limit < 0 ? parts.length - 1 : Math.min(limit, parts.length - 1);
	if (text.length + count * to.length > TEXT_MAX) throw celFault('the text is too long');
	const head = parts.slice(0, count + 1).join(to);
	const tail = parts.slice(count + 1);
	return [head, ...tail].join(from);
}

function declareLists(environment: Environment): void {
	environment
		.registerFunction('list.isSorted(): bool', (list: readonly unknown[]) =>
			list.every((item, index) => index === 0 || compareItems(list[index - 1], item) <= 0),
		)
		.registerFunction('list.sum(): dyn', (list: readonly unknown[]) => {
			if (list.length === 0) return 0n;
			return list.reduce((sum, item) => (sum as number) + (item as number));
		})
		.registerFunction('list.min(): dyn', (list: readonly unknown[]) => extreme(list, -1, 'min'))
		.registerFunction('list.max(): dyn', (list: readonly unknown[]) => extreme(list, 1, 'max'))
		.registerFunction('list.indexOf(dyn): int', (list: readonly unknown[], item: unknown) => BigInt(list.indexOf(item)))
		.registerFunction('list.lastIndexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
			BigInt(list.lastIndexOf(item)),
		);
}

function compareItems(a: unknown, b: unknown): number {
	return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

function extreme(list: readonly unknown[], sign: number, name: string): unknown {
	if (list.length === 0) throw celFault(`${name} called on empty list`);
	return list.reduce((best, item) => (compareItems(item, best) * sign > 0 ? item : best));
}
