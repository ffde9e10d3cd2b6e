import type { ResourceRequirements } from '../core/types/container.ts';
import type { Description } from './description.ts';
import { sortedKeys } from './metadata.ts';

export type Amounts = { readonly [resource: string]: string };

/** "Limits:" and "Requests:" with a line a resource. Models describeResources. */
export function describeResources(
	description: Description,
	resources: ResourceRequirements | undefined,
	level: number,
): void {
	describeAmounts(description, 'Limits', resources?.limits, level);
	describeAmounts(description, 'Requests', resources?.requests, level);
}

/** A title and a line for each resource in name order; nothing for none. */
export function describeAmounts(
	description: Description,
	title: string,
	amounts: Amounts | undefined,
	level: number,
): void {
	const names = sortedKeys(amounts);
	if (amounts === undefined || names.length === 0) return;
	description.row(level, `${title}:`);
	for (const name of names) description.field(name, amounts[name] as string, level + 1);
}
