import type { PodTemplateSpec } from '../core/types/pod.ts';
import { describeContainers } from './containers.ts';
import type { Description } from './description.ts';
import { describeAnnotations, describeLabels, sortedKeys } from './metadata.ts';
import { describeTolerations, describeTopologySpread, describeWorkload } from './pod-scheduling.ts';
import { describeVolumes } from './volumes.ts';

const INDENT = '  ';

/** "Pod Template:" and what is in it. Models DescribePodTemplate. */
export function describePodTemplate(description: Description, template: PodTemplateSpec | undefined): void {
	description.row(0, 'Pod Template:');
	if (template === undefined) {
		description.write(1, '<unset>');
		return;
	}
	const { metadata, spec } = template;
	describeLabels(description, `${INDENT}Labels`, metadata?.labels);
	if (sortedKeys(metadata?.annotations).length > 0) {
		describeAnnotations(description, `${INDENT}Annotations`, metadata?.annotations);
	}
	if (spec.serviceAccountName) description.field('Service Account', spec.serviceAccountName, 1);
	const { initContainers = [], containers } = spec;
	if (initContainers.length > 0) {
		describeContainers(description, { title: 'Init Containers', containers: initContainers, indent: INDENT });
	}
	describeContainers(description, { title: 'Containers', containers, indent: INDENT });
	describeVolumes(description, spec.volumes, INDENT);
	describeTopologySpread(description, spec.topologySpreadConstraints, INDENT);
	if (spec.priorityClassName) description.field('Priority Class Name', spec.priorityClassName, 1);
	describeLabels(description, `${INDENT}Node-Selectors`, spec.nodeSelector);
	describeTolerations(description, `${INDENT}Tolerations`, spec.tolerations);
	describeWorkload(description, spec.workloadRef, INDENT);
}
