import type { Description } from './description.ts';

interface WorkloadCondition {
	readonly type: string;
	readonly status: string;
	readonly reason?: string;
}

/** The conditions of controllers of Pods: type, status and reason. Nothing without any. */
export function describeWorkloadConditions(
	description: Description,
	conditions: readonly WorkloadCondition[] | undefined,
): void {
	if (conditions === undefined || conditions.length === 0) return;
	description.row(0, 'Conditions:');
	description.head(1, ['Type', 'Status', 'Reason']);
	for (const { type, status, reason = '' } of conditions) description.row(1, `${type} `, status, reason);
}
