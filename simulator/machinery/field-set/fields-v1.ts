import type { Pace } from '../rest.ts';
import { sortInSteps } from '../sort-in-steps.ts';
import type { Task } from '../task.ts';

/**
 * A set of fields as `metadata.managedFields` writes it: a tree of path elements (`f:name` a field, `k:{"name":"a"}` an
 * item of a list by its keys, `v:"x"` an item of a set). A node is in the set when it is a leaf, or has the member ".".
 * Immutable: operations share what they do not change. Undefined is the empty set.
 */
export interface FieldsV1 {
	[element: string]: FieldsV1;
}

export const LEAF: FieldsV1 = Object.freeze({});

export function isMember(node: FieldsV1): boolean {
	if (Object.hasOwn(node, '.')) return true;
	for (const _ in node) return false;
	return true;
}

/** A node from its children; undefined when it is neither a member nor has any. Children are put in Go's order. */
export function nodeOf(member: boolean, children: readonly (readonly [string, FieldsV1])[]): FieldsV1 | undefined {
	if (children.length === 0) return member ? LEAF : undefined;
	const node: FieldsV1 = member ? { '.': LEAF } : {};
	for (const [element, child] of sorted(children)) node[element] = child;
	return node;
}

/** The same of many children. */
export function* nodeOfInSteps(
	member: boolean,
	children: readonly (readonly [string, FieldsV1])[],
	pace: Pace,
): Task<FieldsV1 | undefined> {
	if (children.length === 0) return member ? LEAF : undefined;
	const inOrder = isSorted(children) ? children : yield* sortInSteps(children, byElement, pace.spend);
	const node: FieldsV1 = member ? { '.': LEAF } : {};
	for (const [element, child] of inOrder) {
		node[element] = child;
		yield* pace.spend(1);
	}
	return node;
}

export function unionFields(a: FieldsV1 | undefined, b: FieldsV1 | undefined): FieldsV1 | undefined {
	if (a === undefined || a === b) return b;
	if (b === undefined) return a;
	return unionNodes(a, b, false);
}

function unionNodes(a: FieldsV1, b: FieldsV1, inner: boolean): FieldsV1 {
	let added: [string, FieldsV1][] | undefined;
	for (const element in b) {
		if (element === '.') continue;
		const child = b[element] as FieldsV1;
		const other = Object.hasOwn(a, element) ? (a[element] as FieldsV1) : undefined;
		const both = other === undefined ? child : unionNodes(other, child, true);
		if (both === other) continue;
		added ??= [];
		added.push([element, both]);
	}
	const member = inner && isMember(a);
	const joins = inner && !member && isMember(b);
	// Mostly one side has it all.
	if (added === undefined && !joins) return a;
	const children = new Map(childrenOf(a));
	for (const [element, child] of added ?? []) children.set(element, child);
	return nodeOf(member || joins, [...children]) ?? LEAF;
}

/** What is in `a` and not in `b`. */
export function subtractFields(a: FieldsV1 | undefined, b: FieldsV1 | undefined): FieldsV1 | undefined {
	if (a === undefined || b === undefined) return a;
	return subtractNodes(a, b, false);
}

function subtractNodes(a: FieldsV1, b: FieldsV1, inner: boolean): FieldsV1 | undefined {
	const children: [string, FieldsV1][] = [];
	let changed = false;
	for (const [element, child] of childrenOf(a)) {
		const other = Object.hasOwn(b, element) ? (b[element] as FieldsV1) : undefined;
		const left = other === undefined ? child : subtractNodes(child, other, true);
		if (left !== child) changed = true;
		if (left !== undefined) children.push([element, left]);
	}
	const wasMember = inner && isMember(a);
	const member = wasMember && !isMember(b);
	if (!changed && member === wasMember) return a;
	return nodeOf(member, children);
}

/**
 * What is in `a` and of which `b` has nothing, not even a part: a list stays covered while one of its items is in `b`.
 * Models structured-merge-diff's EnsureNamedFieldsAreMembers before a difference.
 */
export function uncoveredFields(a: FieldsV1 | undefined, b: FieldsV1 | undefined): FieldsV1 | undefined {
	if (a === undefined || b === undefined) return a;
	const children: [string, FieldsV1][] = [];
	for (const [element, child] of childrenOf(a)) {
		const other = Object.hasOwn(b, element) ? b[element] : undefined;
		const left = other === undefined ? child : uncoveredFields(child, other);
		if (left !== undefined) children.push([element, left]);
	}
	return nodeOf(false, children);
}

/** What is in both. */
export function intersectFields(a: FieldsV1 | undefined, b: FieldsV1 | undefined): FieldsV1 | undefined {
	if (a === undefined || b === undefined) return undefined;
	return intersectNodes(a, b, false);
}

function intersectNodes(a: FieldsV1, b: FieldsV1, inner: boolean): FieldsV1 | undefined {
	const children: [string, FieldsV1][] = [];
	for (const [element, child] of childrenOf(a)) {
		if (!Object.hasOwn(b, element)) continue;
		const both = intersectNodes(child, b[element] as FieldsV1, true);
		if (both !== undefined) children.push([element, both]);
	}
	return nodeOf(inner && isMember(a) && isMember(b), children);
}

export function childrenOf(node: FieldsV1): [string, FieldsV1][] {
	const children: [string, FieldsV1][] = [];
	for (const element in node) if (element !== '.') children.push([element, node[element] as FieldsV1]);
	return children;
}

/** Every member's path as the server's messages write it: `.spec.containers[name="web"].image`. In order. */
export function memberPaths(set: FieldsV1 | undefined): string[] {
	const paths: string[] = [];
	const walk = (node: FieldsV1, path: string): void => {
		for (const [element, child] of childrenOf(node)) {
			const inner = path + elementText(element);
			if (isMember(child)) paths.push(inner);
			walk(child, inner);
		}
	};
	if (set !== undefined) walk(set, '');
	return paths;
}

function elementText(element: string): string {
	const text = element.slice(2);
	if (element.startsWith('f:')) return `.${text}`;
	if (element.startsWith('v:')) return `[=${text}]`;
	const keys = JSON.parse(text) as { [key: string]: unknown };
	return `[${Object.entries(keys)
		.map(([key, value]) => `${key}=${JSON.stringify(value)}`)
		.join(',')}]`;
}

type Child = readonly [element: string, node: FieldsV1];

function sorted(children: readonly Child[]): readonly Child[] {
	return isSorted(children) ? children : [...children].sort(byElement);
}

function isSorted(children: readonly Child[]): boolean {
	for (let i = 1; i < children.length; i++) {
		if ((children[i - 1] as Child)[0] > (children[i] as Child)[0]) return false;
	}
	return true;
}

function byElement(a: Child, b: Child): number {
	return a[0] < b[0] ? -1 : 1;
}
