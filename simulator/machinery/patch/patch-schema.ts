/**
 * What strategic merge and server-side apply ask about types. `TypeSchema` and `FieldSchema` of `api/schema/` have
 * this shape (machinery may not import them): pass `{ root: typeSchema(name), objectType }`.
 */
export interface PatchSchema {
	/** The type of the objects that are merged. */
	readonly root: PatchType;
	/** The type of a field that is an object; undefined when nothing is known of it. */
	objectType(field: PatchField): PatchType | undefined;
}

export interface PatchType {
	readonly fields: ReadonlyMap<string, PatchField>;
	readonly mapType: 'granular' | 'atomic';
	readonly preserveUnknown: boolean;
}

export interface PatchField {
	readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'map' | 'any';
	readonly items?: PatchField;
	readonly values?: PatchField;
	/** "merge", "replace", "retainKeys", "merge,retainKeys". */
	readonly patchStrategy?: string;
	readonly patchMergeKey?: string;
	readonly listType?: 'atomic' | 'set' | 'map';
	readonly listMapKeys?: readonly string[];
	readonly mapType?: 'granular' | 'atomic';
	readonly preserveUnknown: boolean;
}

/** A position in the schema while walking an object: at an object's type, at a map's values, or where nothing is known. */
export type SchemaCursor =
	| { readonly kind: 'type'; readonly type: PatchType }
	| { readonly kind: 'map'; readonly values: PatchField | undefined }
	| undefined;

export function rootCursor(schema: PatchSchema | undefined): SchemaCursor {
	return schema === undefined ? undefined : { kind: 'type', type: schema.root };
}

/** What is declared of `key` of the object at the cursor. */
export function fieldAt(cursor: SchemaCursor, key: string): PatchField | undefined {
	if (cursor === undefined) return undefined;
	return cursor.kind === 'type' ? cursor.type.fields.get(key) : cursor.values;
}

/** The cursor for walking into an object that `field` declares. */
export function cursorInto(schema: PatchSchema | undefined, field: PatchField | undefined): SchemaCursor {
	if (schema === undefined || field === undefined) return undefined;
	if (field.type === 'map') return { kind: 'map', values: field.values };
	const type = schema.objectType(field);
	return type === undefined ? undefined : { kind: 'type', type };
}
