import type { PodAffinityTerm } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { canonicalJson } from '../../machinery/pod-template-hash.ts';
import { type LabelSelector, labelSelectorFrom } from '../../machinery/selectors.ts';
import type { PodInfo } from './pod-info.ts';

export type TermRole = 'required' | 'requiredAnti' | 'preferred' | 'preferredAnti';

/** One affinity term as its owner means it. */
export interface AffinityTerm {
	readonly role: TermRole;
	/** 0 for required ones. */
	readonly weight: number;
	readonly topologyKey: string;
	/** The namespaces named, or the Pod's own when nothing is said. */
	readonly namespaces: ReadonlySet<string>;
	/** Selects further namespaces; matches nothing when absent. */
	readonly namespaceSelector: LabelSelector;
	readonly selector: LabelSelector;
}

/** Labels of a namespace, for terms that select namespaces. */
export type NamespaceLabels = (namespace: string) => { readonly [key: string]: string } | undefined;

/** @returns the terms of a Pod's affinity and anti-affinity, empty for most Pods. */
export function affinityTermsOf(pod: Pod): readonly AffinityTerm[] {
	const affinity = pod.spec.affinity;
	if (affinity?.podAffinity === undefined && affinity?.podAntiAffinity === undefined) return NO_TERMS;
	const terms: AffinityTerm[] = [];
	for (const [source, suffix] of [
		[affinity.podAffinity, ''],
		[affinity.podAntiAffinity, 'Anti'],
	] as const) {
		for (const term of source?.requiredDuringSchedulingIgnoredDuringExecution ?? []) {
			terms.push(termOf(pod, term, `required${suffix}`, 0));
		}
		for (const { weight, podAffinityTerm } of source?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
			terms.push(termOf(pod, podAffinityTerm, `preferred${suffix}`, weight));
		}
	}
	return terms;
}

const NO_TERMS: readonly AffinityTerm[] = [];

function termOf(pod: Pod, term: PodAffinityTerm, role: TermRole, weight: number): AffinityTerm {
	const named = term.namespaces ?? [];
	const own = named.length === 0 && term.namespaceSelector === undefined;
	return {
		role,
		weight,
		topologyKey: term.topologyKey,
		namespaces: new Set(own ? [pod.metadata.namespace as string] : named),
		namespaceSelector: labelSelectorFrom(term.namespaceSelector),
		selector: labelSelectorFrom(term.labelSelector),
	};
}

export function termMatches(term: AffinityTerm, target: PodInfo, namespaceLabels: NamespaceLabels): boolean {
	const inNamespace =
		term.namespaces.has(target.namespace) || term.namespaceSelector.matches(namespaceLabels(target.namespace));
	return inNamespace && term.selector.matches(target.pod.metadata.labels);
}

interface SharedTerm {
	readonly term: AffinityTerm;
	readonly byNode: Map<string, number>;
}

/**
 * The affinity terms of all placed Pods, equal ones together, with how many Pods carry each on each node: replicas
 * of one workload share their terms, so a new Pod is compared with terms, not with Pods.
 */
export class AffinityTermIndex {
	readonly #shared = new Map<string, SharedTerm>();

	podAdded(info: PodInfo, nodeName: string): void {
		this.#adjust(info, nodeName, 1);
	}

	podRemoved(info: PodInfo, nodeName: string): void {
		this.#adjust(info, nodeName, -1);
	}

	/** Every distinct term with its Pods by node. */
	all(): Iterable<SharedTerm> {
		return this.#shared.values();
	}

	get isEmpty(): boolean {
		return this.#shared.size === 0;
	}

	#adjust(info: PodInfo, nodeName: string, by: 1 | -1): void {
		if (info.pod.spec.affinity === undefined) return;
		for (const term of affinityTermsOf(info.pod)) {
			const key = keyOf(term);
			let shared = this.#shared.get(key);
			if (shared === undefined) {
				shared = { term, byNode: new Map() };
				this.#shared.set(key, shared);
			}
			const count = (shared.byNode.get(nodeName) ?? 0) + by;
			if (count === 0) shared.byNode.delete(nodeName);
			else shared.byNode.set(nodeName, count);
			if (shared.byNode.size === 0) this.#shared.delete(key);
		}
	}
}

function keyOf(term: AffinityTerm): string {
	return canonicalJson([
		term.role,
		term.weight,
		term.topologyKey,
		[...term.namespaces].sort(),
		term.namespaceSelector.requirements,
		term.namespaceSelector.isEmpty,
		term.selector.requirements,
		term.selector.isEmpty,
	]);
}
