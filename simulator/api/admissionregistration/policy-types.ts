import { CEL_DYN, CEL_STRING, type CelType } from '../../machinery/cel/cel-type.ts';
import { type FieldSchema, objectType, type TypeSchema } from '../schema/schema.ts';

const object = (fields: { readonly [name: string]: CelType }): CelType => ({
	kind: 'object',
	fields: new Map(Object.entries(fields)),
});
const list = (items: CelType): CelType => ({ kind: 'list', items });
const map = (values: CelType): CelType => ({ kind: 'map', values });
const INT: CelType = { kind: 'int' };
const TIMESTAMP: CelType = { kind: 'timestamp' };

const KIND = object({ group: CEL_STRING, version: CEL_STRING, kind: CEL_STRING });
const RESOURCE = object({ group: CEL_STRING, version: CEL_STRING, resource: CEL_STRING });

/** Models apiserver/pkg/admission/plugin/cel BuildRequestType. */
export const REQUEST_TYPE: CelType = object({
	kind: KIND,
	resource: RESOURCE,
	subResource: CEL_STRING,
	requestKind: KIND,
	requestResource: RESOURCE,
	requestSubResource: CEL_STRING,
	name: CEL_STRING,
	namespace: CEL_STRING,
	operation: CEL_STRING,
	userInfo: object({
		username: CEL_STRING,
		uid: CEL_STRING,
		groups: list(CEL_STRING),
		extra: map(list(CEL_STRING)),
	}),
	dryRun: { kind: 'bool' },
	options: CEL_DYN,
});

/** Models BuildNamespaceType. */
export const NAMESPACE_TYPE: CelType = object({
	metadata: object({
		name: CEL_STRING,
		generateName: CEL_STRING,
		namespace: CEL_STRING,
		labels: map(CEL_STRING),
		annotations: map(CEL_STRING),
		UID: CEL_STRING,
		creationTimestamp: TIMESTAMP,
		deletionGracePeriodSeconds: INT,
		deletionTimestamp: TIMESTAMP,
		generation: INT,
		resourceVersion: CEL_STRING,
		finalizers: list(CEL_STRING),
	}),
	spec: object({ finalizers: list(CEL_STRING) }),
	status: object({
		phase: CEL_STRING,
		conditions: list(
			object({
				status: CEL_STRING,
				type: CEL_STRING,
				lastTransitionTime: TIMESTAMP,
				message: CEL_STRING,
				reason: CEL_STRING,
			}),
		),
	}),
});

/** A memo of a pure function of immutable schemas. */
const objectTypes = new WeakMap<TypeSchema, CelType>();

/** What expressions may know of objects of a built-in type. Models apiserver/pkg/cel/common SchemaDeclType. */
export function celObjectType(schema: TypeSchema): CelType {
	const known = objectTypes.get(schema);
	if (known !== undefined) return known;
	const fields = new Map<string, CelType>();
	const type: CelType = { kind: 'object', fields };
	// Before its fields: some types hold themselves.
	objectTypes.set(schema, type);
	for (const [name, field] of schema.fields) {
		const found = fieldType(field);
		if (found !== undefined) fields.set(name, found);
	}
	return type;
}

/** Undefined where nothing is known, and so nothing may be asked. */
function fieldType(field: FieldSchema): CelType | undefined {
	if (field.intOrString) return CEL_DYN;
	if (field.quantity) return CEL_STRING;
	switch (field.type) {
		case 'string':
			return textType(field.format);
		case 'integer':
			return INT;
		case 'number':
			return { kind: 'double' };
		case 'boolean':
			return { kind: 'bool' };
		case 'array': {
			const items = field.items === undefined ? undefined : fieldType(field.items);
			return items === undefined ? undefined : list(items);
		}
		case 'map': {
			const values = field.values === undefined ? undefined : fieldType(field.values);
			return values === undefined ? undefined : map(values);
		}
		case 'object': {
			const inner = objectType(field);
			return inner === undefined || inner.fields.size === 0 ? undefined : celObjectType(inner);
		}
		default:
			return undefined;
	}
}

function textType(format: string | undefined): CelType {
	if (format === 'date-time') return TIMESTAMP;
	return format === 'byte' ? { kind: 'bytes' } : CEL_STRING;
}
