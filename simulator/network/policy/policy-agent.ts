import { ApiClient } from '../../client/api-client.ts';
import { InformerFactory } from '../../client/informer.ts';
import type { Transport } from '../../client/transport.ts';
import type { Context } from '../../machinery/context.ts';
import type { ClusterNetwork } from '../cluster-network.ts';
import { NAMESPACES, NETWORK_POLICIES, PODS } from '../resources.ts';
import { PolicyTable } from './policy-table.ts';

/** The part of calico-node that enforces NetworkPolicies on one node. What it last knew stays in force when it stops. */
export function startPolicyAgent(options: {
	readonly context: Context;
	readonly transport: Transport;
	readonly nodeName: string;
	readonly network: ClusterNetwork;
}): { stop(): void } {
	const factory = new InformerFactory(options.context, new ApiClient(options.transport, 'calico-node'));
	const table = new PolicyTable({
		policies: factory.for(NETWORK_POLICIES),
		pods: factory.for(PODS),
		namespaces: factory.for(NAMESPACES),
	});
	factory.start(() => options.network.setPolicies(options.nodeName, table));
	return { stop: () => factory.stop() };
}
