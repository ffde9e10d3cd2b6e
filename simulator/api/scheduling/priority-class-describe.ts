import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import type { DescribeContext } from '../kind.ts';
import { labelsText } from '../printing/pod-template-columns.ts';
import type { PriorityClass } from './types.ts';

/** Models kubectl/pkg/describe PriorityClassDescriber. */
export function* describePriorityClass(priorityClass: PriorityClass, world: DescribeContext): Task<string> {
	const { metadata, value = 0, globalDefault = false, preemptionPolicy = '', description: about = '' } = priorityClass;
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Value', value);
	description.field('GlobalDefault', globalDefault);
	description.field('PreemptionPolicy', preemptionPolicy);
	description.field('Description', about);
	description.field('Annotations', labelsText(metadata.annotations));
	yield* describeEventsOf(description, priorityClass, world);
	return description.finish();
}
