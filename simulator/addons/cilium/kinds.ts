import type { KubeObject } from '../../machinery/meta.ts';
import { anything, type CustomKind, customKindObject, list, map, object, text } from '../kinds/custom-kind.ts';
import { policyStatus, ruleSchema } from './policy-schemas.ts';

const CILIUM = { group: 'cilium.io', version: 'v2', categories: ['cilium'] } as const;
const AGE = ['Age', '.metadata.creationTimestamp', 'date'] as const;
const VALID = ['Valid', ".status.conditions[?(@.type=='Valid')].status"] as const;

const policies: readonly CustomKind[] = [
	{
		...CILIUM,
		kind: 'CiliumNetworkPolicy',
		plural: 'ciliumnetworkpolicies',
		shortNames: ['cnp', 'ciliumnp'],
		categories: ['cilium', 'ciliumpolicy'],
		scope: 'Namespaced',
		description: 'What may connect to and from Pods of a namespace.',
		columns: [AGE, VALID],
		spec: ruleSchema('One rule.'),
		status: policyStatus,
	},
	{
		...CILIUM,
		kind: 'CiliumClusterwideNetworkPolicy',
		plural: 'ciliumclusterwidenetworkpolicies',
		shortNames: ['ccnp'],
		categories: ['cilium', 'ciliumpolicy'],
		scope: 'Cluster',
		description: 'What may connect to and from Pods of all namespaces, or nodes.',
		columns: [AGE, VALID],
		spec: ruleSchema('One rule.'),
		status: policyStatus,
	},
];

const others: readonly CustomKind[] = [
	{
		...CILIUM,
		kind: 'CiliumCIDRGroup',
		plural: 'ciliumcidrgroups',
		shortNames: ['ccg'],
		scope: 'Cluster',
		description: 'Blocks of addresses that policies refer to.',
		columns: [AGE],
		spec: object('The group.', { externalCIDRs: list('The blocks.', text('A block.', { format: 'cidr' })) }),
		isSpecRequired: true,
	},
	{
		...CILIUM,
		kind: 'CiliumNode',
		plural: 'ciliumnodes',
		shortNames: ['cn', 'ciliumn'],
		scope: 'Cluster',
		description: 'A node as Cilium knows it.',
		columns: [
			['CiliumInternalIP', ".spec.addresses[?(@.type=='CiliumInternalIP')].ip"],
			['InternalIP', ".spec.addresses[?(@.type=='InternalIP')].ip"],
			AGE,
		],
		spec: anything('Its addresses and ranges.'),
		status: anything('How it uses them.'),
	},
];

/** Kinds without spec: what is in them stands beside the metadata. */
function bareKind(
	names: { readonly kind: string; readonly plural: string; readonly shortNames: readonly string[] },
	scope: CustomKind['scope'],
	columns: CustomKind['columns'],
	field: string,
): object {
	const made = customKindObject({
		...CILIUM,
		...names,
		scope,
		description: `A ${names.kind}.`,
		...(columns && { columns }),
		spec: anything(''),
	}) as { spec: { versions: { schema: { openAPIV3Schema: { properties: Record<string, unknown> } } }[] } };
	for (const { schema } of made.spec.versions) {
		delete schema.openAPIV3Schema.properties.spec;
		schema.openAPIV3Schema.properties[field] =
			field === 'security-labels' ? map('The labels that the identity is made of.') : anything('Its state.');
	}
	return made;
}

const CILIUM_ENDPOINT = bareKind(
	{ kind: 'CiliumEndpoint', plural: 'ciliumendpoints', shortNames: ['cep', 'ciliumep'] },
	'Namespaced',
	[
		['Security Identity', '.status.identity.id', 'integer'],
		['Ingress Enforcement', '.status.policy.ingress.state', 'string', 1],
		['Egress Enforcement', '.status.policy.egress.state', 'string', 1],
		['Endpoint State', '.status.state'],
		['IPv4', '.status.networking.addressing[0].ipv4'],
		['IPv6', '.status.networking.addressing[0].ipv6'],
	],
	'status',
);
const CILIUM_IDENTITY = bareKind(
	{ kind: 'CiliumIdentity', plural: 'ciliumidentities', shortNames: ['ciliumid'] },
	'Cluster',
	[['Namespace', '.metadata.labels.io\\.kubernetes\\.pod\\.namespace'], AGE],
	'security-labels',
);

/** `specs` stands beside `spec`, and neither is needed. */
function withSpecs(made: object): object {
	const { spec } = made as {
		spec: { versions: { schema: { openAPIV3Schema: { properties: Record<string, unknown> } } }[] };
	};
	for (const { schema } of spec.versions) {
		schema.openAPIV3Schema.properties.specs = {
			description: 'Several rules.',
			items: ruleSchema('One rule.'),
			type: 'array',
		};
	}
	return made;
}

/** The CustomResourceDefinitions that the operator registers. */
export const CILIUM_KINDS: readonly KubeObject[] = [
	...policies.map(customKindObject).map(withSpecs),
	...others.map(customKindObject),
	CILIUM_ENDPOINT,
	CILIUM_IDENTITY,
] as readonly KubeObject[];
