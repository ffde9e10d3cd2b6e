import type { KubeObject } from '../../machinery/meta.ts';

/** How grading and the map look at the cluster: straight at the stored objects, so that looking changes nothing. */
export interface ClusterReader {
	/** Undefined when the kind is unknown or the object does not exist. `namespace` '' for cluster-scoped kinds. */
	get(apiVersion: string, kind: string, namespace: string, name: string): KubeObject | undefined;
	/** In key order. `namespace` '' for all. Empty when the kind is unknown. */
	list(apiVersion: string, kind: string, namespace: string): readonly KubeObject[];
	/** Whether objects of the kind live in namespaces; undefined when the kind is unknown. */
	namespaced(apiVersion: string, kind: string): boolean | undefined;
}
