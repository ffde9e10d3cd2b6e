import type { CelExpr } from './cel-ast.ts';
import { CHECK_COST, NAME_FORMAT_REGEXP_SIZE, REGEXP_FACTOR, STRING_FACTOR } from './cel-call-cost.ts';
import { type Estimate, fixed, NOTHING, plus, times, timesFactor, UNBOUNDED, UNKNOWN, union } from './cel-estimate.ts';
import type { CheckType } from './check-type.ts';

/** An argument of a call, as far as costs go. */
export interface SizedNode {
	readonly type: CheckType;
	readonly expr: CelExpr;
	/** Undefined when nobody knows. */
	readonly size: Estimate | undefined;
	/** Of the items of a list; undefined when it is none. */
	readonly items: { readonly type: CheckType; readonly size: Estimate } | undefined;
}

export interface CallEstimate {
	readonly cost: Estimate;
	readonly size?: Estimate;
}

const sizeOf = (node: SizedNode | undefined): Estimate => node?.size ?? UNKNOWN;
const one: CallEstimate = { cost: fixed(1) };
const traversal = (size: Estimate, factor = 1): Estimate => timesFactor(size, STRING_FACTOR * factor);

/**
 * What a call of Kubernetes's functions may cost by itself; undefined when it is none of them.
 * Models apiserver/pkg/cel/library EstimateCallCost.
 * @param nodes with what it is called on, first.
 */
export function kubernetesEstimate(name: string, id: string, nodes: readonly SizedNode[]): CallEstimate | undefined {
	const [first, second, third] = nodes;
	const size = sizeOf(first);
	switch (name) {
		case 'check':
			return { cost: fixed(CHECK_COST) };
		case 'isSorted':
		case 'sum':
		case 'max':
		case 'min':
		case 'indexOf':
		case 'lastIndexOf':
			return { cost: scanEstimate(first) };
		case 'url':
		case 'lowerAscii':
		case 'upperAscii':
		case 'substring':
		case 'trim':
			return { cost: traversal(size), size };
		case 'replace':
			return { cost: traversal(size, 2), size: replacedSize(size, sizeOf(second), sizeOf(third)) };
		case 'split': {
			const limit = third?.expr.kind === 'literal' ? third.expr.value : undefined;
			return { cost: traversal(size, 2), size: { min: 0, max: typeof limit === 'bigint' ? Number(limit) : size.max } };
		}
		case 'join': {
			const joined = joinedSize(first, second);
			return { cost: traversal(joined), size: joined };
		}
		case 'find':
		case 'findAll': {
			const cost = times(traversal(plus(size, fixed(1))), timesFactor(sizeOf(second), REGEXP_FACTOR));
			return { cost, size: { min: 0, max: size.max } };
		}
		case 'ip':
			return id === 'cidr_ip' ? one : { cost: traversal(size) };
		case 'cidr':
		case 'isIP':
		case 'isCIDR':
		case 'quantity':
		case 'isQuantity':
		case 'semver':
		case 'isSemver':
			return { cost: traversal(size) };
		case 'ip.isCanonical':
			return { cost: traversal(size, 2) };
		case 'containsIP':
		case 'containsCIDR':
			return { cost: containsEstimate(name, id, sizeOf(second)) };
		case 'validate': {
			const cost = timesFactor(traversal(sizeOf(second)), NAME_FORMAT_REGEXP_SIZE * REGEXP_FACTOR);
			return { cost };
		}
		case '_==_':
			return isNominal(first) && isNominal(second) ? one : undefined;
		default:
			return undefined;
	}
}

function isNominal(node: SizedNode | undefined): boolean {
	return /^(net|kubernetes)\./.test(node?.type.name ?? '');
}

function scanEstimate(node: SizedNode | undefined): Estimate {
	const size = sizeOf(node);
	if (node?.items === undefined) return traversal(size);
	const isText = node.items.type.kind === 'string' || node.items.type.kind === 'bytes';
	return times(size, isText ? plus(fixed(1), traversal(node.items.size)) : fixed(1));
}

function joinedSize(list: SizedNode | undefined, separator: SizedNode | undefined): Estimate {
	const count = sizeOf(list);
	const size = list?.items === undefined ? NOTHING : times(count, list.items.size);
	if (separator === undefined) return size;
	const between = { min: Math.max(0, count.min - 1), max: Math.max(0, count.max - 1) };
	return plus(size, times(sizeOf(separator), between));
}

function replacedSize(size: Estimate, from: Estimate, to: Estimate): Estimate {
	const count = { min: 0, max: 0 };
	const kept = { min: 0, max: 0 };
	if (from.min === 0) {
		count.max = Math.min(size.max + 1, UNBOUNDED);
		kept.max = size.max;
	} else if (to.max <= from.min) kept.max = size.max;
	else count.max = Math.ceil(size.max / from.min);
	if (from.max === 0) {
		count.min = size.min + 1;
		kept.min = size.min;
	} else if (from.max <= to.min) kept.min = size.min;
	else count.min = Math.ceil(size.min / from.max);
	return plus(times(count, to), kept);
}

function containsEstimate(name: string, id: string, other: Estimate): Estimate {
	const size = { min: 4, max: 16 };
	const masked = name === 'containsCIDR' ? plus(traversal(size), fixed(1)) : NOTHING;
	return plus(traversal(plus(size, size)), masked, id.endsWith('_string') ? traversal(other) : NOTHING);
}

const COMPARISONS = /^(?:(?:less|greater)(?:_equals)?_(?:string|bytes)|equals|not_equals)$/;

/** What a call of the language's own functions may cost by itself. Models cel-go checker/cost.go functionCost. */
export function standardEstimate(id: string, nodes: readonly SizedNode[]): CallEstimate {
	const [first, second] = nodes.map(sizeOf);
	const [left = UNKNOWN, right = UNKNOWN] = [first, second];
	if (COMPARISONS.test(id)) {
		const max = Math.min(left.max, right.max);
		return { cost: traversal({ min: max > 0 ? 1 : 0, max }) };
	}
	switch (id) {
		case 'string_format':
			return { cost: traversal(left) };
		case 'string_to_bytes':
			return { cost: traversal(left), size: { min: left.min, max: Math.min(left.max * 4, UNBOUNDED) } };
		case 'bytes_to_string':
			return { cost: traversal(left), size: { min: Math.floor(left.min / 4), max: left.max } };
		case 'strings_quote':
			return { cost: traversal(left), size: { min: left.min + 2, max: Math.min(left.max * 2 + 2, UNBOUNDED) } };
		case 'starts_with_string':
		case 'ends_with_string':
			return { cost: traversal(right) };
		case 'in_list':
			return { cost: right };
		case 'matches_string':
			return { cost: times(traversal(plus(left, fixed(1))), timesFactor(right, REGEXP_FACTOR)) };
		case 'contains_string':
			return { cost: times(traversal(left), traversal(right)) };
		case 'add_list':
			return { cost: fixed(1), size: plus(left, right) };
		case 'add_string':
		case 'add_bytes':
			return { cost: traversal(plus(left, right)), size: plus(left, right) };
		default:
			return one;
	}
}

/** Either of two estimates. */
export function eitherSize(a: Estimate | undefined, b: Estimate | undefined): Estimate | undefined {
	return a === undefined || b === undefined ? (a ?? b) : union(a, b);
}
