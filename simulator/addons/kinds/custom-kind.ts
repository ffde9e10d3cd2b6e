/** A schema as CustomResourceDefinitions have them. */
export interface Schema {
	readonly [keyword: string]: unknown;
}

/** What is shown in a column, where it is, and of what type. */
export type Column = readonly [name: string, jsonPath: string, type?: string, priority?: number];

export interface CustomKind {
	readonly group: string;
	readonly version: string;
	readonly kind: string;
	readonly plural: string;
	readonly shortNames?: readonly string[];
	readonly categories?: readonly string[];
	readonly scope: 'Cluster' | 'Namespaced';
	readonly description: string;
	readonly columns?: readonly Column[];
	readonly spec: Schema;
	readonly isSpecRequired?: boolean;
	readonly status?: Schema;
	readonly labels?: { readonly [key: string]: string };
	readonly annotations?: { readonly [key: string]: string };
}

/** The CustomResourceDefinition of a kind with a spec and perhaps a status. */
export function customKindObject(own: CustomKind): object {
	const { group, version, kind, plural, shortNames, categories, scope, description, columns = [], status } = own;
	return {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: {
			...(own.annotations && { annotations: own.annotations }),
			...(own.labels && { labels: own.labels }),
			name: `${plural}.${group}`,
		},
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
			versions: [
				{
					...(columns.length > 0 && {
						additionalPrinterColumns: columns.map(([name, jsonPath, type = 'string', priority]) => ({
							jsonPath,
							name,
							...(priority !== undefined && { priority }),
							type,
						})),
					}),
					name: version,
					schema: {
						openAPIV3Schema: {
							description,
							properties: {
								apiVersion: { type: 'string' },
								kind: { type: 'string' },
								metadata: { type: 'object' },
								spec: own.spec,
								...(status !== undefined && { status }),
							},
							...(own.isSpecRequired === true && { required: ['spec'] }),
							type: 'object',
						},
					},
					served: true,
					storage: true,
					...(status !== undefined && { subresources: { status: {} } }),
				},
			],
		},
	};
}

// Pieces of schemas. The description comes first: `kubectl explain` shows it.

export function text(description: string, more: Schema = {}): Schema {
	return { description, ...more, type: 'string' };
}

export function flag(description: string): Schema {
	return { description, type: 'boolean' };
}

export function whole(description: string, more: Schema = {}): Schema {
	return { description, format: 'int32', ...more, type: 'integer' };
}

export function texts(description: string): Schema {
	return { description, items: { type: 'string' }, type: 'array', 'x-kubernetes-list-type': 'atomic' };
}

export function choice(description: string, ...values: readonly string[]): Schema {
	return { description, enum: values, type: 'string' };
}

export function map(description: string): Schema {
	return { additionalProperties: { type: 'string' }, description, type: 'object' };
}

export function object(
	description: string,
	properties: { readonly [name: string]: Schema },
	required: readonly string[] = [],
): Schema {
	return { description, properties, ...(required.length > 0 && { required }), type: 'object' };
}

export function list(description: string, items: Schema, more: Schema = {}): Schema {
	return { description, items, type: 'array', 'x-kubernetes-list-type': 'atomic', ...more };
}

/** Whatever somebody writes there. */
export function anything(description: string): Schema {
	return { description, type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
}

/** What controllers say of an object, by type. */
export function conditionList(description: string): Schema {
	const condition = object(
		'One aspect of the state.',
		{
			lastTransitionTime: text('When the status changed last.', { format: 'date-time' }),
			message: text('For people.'),
			observedGeneration: { description: 'Which generation it is about.', format: 'int64', type: 'integer' },
			reason: text('For machines.'),
			status: choice('Whether it holds.', 'True', 'False', 'Unknown'),
			type: text('Which aspect.'),
		},
		['status', 'type'],
	);
	return {
		description,
		items: condition,
		type: 'array',
		'x-kubernetes-list-map-keys': ['type'],
		'x-kubernetes-list-type': 'map',
	};
}
