import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { describeWorkloadConditions } from '../describing/conditions.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { controllerText, describeAnnotations, describeLabels } from '../describing/metadata.ts';
import { podCountsText } from '../describing/pod-counts.ts';
import { describePodTemplate } from '../describing/pod-template.ts';
import { attempt } from '../describing/requests.ts';
import type { DescribeContext } from '../kind.ts';
import { selectorText } from '../printing/pod-template-columns.ts';
import type { ReplicaSet } from './types.ts';

/** Models kubectl/pkg/describe ReplicaSetDescriber. */
export function* describeReplicaSet(replicaSet: ReplicaSet, world: DescribeContext): Task<string> {
	const { metadata, spec, status } = replicaSet;
	const selector = labelSelectorFrom(spec.selector).toString();
	const counts = yield* attempt(podCountsText(replicaSet, selector, world));
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Namespace', metadata.namespace ?? '');
	description.field('Selector', selectorText(spec.selector));
	describeLabels(description, 'Labels', metadata.labels);
	describeAnnotations(description, 'Annotations', metadata.annotations);
	const controller = controllerText(metadata);
	if (controller !== undefined) description.field('Controlled By', controller);
	description.field('Replicas', `${status.replicas} current / ${spec.replicas ?? 0} desired`);
	const refused = counts instanceof ApiError ? `error in fetching pods: ${counts.message}` : counts;
	description.field('Pods Status', refused);
	describePodTemplate(description, spec.template);
	describeWorkloadConditions(description, status.conditions);
	yield* describeEventsOf(description, replicaSet, world);
	return description.finish();
}
