import type { ReplicaSet } from '../../api/apps/types.ts';
import type { ReplicationController } from '../../api/core/types/pod.ts';
import type { Resource } from '../../client/resource.ts';
import { type LabelSelector, labelSelectorFrom, selectorFromMap } from '../../machinery/selectors.ts';
import { REPLICA_SETS, REPLICATION_CONTROLLERS } from '../resources.ts';

/** Two kinds that want the same: so many Pods of one template. */
export type Replicated = ReplicaSet | ReplicationController;

/** What tells them apart. Models pkg/controller/replication, which runs the controller of ReplicaSets by conversion. */
export interface ReplicatedKind {
	readonly resource: Resource<Replicated>;
	readonly selectorOf: (object: Replicated) => LabelSelector;
	/** Whether its status counts the Pods that are going. */
	readonly countsTerminating: boolean;
}

export const REPLICA_SET_KIND: ReplicatedKind = {
	resource: REPLICA_SETS,
	selectorOf: ({ spec }) => labelSelectorFrom((spec as ReplicaSet['spec']).selector),
	countsTerminating: true,
};

export const REPLICATION_CONTROLLER_KIND: ReplicatedKind = {
	resource: REPLICATION_CONTROLLERS,
	selectorOf: ({ spec }) => selectorFromMap((spec as ReplicationController['spec']).selector),
	countsTerminating: false,
};
