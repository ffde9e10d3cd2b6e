import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import type { PersistentVolumeClaim } from '../core/types/volume.ts';
import { claimClass } from '../describing/claim.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeAnnotations, describeLabels } from '../describing/metadata.ts';
import { podCountsText } from '../describing/pod-counts.ts';
import { describePodTemplate } from '../describing/pod-template.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import type { StatefulSet } from './types.ts';

/** Models kubectl/pkg/describe StatefulSetDescriber. */
export function* describeStatefulSet(statefulSet: StatefulSet, world: DescribeContext): Task<string> {
	const { metadata, spec, status } = statefulSet;
	const selector = labelSelectorFrom(spec.selector).toString();
	const counts = yield* podCountsText(statefulSet, selector, world);
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Namespace', metadata.namespace ?? '');
	description.field('CreationTimestamp', timeText(metadata.creationTimestamp));
	description.field('Selector', selector);
	describeLabels(description, 'Labels', metadata.labels);
	describeAnnotations(description, 'Annotations', metadata.annotations);
	description.field('Replicas', `${spec.replicas ?? 0} desired | ${status.replicas} total`);
	description.field('Update Strategy', spec.updateStrategy?.type ?? '');
	const { partition, maxUnavailable } = spec.updateStrategy?.rollingUpdate ?? {};
	if (partition !== undefined) {
		description.field('Partition', partition, 1);
		if (maxUnavailable !== undefined) description.field('MaxUnavailable', maxUnavailable, 1);
	}
	description.field('Pods Status', counts);
	describePodTemplate(description, spec.template);
	describeClaimTemplates(description, spec.volumeClaimTemplates ?? []);
	yield* describeEventsOf(description, statefulSet, world);
	return description.finish();
}

function describeClaimTemplates(description: Description, templates: readonly PersistentVolumeClaim[]): void {
	if (templates.length === 0) {
		description.field('Volume Claims', '<none>');
		return;
	}
	description.row(0, 'Volume Claims:');
	for (const template of templates) {
		const { metadata, spec } = template;
		description.field('Name', metadata.name, 1);
		description.field('StorageClass', claimClass(template), 1);
		describeLabels(description, 'Labels', metadata.labels, '  ');
		// Annotations look like labels here.
		describeLabels(description, 'Annotations', metadata.annotations, '  ');
		description.field('Capacity', spec.resources?.requests?.storage ?? '<default>', 1);
		description.field('Access Modes', `[${(spec.accessModes ?? []).join(' ')}]`, 1);
	}
}
