import type { LabelSelectorSpec } from '../../../machinery/selectors.ts';

/** Labels that say nothing of what a Pod is for. Models pkg/labelsfilter defaults. */
const LEFT_OUT =
	/^(?:.*beta\.kubernetes\.io|(?:.*\.)?k8s\.io|kubernetes\.io|io\.kubernetes|pod-template-generation|pod-template-hash|controller-revision-hash|annotation\.|controller-uid|etcd_node|statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|batch\.kubernetes\.io\/(?:job-completion-index|controller-uid|job-name)|job-name$)/;

export const NAMESPACE_LABEL = 'io.kubernetes.pod.namespace';
const NAMESPACE_LABELS = 'io.cilium.k8s.namespace.labels.';

/** What Cilium knows an end of a connection as. The same object for the same labels. */
export interface CiliumIdentity {
	/** Of the source "k8s". */
	readonly labels: ReadonlyMap<string, string>;
	/** Of the source "reserved": "host", "world", … */
	readonly reserved: ReadonlySet<string>;
	/** "k8s:app=web", sorted. */
	readonly texts: readonly string[];
}

/** Numbers that need no object. Models pkg/identity numericidentity.go. */
export const RESERVED_NUMBERS: readonly (readonly [name: string, number: number])[] = [
	['host', 1],
	['world', 2],
	['unmanaged', 3],
	['health', 4],
	['init', 5],
	['remote-node', 6],
	['kube-apiserver', 7],
	['ingress', 8],
];

/** Makes identities, one for the same labels. */
export class IdentityTable {
	readonly #known = new Map<string, CiliumIdentity>();

	/** @param clusterName of the agent's settings. */
	ofPod(
		pod: {
			readonly namespace: string;
			readonly labels: { readonly [key: string]: string } | undefined;
			readonly account: string;
		},
		namespaceLabels: { readonly [key: string]: string } | undefined,
		clusterName: string,
	): CiliumIdentity {
		const labels = new Map<string, string>([
			[NAMESPACE_LABEL, pod.namespace],
			['io.cilium.k8s.policy.cluster', clusterName],
			['io.cilium.k8s.policy.serviceaccount', pod.account],
		]);
		for (const [key, value] of Object.entries(pod.labels ?? {})) if (!LEFT_OUT.test(key)) labels.set(key, value);
		for (const [key, value] of Object.entries(namespaceLabels ?? {})) labels.set(`${NAMESPACE_LABELS}${key}`, value);
		return this.#intern(labels, []);
	}

	reserved(...names: readonly string[]): CiliumIdentity {
		return this.#intern(new Map(), names);
	}

	/** A node as policies for hosts select it. */
	ofHost(labels: { readonly [key: string]: string } | undefined, names: readonly string[]): CiliumIdentity {
		return this.#intern(new Map(Object.entries(labels ?? {})), names);
	}

	#intern(labels: ReadonlyMap<string, string>, reserved: readonly string[]): CiliumIdentity {
		const texts = [
			...[...labels].map(([key, value]) => `k8s:${key}=${value}`),
			...reserved.map((name) => `reserved:${name}`),
		].sort();
		const key = texts.join('\n');
		let identity = this.#known.get(key);
		if (identity === undefined) {
			if (this.#known.size >= KNOWN_MAX) this.#known.clear();
			identity = { labels, reserved: new Set(reserved), texts };
			this.#known.set(key, identity);
		}
		return identity;
	}
}

const KNOWN_MAX = 20_000;

interface Requirement {
	readonly source: string;
	readonly key: string;
	readonly operator: string;
	readonly values: readonly string[];
}

/** A selector of endpoints: its keys may say where labels come from ("k8s:app", "reserved:host"). Models pkg/policy/api EndpointSelector. */
export class EndpointSelector {
	readonly #requirements: readonly Requirement[];

	constructor(requirements: readonly Requirement[]) {
		this.#requirements = requirements;
	}

	matches({ labels, reserved }: CiliumIdentity): boolean {
		return this.#requirements.every(({ source, key, operator, values }) => {
			const value = labelValue(source, key, labels, reserved);
			switch (operator) {
				case 'In':
					return value !== undefined && values.includes(value);
				case 'NotIn':
					return value === undefined || !values.includes(value);
				case 'Exists':
					return value !== undefined;
				default:
					return value === undefined;
			}
		});
	}
}

function labelValue(
	source: string,
	key: string,
	labels: CiliumIdentity['labels'],
	reserved: CiliumIdentity['reserved'],
): string | undefined {
	if (source === 'reserved') return reserved.has(key) ? '' : undefined;
	if (source !== 'k8s' && source !== 'any') return undefined;
	return labels.get(key) ?? (source === 'any' && reserved.has(key) ? '' : undefined);
}

function requirementsOf({ matchLabels = {}, matchExpressions = [] }: LabelSelectorSpec): Requirement[] {
	return [
		...Object.entries(matchLabels).map(([key, value]) => ({ ...keyOf(key), operator: 'In', values: [value] })),
		...matchExpressions.map(({ key, operator, values = [] }) => ({ ...keyOf(key), operator, values })),
	];
}

function keyOf(text: string): { readonly source: string; readonly key: string } {
	const colon = text.indexOf(':');
	if (colon < 0) return { source: 'any', key: text };
	return { source: text.slice(0, colon) || 'any', key: text.slice(colon + 1) };
}

function inNamespace(namespace: string): Requirement {
	return { source: 'k8s', key: NAMESPACE_LABEL, operator: 'In', values: [namespace] };
}

/** Whom a policy is about. @param namespace '' for a cluster-wide one. */
export function subjectSelector(spec: LabelSelectorSpec, namespace: string): EndpointSelector {
	const own = requirementsOf(spec);
	if (namespace === '') return new EndpointSelector(own);
	const rest = own.filter(({ key }) => key !== NAMESPACE_LABEL);
	return new EndpointSelector([...rest, inNamespace(namespace)]);
}

/** A peer that a policy means: of its own namespace unless it says otherwise. Models pkg/k8s/apis/cilium.io/utils getEndpointSelector. */
export function peerSelector(spec: LabelSelectorSpec, namespace: string): EndpointSelector {
	const own = requirementsOf(spec);
	if (own.some(({ source }) => source === 'reserved')) return new EndpointSelector(own);
	const saysWhere = own.some(({ key }) => key === NAMESPACE_LABEL || key.startsWith(NAMESPACE_LABELS));
	if (saysWhere) return new EndpointSelector(own);
	if (namespace !== '') return new EndpointSelector([...own, inNamespace(namespace)]);
	return new EndpointSelector([...own, { source: 'k8s', key: NAMESPACE_LABEL, operator: 'Exists', values: [] }]);
}

/** A plain selector of labels, with the requirements of a namespace's: what NetworkPolicies are made of. */
export function plainSelector(
	pods: LabelSelectorSpec | undefined,
	namespaces: LabelSelectorSpec | undefined,
	ownNamespace: string,
): EndpointSelector {
	const asK8s = (prefix: string, spec: LabelSelectorSpec): Requirement[] =>
		requirementsOf(spec).map(({ operator, values, key }) => ({ source: 'k8s', key: prefix + key, operator, values }));
	const where =
		namespaces === undefined
			? [inNamespace(ownNamespace)]
			: [
					{ source: 'k8s', key: NAMESPACE_LABEL, operator: 'Exists', values: [] },
					...asK8s(NAMESPACE_LABELS, namespaces),
				];
	return new EndpointSelector([...asK8s('', pods ?? {}), ...where]);
}
