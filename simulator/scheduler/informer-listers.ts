import type { InformerFactory } from '../client/informer.ts';
import { type LabelSelector, labelSelectorFrom } from '../machinery/selectors.ts';
import type { Listers } from './framework/listers.ts';
import {
	CLAIMS,
	CSI_NODES,
	NAMESPACES,
	POD_DISRUPTION_BUDGETS,
	REPLICA_SETS,
	SERVICES,
	STATEFUL_SETS,
	STORAGE_CLASSES,
	VOLUMES,
} from './resources.ts';

/** The look-ups of plugins, answered from informers. */
export function listersOn(informers: InformerFactory): Listers {
	const namespaces = informers.for(NAMESPACES);
	const services = informers.for(SERVICES);
	const replicaSets = informers.for(REPLICA_SETS);
	const statefulSets = informers.for(STATEFUL_SETS);
	const budgets = informers.for(POD_DISRUPTION_BUDGETS);
	const claims = informers.for(CLAIMS);
	const volumes = informers.for(VOLUMES);
	const storageClasses = informers.for(STORAGE_CLASSES);
	// Replicas share their selector: it is built once a workload's version.
	const known = new WeakMap<object, LabelSelector>();
	const remember = (owner: object, make: () => LabelSelector): LabelSelector => {
		const selector = known.get(owner) ?? make();
		known.set(owner, selector);
		return selector;
	};
	return {
		namespaceLabels: (namespace) => namespaces.get('', namespace)?.metadata.labels,
		namespaces: () => namespaces.list(),
		services: (namespace) => services.list(namespace),
		disruptionBudgets: (namespace) => budgets.list(namespace),
		claim: (namespace, name) => claims.get(namespace, name),
		volume: (name) => volumes.get('', name),
		volumes: () => volumes.list(),
		volumeLimits: (node) => {
			// No world is asked to follow them before it has a claim whose volume has a driver.
			const csiNodes = informers.for(CSI_NODES);
			csiNodes.start();
			const drivers = csiNodes.get('', node)?.spec.drivers ?? [];
			return new Map(
				drivers.flatMap(({ name, allocatable }) =>
					allocatable?.count === undefined ? [] : [[name, allocatable.count] as const],
				),
			);
		},
		storageClass: (name) => storageClasses.get('', name),
		controllerSelector: ({ metadata }) => {
			const owner = metadata.ownerReferences?.find((each) => each.controller === true);
			const { namespace = '' } = metadata;
			switch (owner?.kind) {
				case 'ReplicaSet':
				case 'StatefulSet': {
					const lister = owner.kind === 'ReplicaSet' ? replicaSets : statefulSets;
					const workload = lister.get(namespace, owner.name);
					return workload && remember(workload, () => labelSelectorFrom(workload.spec.selector));
				}
				default:
					return undefined;
			}
		},
	};
}
