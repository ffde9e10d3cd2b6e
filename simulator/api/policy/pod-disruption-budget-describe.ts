import { formatLabelSelector } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import type { DescribeContext } from '../kind.ts';
import type { PodDisruptionBudget } from './types.ts';

/** Models kubectl/pkg/describe PodDisruptionBudgetDescriber. */
export function* describePodDisruptionBudget(budget: PodDisruptionBudget, world: DescribeContext): Task<string> {
	const { metadata, spec, status } = budget;
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Namespace', metadata.namespace ?? '');
	if (spec.minAvailable !== undefined) description.field('Min available', spec.minAvailable);
	else if (spec.maxUnavailable !== undefined) description.field('Max unavailable', spec.maxUnavailable);
	description.field('Selector', spec.selector === undefined ? '<unset>' : formatLabelSelector(spec.selector));
	description.row(0, 'Status:');
	description.field('Allowed disruptions', status.disruptionsAllowed ?? 0, 2);
	description.field('Current', status.currentHealthy ?? 0, 2);
	description.field('Desired', status.desiredHealthy ?? 0, 2);
	description.field('Total', status.expectedPods ?? 0, 2);
	yield* describeEventsOf(description, budget, world);
	return description.finish();
}
