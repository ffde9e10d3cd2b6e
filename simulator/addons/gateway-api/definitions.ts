import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { gatewayClassSchema, gatewaySchema, referenceGrantSchema } from './gateway-schemas.ts';
import { backendTlsPolicySchema, streamRouteSchema } from './policy-schemas.ts';
import { grpcRouteSchema, httpRouteSchema } from './route-schemas.ts';
import type { Schema } from './schema.ts';

/** What is shown in a column, where it is, and of what type. */
export type Column = readonly [name: string, jsonPath: string, type?: string, priority?: number];

export interface Definition {
	readonly group: string;
	readonly kind: string;
	readonly plural: string;
	readonly shortNames?: readonly string[];
	readonly categories?: readonly string[];
	readonly scope: 'Cluster' | 'Namespaced';
	/** The first is stored. */
	readonly versions: readonly string[];
	readonly columns: readonly Column[];
	readonly schema: Schema;
	readonly hasStatus: boolean;
	readonly annotations?: { readonly [key: string]: string };
}

/** A CustomResourceDefinition. */
export function definitionObject(definition: Definition): object {
	const { group, kind, plural, shortNames, categories, scope, versions, columns, schema, hasStatus } = definition;
	const own = schema.properties as { readonly [name: string]: Schema };
	const typed = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' }, ...own };
	return {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: { ...(definition.annotations && { annotations: definition.annotations }), name: `${plural}.${group}` },
		spec: {
			group,
			names: {
				...(categories && { categories }),
				kind,
				listKind: `${kind}List`,
				plural,
				...(shortNames && { shortNames }),
				singular: kind.toLowerCase(),
			},
			scope,
			versions: versions.map((name, index) => ({
				additionalPrinterColumns: columns.map(([column, jsonPath, type = 'string', priority]) => ({
					jsonPath,
					name: column,
					...(priority !== undefined && { priority }),
					type,
				})),
				name,
				schema: { openAPIV3Schema: { ...schema, properties: typed } },
				served: true,
				storage: index === 0,
				...(hasStatus && { subresources: { status: {} } }),
			})),
		},
	};
}

const AGE: Column = ['Age', '.metadata.creationTimestamp', 'date'];
const condition = (type: string): string => `.status.conditions[?(@.type=="${type}")].status`;

export type Channel = 'standard' | 'experimental';

/** What a bundle's install file makes of a cluster. @param bundle "v1.4.0". */
export function gatewayApiYaml(bundle: string, channel: Channel): string {
	return gatewayApiDefinitions(bundle, channel).map(definitionYaml).join('---\n');
}

export function definitionYaml(definition: Definition): string {
	return formatYaml(definitionObject(definition) as never);
}

export function gatewayApiDefinitions(bundle: string, channel: Channel): readonly Definition[] {
	const isBeta = bundle.startsWith('v0.');
	const version = isBeta ? 0 : Number(bundle.split('.')[1]);
	const common: Common = {
		group: 'gateway.networking.k8s.io',
		categories: ['gateway-api'],
		annotations: {
			'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/3328',
			'gateway.networking.k8s.io/bundle-version': bundle,
			'gateway.networking.k8s.io/channel': channel,
		},
		hasStatus: true,
	};
	const definitions = [
		...(version >= 4 ? [backendTlsPolicy(common)] : []),
		...gateways(common, version),
		...routes(common, version).filter(({ kind }) => version >= 1 || channel === 'experimental' || kind !== 'GRPCRoute'),
		...(channel === 'experimental' ? streamRoutes(common) : []),
	];
	if (!isBeta) return definitions;
	return definitions.map((each) => {
		const before = each.versions.filter((name) => name !== 'v1');
		return { ...each, versions: before.length > 0 ? before : ['v1alpha2'] };
	});
}

type Common = Pick<Definition, 'group' | 'categories' | 'annotations' | 'hasStatus'>;

function backendTlsPolicy(common: Common): Definition {
	return {
		...common,
		kind: 'BackendTLSPolicy',
		plural: 'backendtlspolicies',
		shortNames: ['btlspolicy'],
		scope: 'Namespaced',
		versions: ['v1'],
		columns: [AGE],
		schema: backendTlsPolicySchema(),
	};
}

function gateways(common: Common, version: number): readonly Definition[] {
	return [
		{
			...common,
			kind: 'GatewayClass',
			plural: 'gatewayclasses',
			shortNames: ['gc'],
			scope: 'Cluster',
			versions: ['v1', 'v1beta1'],
			columns: [
				['Controller', '.spec.controllerName'],
				['Accepted', condition('Accepted')],
				AGE,
				['Description', '.spec.description', 'string', 1],
			],
			schema: gatewayClassSchema(version),
		},
		{
			...common,
			kind: 'Gateway',
			plural: 'gateways',
			shortNames: ['gtw'],
			scope: 'Namespaced',
			versions: ['v1', 'v1beta1'],
			columns: [
				['Class', '.spec.gatewayClassName'],
				['Address', '.status.addresses[*].value'],
				['Programmed', condition('Programmed')],
				AGE,
			],
			schema: gatewaySchema(),
		},
		{
			...common,
			kind: 'ReferenceGrant',
			plural: 'referencegrants',
			shortNames: ['refgrant'],
			scope: 'Namespaced',
			versions: ['v1beta1'],
			columns: [AGE],
			schema: referenceGrantSchema(),
			hasStatus: false,
		},
	];
}

function routes(common: Common, version: number): readonly Definition[] {
	const scope = 'Namespaced';
	const columns: readonly Column[] = [['Hostnames', '.spec.hostnames'], AGE];
	return [
		{
			...common,
			kind: 'GRPCRoute',
			plural: 'grpcroutes',
			scope,
			versions: ['v1'],
			columns,
			schema: grpcRouteSchema(version),
		},
		{
			...common,
			kind: 'HTTPRoute',
			plural: 'httproutes',
			scope,
			versions: ['v1', 'v1beta1'],
			columns,
			schema: httpRouteSchema(version),
		},
	];
}

function streamRoutes(common: Common): readonly Definition[] {
	return ['TCPRoute', 'TLSRoute', 'UDPRoute'].map((kind) => ({
		...common,
		kind,
		plural: `${kind.toLowerCase()}s`,
		scope: 'Namespaced',
		versions: ['v1alpha2'],
		columns: [AGE],
		schema: streamRouteSchema(kind === 'TLSRoute'),
	}));
}
