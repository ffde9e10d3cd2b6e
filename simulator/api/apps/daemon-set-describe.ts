import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeAnnotations, describeLabels } from '../describing/metadata.ts';
import { podCountsText } from '../describing/pod-counts.ts';
import { describePodTemplate } from '../describing/pod-template.ts';
import type { DescribeContext } from '../kind.ts';
import type { DaemonSet } from './types.ts';

/** Models kubectl/pkg/describe DaemonSetDescriber. */
export function* describeDaemonSet(daemonSet: DaemonSet, world: DescribeContext): Task<string> {
	const { metadata, spec, status } = daemonSet;
	const selector = labelSelectorFrom(spec.selector).toString();
	const counts = yield* podCountsText(daemonSet, selector, world);
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Namespace', metadata.namespace ?? '');
	description.field('Selector', selector);
	const nodeSelector = Object.entries(spec.template.spec.nodeSelector ?? {});
	const nodes = nodeSelector.map(([key, value]) => `${key}=${value}`).sort();
	description.field('Node-Selector', nodes.join(',') || '<none>');
	describeLabels(description, 'Labels', metadata.labels);
	describeAnnotations(description, 'Annotations', metadata.annotations);
	description.row(0, `Desired Number of Nodes Scheduled: ${status.desiredNumberScheduled}`);
	description.row(0, `Current Number of Nodes Scheduled: ${status.currentNumberScheduled}`);
	description.row(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status.updatedNumberScheduled ?? 0}`);
	description.row(0, `Number of Nodes Scheduled with Available Pods: ${status.numberAvailable ?? 0}`);
	description.row(0, `Number of Nodes Misscheduled: ${status.numberMisscheduled}`);
	description.field('Pods Status', counts);
	describePodTemplate(description, spec.template);
	yield* describeEventsOf(description, daemonSet, world);
	return description.finish();
}
