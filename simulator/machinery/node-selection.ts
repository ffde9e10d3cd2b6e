import type { KubeObject } from './meta.ts';

/** One way to select nodes, as Pods' node affinity carries it. */
export interface NodeSelectorTerm {
	readonly matchExpressions?: readonly NodeSelectorRequirement[];
	readonly matchFields?: readonly NodeSelectorRequirement[];
}

export interface NodeSelectorRequirement {
	readonly key: string;
	readonly operator: string;
	readonly values?: readonly string[];
}

/** Whether a node satisfies any of the terms. Models component-helpers/scheduling/corev1/nodeaffinity NodeSelector.Match. */
export function matchesAnyTerm(terms: readonly NodeSelectorTerm[], node: KubeObject): boolean {
	return terms.some((term) => matchesTerm(term, node));
}

/** An empty term matches no node. */
export function matchesTerm(term: NodeSelectorTerm, node: KubeObject): boolean {
	const expressions = term.matchExpressions ?? [];
	const fields = term.matchFields ?? [];
	if (expressions.length === 0 && fields.length === 0) return false;
	const labels = node.metadata.labels ?? {};
	return (
		expressions.every((each) => holds(each, Object.hasOwn(labels, each.key) ? labels[each.key] : undefined)) &&
		fields.every((each) => holds(each, each.key === 'metadata.name' ? node.metadata.name : undefined))
	);
}

function holds({ operator, values = [] }: NodeSelectorRequirement, actual: string | undefined): boolean {
	switch (operator) {
		case 'In':
			return actual !== undefined && values.includes(actual);
		case 'NotIn':
			return actual === undefined || !values.includes(actual);
		case 'Exists':
			return actual !== undefined;
		case 'DoesNotExist':
			return actual === undefined;
		case 'Gt':
			return isInteger(actual) && isInteger(values[0]) && Number(actual) > Number(values[0]);
		case 'Lt':
			return isInteger(actual) && isInteger(values[0]) && Number(actual) < Number(values[0]);
		default:
			return false;
	}
}

function isInteger(text: string | undefined): text is string {
	return text !== undefined && /^[+-]?[0-9]+$/.test(text);
}

/** The nodes that every way through the terms names by metadata.name; undefined when some term names none. */
export function nodesNamed(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
	const names = new Set<string>();
	for (const term of terms) {
		let ofTerm: Set<string> | undefined;
		for (const { key, operator, values = [] } of term.matchFields ?? []) {
			if (key !== 'metadata.name' || operator !== 'In') continue;
			ofTerm = new Set(ofTerm === undefined ? values : values.filter((value) => ofTerm?.has(value)));
		}
		if (ofTerm === undefined) return undefined;
		for (const name of ofTerm) names.add(name);
	}
	return names;
}

/** The part of a Pod that says which nodes it may run on. */
export interface SelectsNodes {
	readonly spec: {
		readonly nodeSelector?: { readonly [key: string]: string };
		readonly affinity?: {
			readonly nodeAffinity?: {
				readonly requiredDuringSchedulingIgnoredDuringExecution?: {
					readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
				};
			};
		};
	};
}

/** What a Pod requires of a node; undefined when it requires nothing. Also asked for topology spreading's node inclusion. */
export function requiredNodeAffinity(pod: SelectsNodes): ((node: KubeObject) => boolean) | undefined {
	const selector = Object.entries(pod.spec.nodeSelector ?? {});
	const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
	if (selector.length === 0 && required === undefined) return undefined;
	return (node) => {
		const labels = node.metadata.labels ?? {};
		if (!selector.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)) return false;
		return required === undefined || matchesAnyTerm(required.nodeSelectorTerms, node);
	};
}
