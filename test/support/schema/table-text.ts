import type { GoField } from './go-facts.ts';

/** The parts of the OpenAPI v2 document that the tables keep. */
export interface Definition {
	readonly type?: string;
	readonly format?: string;
	readonly properties?: Readonly<Record<string, Property>>;
	readonly required?: readonly string[];
	readonly 'x-kubernetes-map-type'?: string;
	readonly 'x-kubernetes-group-version-kind'?: readonly unknown[];
}

export interface Property {
	readonly type?: string;
	readonly format?: string;
	readonly $ref?: string;
	readonly items?: Property;
	readonly additionalProperties?: Property;
	readonly 'x-kubernetes-patch-strategy'?: string;
	readonly 'x-kubernetes-patch-merge-key'?: string;
	readonly 'x-kubernetes-list-type'?: string;
	readonly 'x-kubernetes-list-map-keys'?: readonly string[];
	readonly 'x-kubernetes-map-type'?: string;
}

/** Names of scalar types in the tables. */
const SCALARS: Readonly<Record<string, string>> = {
	'io.k8s.apimachinery.pkg.api.resource.Quantity': 'Quantity',
	'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'Time',
	'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'MicroTime',
	'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'IntOrString',
	'io.k8s.apimachinery.pkg.runtime.RawExtension': 'RawExtension',
};

/** Fields of v1.35 that the document, being of v1.36, has no more: in the notation, by type. */
const SINCE_REMOVED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	'io.k8s.api.core.v1.PodSpec': { workloadRef: 'WorkloadReference' },
	'io.k8s.api.core.v1.WorkloadReference': { name: 'string', podGroup: 'string', podGroupReplicaKey: 'string' },
};
const SINCE_REMOVED_REQUIRED = new Set(['WorkloadReference.name', 'WorkloadReference.podGroup']);

/** Structs without fields, as opposed to those that keep what they do not know. */
const EMPTY = new Set(['CustomResourceSubresourceStatus']);

/** One type in the notation that table-notation.ts reads, wrapped to 120 columns. */
export function typeText(
	prefix: string,
	name: string,
	definition: Definition | undefined,
	go: readonly GoField[] | undefined,
): string {
	const full = `${prefix}.${name}`;
	const head =
		name +
		(definition?.['x-kubernetes-group-version-kind'] === undefined ? '' : '@') +
		(definition?.['x-kubernetes-map-type'] === 'atomic' ? '^' : '') +
		(definition !== undefined && definition.properties === undefined && !go?.length
			? definition.type === undefined
				? '?'
				: EMPTY.has(name)
					? ''
					: '+'
			: '');
	const properties = definition?.properties ?? {};
	const removed = SINCE_REMOVED[full] ?? {};
	const order = go?.map((field) => field.name) ?? Object.keys(properties);
	const words: string[] = [];
	for (const field of order) {
		const property = properties[field];
		const fact = go?.find((each) => each.name === field);
		const mustBe = (definition?.required ?? []).includes(field) || SINCE_REMOVED_REQUIRED.has(`${name}.${field}`);
		const marks =
			(mustBe ? '*' : '') + (fact?.pointer ? '&' : '') + (fact?.always ? '!' : '') + (fact?.omitZero ? '0' : '');
		const type = removed[field] ?? (property === undefined ? undefined : typeWord(prefix, property) + flags(property));
		if (type !== undefined) words.push(`${field}${marks}:${type}`);
	}
	return wrap(`${head}`, words);
}

function typeWord(prefix: string, property: Property): string {
	if (property.$ref !== undefined) return refWord(prefix, property.$ref.replace('#/definitions/', ''));
	if (property.items !== undefined) return `[]${typeWord(prefix, property.items)}`;
	if (property.additionalProperties !== undefined) return `{}${typeWord(prefix, property.additionalProperties)}`;
	if (property.type === 'boolean') return 'bool';
	if (property.format === 'byte') return 'bytes';
	if (property.format !== undefined) return property.format;
	if (property.type === undefined) throw new Error(`no type: ${JSON.stringify(property)}`);
	return property.type;
}

function refWord(prefix: string, ref: string): string {
	const scalar = SCALARS[ref];
	if (scalar !== undefined) return scalar;
	const dot = ref.lastIndexOf('.');
	const owner = ref.slice(0, dot);
	const name = ref.slice(dot + 1);
	if (owner === prefix) return name;
	if (owner === 'io.k8s.apimachinery.pkg.apis.meta.v1') return `meta.${name}`;
	return `${owner.replace('io.k8s.api.', '')}.${name}`;
}

function flags(property: Property): string {
	const keys = property['x-kubernetes-list-map-keys'];
	const listType = property['x-kubernetes-list-type'];
	const strategy = property['x-kubernetes-patch-strategy'];
	const mergeKey = property['x-kubernetes-patch-merge-key'];
	return (
		(listType === undefined ? '' : `/${listType}${keys === undefined ? '' : `(${keys.join(',')})`}`) +
		(property['x-kubernetes-map-type'] === undefined ? '' : `/mapType:${property['x-kubernetes-map-type']}`) +
		(strategy === undefined ? '' : `/patch:${strategy}${mergeKey === undefined ? '' : `(${mergeKey})`}`)
	);
}

function wrap(head: string, words: readonly string[]): string {
	const lines: string[] = [];
	let line = `${head}:`;
	for (const word of words) {
		if (line.length + 1 + word.length > 118) {
			lines.push(line);
			line = '';
		}
		line += ` ${word}`;
	}
	lines.push(line);
	return lines.join('\n');
}
