import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { gatewayClassSchema, gatewaySchema, referenceGrantSchema } from './gateway-schemas.ts';
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

/** The standard channel of a bundle. @param bundle "v1.4.0". */
export function gatewayApiYaml(bundle: string): string {
	const version = Number(bundle.split('.')[1]);
	const common = {
		group: 'gateway.networking.k8s.io',
		categories: ['gateway-api'],
		annotations: {
			'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/3328',
			'gateway.networking.k8s.io/bundle-version': bundle,
			'gateway.networking.k8s.io/channel': 'standard',
		},
		hasStatus: true,
	};
	const definitions: readonly Definition[] = [
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
			kind: 'GRPCRoute',
			plural: 'grpcroutes',
			scope: 'Namespaced',
			versions: ['v1'],
			columns: [['Hostnames', '.spec.hostnames'], AGE],
			schema: grpcRouteSchema(version),
		},
		{
			...common,
			kind: 'HTTPRoute',
			plural: 'httproutes',
			scope: 'Namespaced',
			versions: ['v1', 'v1beta1'],
			columns: [['Hostnames', '.spec.hostnames'], AGE],
			schema: httpRouteSchema(version),
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
	return definitions.map((each) => formatYaml(definitionObject(each) as never)).join('---\n');
}
