import { ContainerEngine } from '../../hosts/containers/container-engine.ts';
import { ContainerEngines } from '../../hosts/containers/container-engines.ts';
import type { Machine } from '../../kernel/machine-api.ts';
import type { Cluster } from './cluster.ts';

/** The container engines of a host, in its network. */
export function containerEngines({ context, blueprint, network }: Cluster, machine: Machine): ContainerEngines {
	const { hostname } = machine;
	return new ContainerEngines((kind, uid, root) => {
		return new ContainerEngine({
			...{ kind, uid, root, context, machine },
			catalog: blueprint.catalog,
			network: {
				attach: (namespace) => network.attachInner(hostname, namespace),
				detach: (namespace) => network.detachInner(hostname, namespace),
				addBridge: (gateway) => network.addBridge(hostname, gateway),
			},
		});
	});
}
