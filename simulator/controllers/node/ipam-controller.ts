import type { Node } from '../../api/core/types/node.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, type Scope, watch } from '../controller.ts';
import { NODES } from '../resources.ts';
import { type CIDR, formatCIDR, parseCIDR } from './cidr.ts';

/** Gives every node its part of the cluster's Pod network. Models pkg/controller/nodeipam with the range allocator. */
export const nodeIpamController: Controller<undefined> = {
	name: 'node-ipam-controller',
	user: 'node-controller',
	eventSource: 'cidrAllocator',
	workers: 1,
	watches: [
		watch<Node, undefined>(NODES, ({ type, object }, scope) => {
			if (type !== 'deleted' && (object.spec.podCIDR ?? '') === '') scope.queue.add(object.metadata.name);
		}),
	],
	reconcile: (name, scope) => reconcile(name, scope),
};

function* reconcile(name: string, scope: Scope<undefined>): Task<void> {
	const node = scope.lister(NODES).get('', name);
	if (node === undefined || (node.spec.podCIDR ?? '') !== '' || scope.options.clusterCIDR === undefined) return;
	const free = firstFree(parseCIDR(scope.options.clusterCIDR), scope);
	if (free === undefined) {
		scope.event(node, 'Normal', 'CIDRNotAvailable', `Node ${name} status is now: CIDRNotAvailable`);
		return;
	}
	const podCIDR = formatCIDR(free);
	yield* scope.client.patch(NODES, node.metadata, 'strategic', { spec: { podCIDR, podCIDRs: [podCIDR] } });
}

/** The first part that no node has. */
function firstFree(cluster: CIDR, scope: Scope<undefined>): CIDR | undefined {
	const bits = scope.options.nodeCIDRMaskSize;
	const size = 2 ** (32 - bits);
	const taken = new Set(
		scope
			.lister(NODES)
			.list()
			.map((node) => node.spec.podCIDR),
	);
	for (let index = 0; index < 2 ** Math.max(0, bits - cluster.bits); index++) {
		const candidate = { address: cluster.address + index * size, bits };
		if (!taken.has(formatCIDR(candidate))) return candidate;
	}
	return undefined;
}
