/**
 * A column's description as Tables carry it. Those that kinds write as `field:<type>.<field>` are the documentation
 * of that field.
 */
export function columnDescription(description: string): string {
	return description.startsWith('field:') ? '' : description;
}
