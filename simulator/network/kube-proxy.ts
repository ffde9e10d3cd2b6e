import type { EndpointSlice } from '../api/discovery/types.ts';
import { ApiClient } from '../client/api-client.ts';
import { Informer, InformerFactory } from '../client/informer.ts';
import type { Transport } from '../client/transport.ts';
import type { Context } from '../machinery/context.ts';
import type { Timer } from '../machinery/event-loop.ts';
import type { KubeObject } from '../machinery/meta.ts';
import type { ClusterNetwork } from './cluster-network.ts';
import { ENDPOINT_SLICES, NODES, SERVICES, SLICES_BY_SERVICE } from './resources.ts';
import { hasZoneHints } from './service-table.ts';

export interface KubeProxyOptions {
	readonly context: Context;
	readonly transport: Transport;
	readonly nodeName: string;
	/** Where it runs, when the Node is called otherwise. */
	readonly host?: string;
	readonly network: ClusterNetwork;
	/** Told when the table has been written anew. */
	readonly onWritten?: () => void;
}

/** Changes are written together, at most once in this time. Models --iptables-min-sync-period. */
const SYNC_MS = 1_000;
/** The first of a quiet time is written almost at once. */
const FIRST_SYNC_MS = 20;

/**
 * The service proxy of one node: keeps the node's table as Services and EndpointSlices are. When it stops, the table
 * stays as it is, as iptables rules do.
 */
export function startKubeProxy(options: KubeProxyOptions): { stop(): void } {
	const { context, nodeName, network } = options;
	const client = new ApiClient(options.transport, 'kube-proxy');
	const factory = new InformerFactory(context, client);
	const services = factory.for(SERVICES);
	const slices = factory.for(ENDPOINT_SLICES);
	const table = network.services(options.host ?? nodeName);
	const changed = new Set<string>();
	let timer: Timer | undefined;
	let lastMs = Number.NEGATIVE_INFINITY;
	let whole = true;

	const sync = (): void => {
		timer = undefined;
		lastMs = context.loop.now();
		if (whole) {
			const byService = new Map<string, readonly EndpointSlice[]>();
			for (const service of services.list())
				byService.set(nameOf(service), slices.by(SLICES_BY_SERVICE, nameOf(service)));
			table.update(nodeName, services.list(), byService);
			network.rulesWritten(options.host ?? nodeName);
			whole = false;
		} else {
			for (const key of changed) {
				const [namespace, name] = key.split('/') as [string, string];
				table.replace(nodeName, key, services.get(namespace, name), slices.by(SLICES_BY_SERVICE, key));
			}
		}
		changed.clear();
		options.onWritten?.();
	};
	const mark = (key: string): void => {
		changed.add(key);
		if (!services.hasSynced || !slices.hasSynced || timer !== undefined) return;
		timer = context.loop.at(Math.max(context.loop.now() + FIRST_SYNC_MS, lastMs + SYNC_MS), sync);
	};
	services.onChange(({ object }) => mark(nameOf(object)));
	let self: Informer<KubeObject> | undefined;
	slices.onChange(({ object }) => {
		for (const key of SLICES_BY_SERVICE.values(object)) mark(key);
		if (self !== undefined || !hasZoneHints(object)) return;
		// Its own zone is of no interest before.
		self = new Informer({ context, client, resource: NODES, fieldSelector: `metadata.name=${nodeName}` });
		self.onChange(({ object: node }) => {
			if (!table.setZone(node.metadata.labels?.['topology.kubernetes.io/zone'])) return;
			whole = true;
			mark('');
		});
		self.start();
	});
	factory.start(sync);
	return {
		stop() {
			timer?.cancel();
			factory.stop();
			self?.stop();
		},
	};
}

function nameOf(object: KubeObject): string {
	return `${object.metadata.namespace}/${object.metadata.name}`;
}
