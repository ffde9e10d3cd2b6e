import type { CustomResourceDefinition, CustomResourceDefinitionCondition } from './types.ts';

export function definitionCondition(
	definition: CustomResourceDefinition,
	type: string,
): CustomResourceDefinitionCondition | undefined {
	return definition.status.conditions?.find((each) => each.type === type);
}

export function isDefinitionCondition(definition: CustomResourceDefinition, type: string): boolean {
	return definitionCondition(definition, type)?.status === 'True';
}

/**
 * The conditions with one set; its time is that of its last change of status.
 * Models apiextensions/v1 SetCRDCondition.
 */
export function withDefinitionCondition(
	conditions: readonly CustomResourceDefinitionCondition[] | undefined,
	condition: CustomResourceDefinitionCondition,
	timestamp: string,
): CustomResourceDefinitionCondition[] {
	const list = [...(conditions ?? [])];
	const at = list.findIndex((each) => each.type === condition.type);
	const before = list[at];
	const { type, status, reason, message } = condition;
	const since = before?.status === status ? before.lastTransitionTime : undefined;
	const next = { type, status, lastTransitionTime: since ?? timestamp, reason, message };
	if (at < 0) list.push(next as CustomResourceDefinitionCondition);
	else list[at] = next as CustomResourceDefinitionCondition;
	return list;
}
