import { humanDuration } from '../../machinery/duration.ts';
import { JsonPath } from '../../machinery/jsonpath/jsonpath.ts';
import { JsonPathError } from '../../machinery/jsonpath/parse.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { parseTime } from '../../machinery/timestamp.ts';
import type { CustomResourceColumnDefinition } from '../apiextensions/types.ts';
import type { Column } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN } from '../printing/column.ts';

/**
 * The columns of custom resources; their age alone when the definition names none.
 * Models apiextensions-apiserver/pkg/registry/customresource/tableconvertor.
 */
export function customColumns(definitions: readonly CustomResourceColumnDefinition[]): readonly Column[] {
	if (definitions.length === 0) return [NAME_COLUMN, { ...AGE_COLUMN, type: 'date', description: AGE_DESCRIPTION }];
	return [NAME_COLUMN, ...definitions.map(columnOf)];
}

const AGE_DESCRIPTION = fieldDoc('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', 'creationTimestamp');

function columnOf({ name, type, format, description, priority, jsonPath }: CustomResourceColumnDefinition): Column {
	const path = compilePath(jsonPath);
	return {
		name,
		type: type as Column['type'],
		...(format === undefined ? {} : { format }),
		description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
		priority: (priority ?? 0) as Column['priority'],
		value: (object, nowMs) => cellOf(path, type, object, nowMs),
	};
}

function compilePath(jsonPath: string): JsonPath | undefined {
	try {
		return new JsonPath(`{${jsonPath}}`, { allowMissingKeys: true });
	} catch (error) {
		if (error instanceof JsonPathError) return undefined;
		throw error;
	}
}

type Cell = ReturnType<Column['value']>;

/** A cell that has no value. Tables may hold it, though built-in kinds never do. */
const NOTHING = null as unknown as Cell;

function cellOf(path: JsonPath | undefined, type: string, object: KubeObject, nowMs: number): Cell {
	const value = path === undefined ? undefined : firstFound(path, object);
	if (value === undefined || value === null) return NOTHING;
	switch (type) {
		case 'string':
			return typeof value === 'object' ? JSON.stringify(value) : String(value);
		case 'integer':
			return typeof value === 'number' ? Math.trunc(value) : NOTHING;
		case 'number':
			return typeof value === 'number' ? value : NOTHING;
		case 'boolean':
			return typeof value === 'boolean' ? value : NOTHING;
		case 'date': {
			if (typeof value !== 'string') return NOTHING;
			const ms = parseTime(value);
			return ms === undefined ? '<invalid>' : humanDuration(nowMs - ms);
		}
		default:
			return NOTHING;
	}
}

function firstFound(path: JsonPath, object: KubeObject): unknown {
	try {
		return path.find(object)[0]?.[0];
	} catch (error) {
		if (error instanceof JsonPathError) return undefined;
		throw error;
	}
}
