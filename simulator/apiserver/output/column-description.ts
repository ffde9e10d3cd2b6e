import type { FieldDescriptions } from '../../api/schema/field-descriptions.ts';

/**
 * A column's description as Tables carry it. Those that kinds write as `field:<type>.<field>` are the documentation
 * of that field.
 */
export function columnDescription(description: string, descriptions: FieldDescriptions): string {
	if (!description.startsWith('field:')) return description;
	const dot = description.lastIndexOf('.');
	return descriptions.fieldDescription(description.slice('field:'.length, dot), description.slice(dot + 1));
}
