import { ApiError, notFound } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { Lease } from '../coordination/types.ts';
import { Description } from '../describing/description.ts';
import { describeEvents, eventTargetOf, readableEvents } from '../describing/events.ts';
import { describeAnnotations, describeLabels } from '../describing/metadata.ts';
import { describeTaints } from '../describing/pod-scheduling.ts';
import { attempt, LEASES, PODS } from '../describing/requests.ts';
import { describeAmounts } from '../describing/resource-lists.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import { describeNodeLoad } from './node-load-describe.ts';
import { nodeRoles } from './node-roles.ts';
import type { Node } from './types/node.ts';
import type { Pod } from './types/pod.ts';

/** Models kubectl/pkg/describe NodeDescriber. */
export function* describeNode(node: Node, world: DescribeContext): Task<string> {
	const { metadata, spec, status } = node;
	const pods = yield* attempt(podsOn(metadata.name, world));
	if (pods instanceof ApiError && pods.reason !== 'Forbidden') throw pods;
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Roles', nodeRoles(node).join(',') || '<none>');
	describeLabels(description, 'Labels', metadata.labels);
	describeAnnotations(description, 'Annotations', metadata.annotations);
	description.field('CreationTimestamp', timeText(metadata.creationTimestamp));
	describeTaints(description, spec.taints);
	description.field('Unschedulable', spec.unschedulable === true);
	yield* describeLease(description, metadata.name, world);
	describeNodeConditions(description, node);
	description.row(0, 'Addresses:');
	for (const { type, address } of status.addresses ?? []) description.field(type, address, 1);
	describeAmounts(description, 'Capacity', status.capacity, 0);
	describeAmounts(description, 'Allocatable', status.allocatable, 0);
	describeSystem(description, node);
	if (spec.podCIDR) description.field('PodCIDR', spec.podCIDR);
	if ((spec.podCIDRs ?? []).length > 0) description.field('PodCIDRs', (spec.podCIDRs ?? []).join(','));
	if (spec.providerID) description.field('ProviderID', spec.providerID);
	if (pods instanceof ApiError) description.field('Pods', 'not authorized');
	else describeNodeLoad(description, node, pods, world.nowMs);
	if (world.showEvents) {
		// Controllers record events under the node's uid, kubelets under its name.
		const target = eventTargetOf(node);
		const events = yield* readableEvents(target, world);
		const ofKubelet = yield* readableEvents({ ...target, uid: metadata.name }, world);
		describeEvents(description, [...events, ...ofKubelet], world.nowMs);
	}
	return description.finish();
}

function* podsOn(nodeName: string, world: DescribeContext): Task<Pod[]> {
	const fieldSelector = `spec.nodeName=${nodeName},status.phase!=Succeeded,status.phase!=Failed`;
	return (yield* world.list(PODS, '', { fieldSelector })) as Pod[];
}

function* describeLease(description: Description, name: string, world: DescribeContext): Task<void> {
	const lease = (yield* attempt(world.get(LEASES, 'kube-node-lease', name))) ?? notFound(LEASES, name);
	if (lease instanceof ApiError) {
		description.field('Lease', `Failed to get lease: ${lease.message}`);
		return;
	}
	const { holderIdentity = '<unset>', acquireTime, renewTime } = (lease as Lease).spec;
	description.row(0, 'Lease:');
	description.field('HolderIdentity', holderIdentity, 1);
	description.field('AcquireTime', acquireTime ? timeText(acquireTime) : '<unset>', 1);
	description.field('RenewTime', renewTime ? timeText(renewTime) : '<unset>', 1);
}

function describeNodeConditions(description: Description, { status }: Node): void {
	const { conditions = [] } = status;
	if (conditions.length === 0) return;
	description.row(0, 'Conditions:');
	description.row(1, 'Type', 'Status', 'LastHeartbeatTime', 'LastTransitionTime', 'Reason', 'Message');
	description.row(1, '----', '------', '-----------------', '------------------', '------', '-------');
	for (const { type, status: value, lastHeartbeatTime, lastTransitionTime, reason = '', message = '' } of conditions) {
		const times = [timeText(lastHeartbeatTime), timeText(lastTransitionTime)];
		const cells = [type, value, ...times, reason].map((cell) => `${cell} `);
		description.row(1, ...cells, message);
	}
}

function describeSystem(description: Description, { status }: Node): void {
	const { nodeInfo } = status;
	description.row(0, 'System Info:');
	description.field('Machine ID', nodeInfo?.machineID ?? '', 1);
	description.field('System UUID', nodeInfo?.systemUUID ?? '', 1);
	description.field('Boot ID', nodeInfo?.bootID ?? '', 1);
	description.field('Kernel Version', nodeInfo?.kernelVersion ?? '', 1);
	description.field('OS Image', nodeInfo?.osImage ?? '', 1);
	description.field('Operating System', nodeInfo?.operatingSystem ?? '', 1);
	description.field('Architecture', nodeInfo?.architecture ?? '', 1);
	description.field('Container Runtime Version', nodeInfo?.containerRuntimeVersion ?? '', 1);
	description.field('Kubelet Version', nodeInfo?.kubeletVersion ?? '', 1);
	description.field('Kube-Proxy Version', nodeInfo?.kubeProxyVersion ?? '', 1);
}
