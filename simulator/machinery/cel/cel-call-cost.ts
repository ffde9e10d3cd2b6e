import { CelMap, CelOpaque, sizeOfValue } from './cel-value.ts';
import { CelFormat } from './named-formats.ts';

/** Models cel-go common/cost.go. */
export const STRING_FACTOR = 0.1;
export const REGEXP_FACTOR = 0.25;
export const LIST_COST = 10;
export const MAP_COST = 30;
/** Models apiserver/pkg/cel limits.go. */
export const NAME_FORMAT_REGEXP_SIZE = 128;
export const CHECK_COST = 350_000;

const traversal = (size: number, factor = 1): number => Math.ceil(size * factor * STRING_FACTOR);

/** What one call has cost. Models apiserver/pkg/cel/library CallCost and cel-go interpreter/runtimecost.go costCall. */
export function callCost(name: string, id: string, args: readonly unknown[], result: unknown): number {
	const [first, second] = args;
	switch (name) {
		case 'check':
			return CHECK_COST;
		case 'isSorted':
		case 'sum':
		case 'max':
		case 'min':
		case 'indexOf':
		case 'lastIndexOf':
			return traversalCost(first);
		case 'url':
		case 'lowerAscii':
		case 'upperAscii':
		case 'substring':
		case 'trim':
		case 'cidr':
		case 'isIP':
		case 'isCIDR':
		case 'quantity':
		case 'isQuantity':
		case 'semver':
		case 'isSemver':
			return traversal(sizeOfValue(first));
		case 'ip':
			return id === 'cidr_ip' ? 1 : traversal(sizeOfValue(first));
		case 'replace':
		case 'split':
		case 'ip.isCanonical':
			return traversal(sizeOfValue(first), 2);
		case 'join':
			return traversal(sizeOfValue(result), 2);
		case 'find':
		case 'findAll':
			return regexpCost(first, sizeOfValue(second));
		case 'validate':
			return first instanceof CelFormat ? regexpCost(second, first.regexpSize) : 1;
		case 'containsIP':
		case 'containsCIDR':
			return containsCost(name, id, args);
		case '_==_':
			if (first instanceof CelOpaque) return 1;
			break;
		default:
	}
	return standardCost(id, args);
}

function regexpCost(text: unknown, patternSize: number): number {
	return Math.ceil((1 + sizeOfValue(text)) * STRING_FACTOR) * Math.ceil(patternSize * REGEXP_FACTOR);
}

function containsCost(name: string, id: string, [outer, inner]: readonly unknown[]): number {
	const size = sizeOfValue(outer);
	const masked = name === 'containsCIDR' ? traversal(size) + 1 : 0;
	return traversal(size, 2) + masked + (id.endsWith('_string') ? traversal(sizeOfValue(inner)) : 0);
}

const COMPARISONS = /^(?:(?:less|greater)(?:_equals)?_(?:string|bytes)|equals|not_equals)$/;

function standardCost(id: string, args: readonly unknown[]): number {
	const [first, second] = args;
	if (COMPARISONS.test(id)) return traversal(Math.min(sizeOfValue(first), sizeOfValue(second)));
	switch (id) {
		case 'starts_with_string':
		case 'ends_with_string':
		case 'string_to_bytes':
		case 'bytes_to_string':
		case 'strings_quote':
		case 'string_format':
			return traversal(sizeOfValue(first));
		case 'in_list':
			return sizeOfValue(second);
		case 'add_string':
		case 'add_bytes':
			return traversal(sizeOfValue(first) + sizeOfValue(second));
		case 'matches_string':
			return regexpCost(first, sizeOfValue(second));
		case 'contains_string':
			return traversal(sizeOfValue(first)) * traversal(sizeOfValue(second));
		default:
			return 1;
	}
}

function traversalCost(value: unknown): number {
	if (typeof value === 'string' || value instanceof Uint8Array) return Math.floor(value.length * STRING_FACTOR);
	if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + traversalCost(item), 0);
	if (!(value instanceof CelMap)) return 1;
	return value.keys().reduce((sum, key) => sum + traversalCost(key) + traversalCost(value.get(key)), 0);
}
