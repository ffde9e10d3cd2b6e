import { type JsonSchema, propertyOf, valuesOf } from './json-schema.ts';

/** Where a path of a schema leads, as messages write it. */
export interface FieldPath {
	readonly path: string;
	readonly schema: JsonSchema;
}

/**
 * A path like ".spec.labels['a.b']", or why it is none. Models apiextensions-apiserver/pkg/apiserver/schema/cel ValidFieldPath.
 * @param brackets whether names may stand in brackets.
 */
export function fieldPathOf(text: string, root: JsonSchema, brackets: boolean): FieldPath | string {
	const tokens = text.match(/'(?:[^'\\]|\\[\s\S])*'|[.[\]]|[^.[\]]+/g) ?? [];
	let schema = root;
	let path = '';
	for (let at = 0; at < tokens.length; at++) {
		const token = tokens[at];
		let name: string | undefined;
		if (token === '.') name = tokens[++at];
		else if (token === '[') {
			if (!brackets) return 'array notation is not allowed';
			const quoted = tokens[++at];
			if (quoted === undefined) return 'unexpected end of JSON path';
			if (!/^'[\s\S]*'$/.test(quoted) || quoted.length < 2) return `expected single quoted string but got ${quoted}`;
			name = quoted.slice(1, -1).replace(/\\(['\\abfnrtv])/g, '$1');
			const close = tokens[++at];
			if (close !== ']') return close === undefined ? 'unexpected end of JSON path' : `expected ] but got ${close}`;
		} else return `expected [ or . but got: ${token}`;
		if (name === undefined) return 'unexpected end of JSON path';
		const isNamed = schema.properties !== undefined;
		const next = isNamed ? propertyOf(schema, name) : valuesOf(schema);
		if (next === undefined) return 'does not refer to a valid field';
		path = isNamed ? (path === '' ? name : `${path}.${name}`) : `${path}[${name}]`;
		schema = next;
	}
	return { path, schema };
}
