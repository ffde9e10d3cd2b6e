/** A schema as CustomResourceDefinitions have them. */
export interface Schema {
	readonly [keyword: string]: unknown;
}

/** A rule in CEL, with what is said of who breaks it. */
export type Rule = readonly [message: string, rule: string];

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
export const DNS_NAME = `${DNS_LABEL}(\\.${DNS_LABEL})*`;

export function object(properties: { readonly [name: string]: Schema }, required: readonly string[] = []): Schema {
	return { properties, ...(required.length > 0 && { required }), type: 'object' };
}

export function text(limits: Schema = {}): Schema {
	return { ...limits, type: 'string' };
}

/** @param min its least length. */
export function limitedText(max: number, min = 0, pattern?: string): Schema {
	return text({ maxLength: max, ...(min > 0 && { minLength: min }), ...(pattern !== undefined && { pattern }) });
}

export function choice(...values: readonly string[]): Schema {
	return text({ enum: values });
}

export function integer(limits: Schema = {}): Schema {
	return { format: 'int32', ...limits, type: 'integer' };
}

export function list(items: Schema, maxItems: number, more: Schema = {}): Schema {
	return { items, maxItems, type: 'array', 'x-kubernetes-list-type': 'atomic', ...more };
}

/** A list whose members are known by one field. */
export function keyed(items: Schema, maxItems: number, key: string, more: Schema = {}): Schema {
	const keys = { 'x-kubernetes-list-map-keys': [key], 'x-kubernetes-list-type': 'map' };
	return { items, maxItems, type: 'array', ...keys, ...more };
}

export function texts(maxItems: number, items: Schema = text()): Schema {
	return { items, maxItems, type: 'array', 'x-kubernetes-list-type': 'set' };
}

export function map(values: Schema, maxProperties: number): Schema {
	return { additionalProperties: values, maxProperties, type: 'object' };
}

export function ruled(schema: Schema, rules: readonly Rule[]): Schema {
	return { ...schema, 'x-kubernetes-validations': rules.map(([message, rule]) => ({ message, rule })) };
}

export function defaulted(schema: Schema, value: unknown): Schema {
	return { default: value, ...schema };
}

export const GROUP: Schema = limitedText(253, 0, `^$|^${DNS_NAME}$`);
export const KIND: Schema = limitedText(63, 1, '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$');
export const NAME: Schema = limitedText(253, 1);
export const NAMESPACE: Schema = limitedText(63, 1, `^${DNS_LABEL}$`);
export const SECTION: Schema = limitedText(253, 1, `^${DNS_NAME}$`);
export const HOSTNAME: Schema = limitedText(253, 1, `^(\\*\\.)?${DNS_NAME}$`);
export const PRECISE_HOSTNAME: Schema = SECTION;
export const PORT: Schema = integer({ maximum: 65_535, minimum: 1 });
export const CONTROLLER: Schema = limitedText(253, 1, `^${DNS_NAME}\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$`);
const API_GROUP = 'gateway.networking.k8s.io';

/** What a Condition is. */
const CONDITION: Schema = object(
	{
		lastTransitionTime: text({ format: 'date-time' }),
		message: limitedText(32_768),
		observedGeneration: { format: 'int64', minimum: 0, type: 'integer' },
		reason: limitedText(1024, 1, '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$'),
		status: choice('True', 'False', 'Unknown'),
		type: limitedText(316, 0, `^(${DNS_NAME}/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$`),
	},
	['lastTransitionTime', 'message', 'reason', 'status', 'type'],
);

export function conditions(more: Schema = {}): Schema {
	return keyed(CONDITION, 8, 'type', more);
}

/** The conditions of an object that no controller has looked at. */
export function pendingConditions(...types: readonly string[]): readonly object[] {
	return types.map((type) => ({
		lastTransitionTime: '1970-01-01T00:00:00Z',
		message: 'Waiting for controller',
		reason: 'Pending',
		status: 'Unknown',
		type,
	}));
}

export const PARENT: Schema = object(
	{
		group: defaulted(GROUP, API_GROUP),
		kind: defaulted(KIND, 'Gateway'),
		name: NAME,
		namespace: NAMESPACE,
		port: PORT,
		sectionName: SECTION,
	},
	['name'],
);

/** Two references to the same parent. */
const SAME_PARENT =
	"p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__))";
const NO_SECTION = (parent: string): string => `(!has(${parent}.sectionName) || ${parent}.sectionName == '')`;

export const PARENTS: Schema = ruled(list(PARENT, 32), [
	[
		'sectionName must be specified when parentRefs includes 2 or more references to the same parent',
		`self.all(p1, self.all(p2, ${SAME_PARENT} ? (${NO_SECTION('p1')} == ${NO_SECTION('p2')}) : true))`,
	],
	[
		'sectionName must be unique when parentRefs includes 2 or more references to the same parent',
		`self.all(p1, self.exists_one(p2, ${SAME_PARENT} && ((${NO_SECTION('p1')} && ${NO_SECTION('p2')}) || (has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName))))`,
	],
]);

/** What controllers write about a route. */
export const ROUTE_STATUS: Schema = object(
	{
		parents: list(
			object({ conditions: conditions({ minItems: 1 }), controllerName: CONTROLLER, parentRef: PARENT }, [
				'conditions',
				'controllerName',
				'parentRef',
			]),
			32,
		),
	},
	['parents'],
);

/** The fields of a reference to what answers. */
export const BACKEND_FIELDS: { readonly [name: string]: Schema } = {
	group: defaulted(GROUP, ''),
	kind: defaulted(KIND, 'Service'),
	name: NAME,
	namespace: NAMESPACE,
	port: PORT,
};

export const BACKEND_RULES: readonly Rule[] = [
	['Must have port for Service reference', "(size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true"],
];

/** Fields that must be there for one value of `type`, and for no other. */
export function oneOfType(types: readonly (readonly [type: string, field: string])[]): readonly Rule[] {
	return types.flatMap(([type, field]): Rule[] => [
		[
			`filter.${field} must be nil if the filter.type is not ${type}`,
			`!(has(self.${field}) && self.type != '${type}')`,
		],
		[`filter.${field} must be specified for ${type} filter.type`, `!(!has(self.${field}) && self.type == '${type}')`],
	]);
}

export const LABEL_SELECTOR: Schema = {
	...object({
		matchExpressions: {
			items: object(
				{
					key: text(),
					operator: text(),
					values: { items: text(), type: 'array', 'x-kubernetes-list-type': 'atomic' },
				},
				['key', 'operator'],
			),
			type: 'array',
			'x-kubernetes-list-type': 'atomic',
		},
		matchLabels: { additionalProperties: text(), type: 'object' },
	}),
	'x-kubernetes-map-type': 'atomic',
};
