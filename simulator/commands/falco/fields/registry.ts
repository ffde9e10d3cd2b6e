import { CONTAINER_FIELDS } from './container-fields.ts';
import { DESCRIPTOR_FIELDS, PATH_FIELDS } from './descriptor-fields.ts';
import { EVENT_FIELDS, GENERIC_EVENT_FIELDS } from './event-fields.ts';
import type { Field, FieldClass } from './field.ts';
import { GROUP_FIELDS, PROCESS_FIELDS, USER_FIELDS } from './process-fields.ts';

export const FIELD_CLASSES: readonly FieldClass[] = [
	GENERIC_EVENT_FIELDS,
	EVENT_FIELDS,
	PROCESS_FIELDS,
	USER_FIELDS,
	GROUP_FIELDS,
	DESCRIPTOR_FIELDS,
	PATH_FIELDS,
	CONTAINER_FIELDS,
];

const FIELDS: ReadonlyMap<string, Field> = new Map(
	FIELD_CLASSES.flatMap(({ fields }) => fields.map((field) => [field.name, field] as const)),
);

/** What a rule means by a name. "evt.arg.flags" is an argument without brackets. */
export function findField(
	name: string,
	argument: string | undefined,
): { readonly field: Field; readonly argument: string } | undefined {
	const field = FIELDS.get(name);
	if (field !== undefined) {
		if (argument === undefined ? field.argument === 'required' : field.argument === undefined) return undefined;
		return { field, argument: argument ?? '' };
	}
	if (argument !== undefined) return undefined;
	const [, base = '', rest = ''] =
		/^(evt\.(?:rawarg|arg|abspath|type\.is)|proc\.(?:env|aenv)|k8s\.pod\.label|container\.label)\.(.+)$/.exec(name) ??
		[];
	const based = FIELDS.get(base);
	return based === undefined ? undefined : { field: based, argument: rest };
}

export const SUGGESTED_FIELDS: readonly string[] = [...FIELDS.values()]
	.filter(({ isSuggested }) => isSuggested)
	.map(({ name }) => name);
