/** What the conditions of the workload kinds have in common. */
export interface AnyCondition {
	type: string;
	status: string;
	lastUpdateTime?: string;
	lastTransitionTime?: string;
	reason?: string;
	message?: string;
}

export function findCondition<C extends { type: string }>(
	conditions: readonly C[] | undefined,
	type: string,
): C | undefined {
	return conditions?.find((condition) => condition.type === type);
}

/**
 * `conditions` with this one in place of its predecessor, at the end; unchanged when only the message differs.
 * Keeps the transition time while the status stays. Models SetDeploymentCondition and its many siblings.
 */
export function withCondition<C extends AnyCondition>(conditions: readonly C[] | undefined, condition: C): C[] {
	const current = findCondition(conditions, condition.type);
	if (current?.status === condition.status && current.reason === condition.reason) return [...(conditions ?? [])];
	const next =
		current?.status === condition.status && current.lastTransitionTime !== undefined
			? { ...condition, lastTransitionTime: current.lastTransitionTime }
			: condition;
	return [...withoutCondition(conditions, condition.type), next];
}

export function withoutCondition<C extends { type: string }>(conditions: readonly C[] | undefined, type: string): C[] {
	return (conditions ?? []).filter((condition) => condition.type !== type);
}
