import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { selectorText } from '../printing/pod-template-columns.ts';
import { setGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeNetworkPolicy } from './network-policy-describe.ts';
import { networkPolicyWarnings, validateNetworkPolicy } from './network-policy-validation.ts';
import type { NetworkPolicy } from './types.ts';

/** Models pkg/registry/networking/networkpolicy/strategy.go. */
export const NETWORK_POLICY = defineKind<NetworkPolicy>({
	group: 'networking.k8s.io',
	version: 'v1',
	kind: 'NetworkPolicy',
	plural: 'networkpolicies',
	singular: 'networkpolicy',
	shortNames: ['netpol'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.networking.v1.NetworkPolicy',
	storagePrefix: 'networkpolicies',
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<NetworkPolicy>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateNetworkPolicy,
	}),
	applyDefaults: ({ spec }) => {
		for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
			for (const port of rule.ports ?? []) port.protocol ??= 'TCP';
		}
		spec.policyTypes ??= spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
	},
	prepareForCreate: (policy) => {
		policy.metadata.generation = 1;
	},
	prepareForUpdate: (policy, old) => setGeneration(policy, old, !jsonEqual(policy.spec, old.spec)),
	warnings: networkPolicyWarnings,
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Pod-Selector',
			description: fieldDoc('io.k8s.api.networking.v1.NetworkPolicySpec', 'podSelector'),
			value: ({ spec }) => selectorText(spec.podSelector),
		}),
		AGE_COLUMN,
	],
	describe: describeNetworkPolicy,
});
