import { ApiClient } from '../../client/api-client.ts';
import { Informer, InformerFactory } from '../../client/informer.ts';
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
	const { context, nodeName, network } = options;
	const client = new ApiClient(options.transport, 'calico-node');
	const policies = new Informer({ context, client, resource: NETWORK_POLICIES });
	const peers = new InformerFactory(context, client);
	const pods = peers.for(PODS);
	const namespaces = peers.for(NAMESPACES);
	const table = new PolicyTable({ policies, pods, namespaces });
	pods.onChange(({ object: { metadata } }) => table.podChanged(metadata.namespace as string, metadata.name));
	namespaces.onChange(() => table.namespaceChanged());
	// Whom a policy means is of no interest while there is none.
	let watchesPeers = false;
	const watchPeers = (): void => {
		if (watchesPeers) return;
		watchesPeers = true;
		peers.start(() => network.setPolicies(nodeName, table));
	};
	policies.onChange(({ object }) => {
		table.policyChanged(object.metadata.namespace as string);
		watchPeers();
	});
	policies.whenSynced(() => {
		if (!watchesPeers) network.setPolicies(nodeName, table);
	});
	policies.start();
	return {
		stop() {
			policies.stop();
			peers.stop();
		},
	};
}
