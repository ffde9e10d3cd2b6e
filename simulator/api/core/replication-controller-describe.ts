import { selectorFromMap } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { describeWorkloadConditions } from '../describing/conditions.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeAnnotations, describeLabels } from '../describing/metadata.ts';
import { podCountsText } from '../describing/pod-counts.ts';
import { describePodTemplate } from '../describing/pod-template.ts';
import type { DescribeContext } from '../kind.ts';
import { labelsText } from '../printing/pod-template-columns.ts';
import type { ReplicationController } from './types/pod.ts';

/** Models kubectl/pkg/describe ReplicationControllerDescriber. */
export function* describeReplicationController(
	controller: ReplicationController,
	world: DescribeContext,
): Task<string> {
	const { metadata, spec, status } = controller;
	const counts = yield* podCountsText(controller, selectorFromMap(spec.selector).toString(), world);
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Namespace', metadata.namespace ?? '');
	description.field('Selector', labelsText(spec.selector));
	describeLabels(description, 'Labels', metadata.labels);
	describeAnnotations(description, 'Annotations', metadata.annotations);
	description.field('Replicas', `${status.replicas} current / ${spec.replicas ?? 0} desired`);
	description.field('Pods Status', counts);
	describePodTemplate(description, spec.template);
	describeWorkloadConditions(description, status.conditions);
	yield* describeEventsOf(description, controller, world);
	return description.finish();
}
