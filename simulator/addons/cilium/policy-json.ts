import type { LabelSelectorSpec } from '../../machinery/selectors.ts';
import { NAMESPACE_LABEL } from '../../network/policy/cilium/cilium-identity.ts';
import { type CiliumPolicy, rulesOf } from '../../network/policy/cilium/cilium-policy.ts';
import type { CiliumAgent } from './agent.ts';

/** The agent's repository of rules, as `cilium-dbg policy get` writes it. */
export function policyJson({ policies, clusterwide, networkPolicies }: CiliumAgent): readonly object[] {
	const own = [...policies.list(), ...clusterwide.list()].flatMap((policy) =>
		rulesOf(policy).map((rule) => {
			const { endpointSelector, nodeSelector, ...rest } = rule;
			const { namespace = '' } = policy.metadata;
			return {
				...(endpointSelector && { endpointSelector: withSources(endpointSelector, namespace) }),
				...(nodeSelector && { nodeSelector: withSources(nodeSelector, '') }),
				...(withPeers(rest, namespace) as object),
				labels: labelsOf(policy, policy.kind),
			};
		}),
	);
	const plain = networkPolicies.list().map((policy) => {
		const { namespace = '' } = policy.metadata;
		const { podSelector, policyTypes, ...rest } = policy.spec;
		return {
			endpointSelector: withSources(podSelector ?? {}, namespace, 'k8s'),
			...rest,
			enableDefaultDeny: {
				ingress: policyTypes?.includes('Ingress') === true,
				egress: policyTypes?.includes('Egress') === true,
			},
			labels: labelsOf(policy as CiliumPolicy, 'NetworkPolicy'),
		};
	});
	return [...plain, ...own];
}

function withSources(spec: LabelSelectorSpec, namespace: string, source = 'any'): LabelSelectorSpec {
	const named = (key: string): string => (key.includes(':') ? key : `${source}:${key}`);
	const labels = Object.entries(spec.matchLabels ?? {}).map(([key, value]) => [named(key), value] as const);
	const where = namespace === '' ? [] : [[`k8s:${NAMESPACE_LABEL}`, namespace] as const];
	return {
		matchLabels: Object.fromEntries([...labels, ...where]),
		...(spec.matchExpressions && {
			matchExpressions: spec.matchExpressions.map((each) => ({ ...each, key: named(each.key) })),
		}),
	};
}

/** Peers are written as the agent reads them, too. */
function withPeers(value: unknown, namespace: string): unknown {
	if (Array.isArray(value)) return value.map((each) => withPeers(each, namespace));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [
			key,
			key === 'fromEndpoints' || key === 'toEndpoints'
				? (each as LabelSelectorSpec[]).map((spec) => withSources(spec, saysWhere(spec) ? '' : namespace))
				: withPeers(each, namespace),
		]),
	);
}

function saysWhere({ matchLabels = {}, matchExpressions = [] }: LabelSelectorSpec): boolean {
	const keys = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
	return keys.some((key) =>
		/(?:^|:)(?:io\.kubernetes\.pod\.namespace$|io\.cilium\.k8s\.namespace\.labels\.)|^reserved:/.test(key),
	);
}

function labelsOf({ metadata }: CiliumPolicy, kind: string): readonly object[] {
	const label = (name: string, value: string): object => ({
		key: `io.cilium.k8s.policy.${name}`,
		value,
		source: 'k8s',
	});
	return [
		label('derived-from', kind),
		label('name', metadata.name),
		...(metadata.namespace === undefined ? [] : [label('namespace', metadata.namespace)]),
		label('uid', metadata.uid),
	];
}
