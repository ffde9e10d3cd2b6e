import type { Task } from '../../machinery/task.ts';
import { describeContainers } from '../describing/containers.ts';
import { Description } from '../describing/description.ts';
import { describeEvents, readableEvents } from '../describing/events.ts';
import { controllerText, describeAnnotations, describeLabels } from '../describing/metadata.ts';
import { describeTolerations, describeTopologySpread, describeWorkload } from '../describing/pod-scheduling.ts';
import { describeResources } from '../describing/resource-lists.ts';
import { timeText } from '../describing/times.ts';
import { describeVolumes } from '../describing/volumes.ts';
import type { DescribeContext } from '../kind.ts';
import { timeSince } from '../printing/column.ts';
import { podQosClass } from './pod-qos.ts';
import type { Pod } from './types/pod.ts';

/** Its events are recorded under the uid that the kubelet knew it by. */
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** Models kubectl/pkg/describe PodDescriber. */
export function* describePod(pod: Pod, world: DescribeContext): Task<string> {
	const description = new Description();
	describePlace(description, pod);
	describeLabels(description, 'Labels', pod.metadata.labels);
	describeAnnotations(description, 'Annotations', pod.metadata.annotations);
	describeStatus(description, pod, world.nowMs);
	describeAddresses(description, pod);
	describeAllContainers(description, pod);
	describePodConditions(description, pod);
	describeVolumes(description, pod.spec.volumes);
	description.field('QoS Class', pod.status.qosClass || podQosClass(pod.spec));
	describeLabels(description, 'Node-Selectors', pod.spec.nodeSelector);
	describeTolerations(description, 'Tolerations', pod.spec.tolerations);
	describeTopologySpread(description, pod.spec.topologySpreadConstraints, '');
	describeWorkload(description, pod.spec.workloadRef, '');
	if (world.showEvents) {
		const { name, namespace = '', annotations } = pod.metadata;
		const uid = annotations?.[MIRROR_ANNOTATION] ?? pod.metadata.uid;
		describeEvents(description, yield* readableEvents({ name, namespace, uid }, world), world.nowMs);
	}
	return description.finish();
}

function describePlace(description: Description, { metadata, spec, status }: Pod): void {
	description.field('Name', metadata.name);
	description.field('Namespace', metadata.namespace ?? '');
	if (spec.priority !== undefined) description.field('Priority', spec.priority);
	if (spec.priorityClassName) description.field('Priority Class Name', spec.priorityClassName);
	if (spec.runtimeClassName) description.field('Runtime Class Name', spec.runtimeClassName);
	if (spec.serviceAccountName) description.field('Service Account', spec.serviceAccountName);
	description.field('Node', spec.nodeName ? `${spec.nodeName}/${status.hostIP ?? ''}` : '<none>');
	if (status.startTime !== undefined) description.field('Start Time', timeText(status.startTime));
}

function describeStatus(description: Description, { metadata, spec, status }: Pod, nowMs: number): void {
	const { phase = '', reason, message } = status;
	if (metadata.deletionTimestamp !== undefined && phase !== 'Failed' && phase !== 'Succeeded') {
		description.field('Status', `Terminating (lasts ${timeSince(metadata.deletionTimestamp, nowMs)})`);
		description.field('Termination Grace Period', `${metadata.deletionGracePeriodSeconds ?? 0}s`);
	} else {
		description.field('Status', phase);
	}
	if (reason) description.field('Reason', reason);
	if (message) description.field('Message', message);
	const profile = spec.securityContext?.seccompProfile;
	if (profile === undefined) return;
	description.field('SeccompProfile', profile.type);
	if (profile.type === 'Localhost') description.field('LocalhostProfile', profile.localhostProfile ?? '');
}

function describeAddresses(description: Description, { metadata, spec, status }: Pod): void {
	description.field('IP', status.podIP ?? '');
	const { podIPs = [] } = status;
	if (podIPs.length === 0) description.field('IPs', '<none>');
	else description.row(0, 'IPs:');
	for (const { ip } of podIPs) description.field('IP', ip, 1);
	const controller = controllerText(metadata);
	if (controller !== undefined) description.field('Controlled By', controller);
	if (status.nominatedNodeName) description.field('NominatedNodeName', status.nominatedNodeName);
	if (spec.resources !== undefined) {
		description.row(0, 'Resources:');
		describeResources(description, spec.resources, 1);
	}
}

function describeAllContainers(description: Description, pod: Pod): void {
	const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
	const { initContainerStatuses, containerStatuses, ephemeralContainerStatuses } = pod.status;
	if (initContainers.length > 0) {
		const title = 'Init Containers';
		describeContainers(description, { title, containers: initContainers, statuses: initContainerStatuses, pod });
	}
	describeContainers(description, { title: 'Containers', containers, statuses: containerStatuses, pod });
	if (ephemeralContainers.length > 0) {
		describeContainers(description, {
			title: 'Ephemeral Containers',
			containers: ephemeralContainers,
			statuses: ephemeralContainerStatuses,
			pod,
		});
	}
}

function describePodConditions(description: Description, { spec, status }: Pod): void {
	const { readinessGates = [] } = spec;
	const { conditions = [] } = status;
	if (readinessGates.length > 0) {
		description.row(0, 'Readiness Gates:');
		description.row(1, 'Type', 'Status');
	}
	for (const { conditionType } of readinessGates) {
		const condition = conditions.find((each) => each.type === conditionType);
		description.row(1, `${conditionType} `, `${condition?.status ?? '<none>'} `);
	}
	if (conditions.length > 0) {
		description.row(0, 'Conditions:');
		description.row(1, 'Type', 'Status');
	}
	for (const condition of conditions) description.row(1, `${condition.type} `, `${condition.status} `);
}
