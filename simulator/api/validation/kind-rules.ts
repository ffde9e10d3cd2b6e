import type { FieldError } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { MetaRules } from './object-meta.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts';

interface Rules<T extends KubeObject> {
	readonly meta: MetaRules;
	/** What must hold of the object alone, now and after every update. */
	readonly content?: (object: T) => FieldError[];
	/** What must not have changed. */
	readonly change?: (object: T, old: T) => FieldError[];
	/** Of an update the change is judged before the content. */
	readonly changeFirst?: boolean;
}

interface Validators<T extends KubeObject> {
	readonly validate: (object: T) => FieldError[];
	readonly validateUpdate: (object: T, old: T) => FieldError[];
	readonly validateStatusUpdate: (object: T, old: T) => FieldError[];
}

/**
 * The three checks of a kind whose updates look at the metadata's change, at the whole content again and at what may
 * not change: most do.
 */
export function validators<T extends KubeObject>({
	meta,
	content,
	change,
	changeFirst = false,
}: Rules<T>): Validators<T> {
	return {
		validate: (object) => [...validateObjectMeta(object.metadata, meta), ...(content?.(object) ?? [])],
		validateUpdate: (object, old) => [
			...validateObjectMetaUpdate(object, old, meta),
			...(changeFirst ? (change?.(object, old) ?? []) : []),
			...(content?.(object) ?? []),
			...(changeFirst ? [] : (change?.(object, old) ?? [])),
		],
		validateStatusUpdate: (object, old) => validateObjectMetaUpdate(object, old, meta),
	};
}
